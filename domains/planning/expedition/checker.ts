/** The independent checker: delete relaxation for milestones, bounds and rings, the executor for plans. */
import { Executor } from '../model/executor.ts';
import { type GroundAction, type GroundTask, ground, holdsIn } from '../model/grounding.ts';
import { type Atom, factWords, type Model, type Words } from '../model/model.ts';
import { relaxedLevels, unreachable } from '../model/relaxation.ts';
import { applicable, applyTo } from '../model/states.ts';

/** Whether a plan can be carried out and reaches the goal. */
export function reachesGoal(model: Model, plan: readonly Words[]): boolean {
  const executor = new Executor(model);
  const { states, failedStep } = executor.run(plan);
  const { met, all } = executor.goalsMet(states.at(-1)!);
  return failedStep === null && met === all;
}

const checkers = new WeakMap<Model, ExpeditionChecker>();

export class ExpeditionChecker {
  readonly #model: Model;
  readonly #task: GroundTask;
  /** The state of the start, and the same with every pass valid. */
  readonly #start: Int32Array;
  readonly #open: Int32Array;
  /** Facts that say that a pass is valid. */
  readonly #passes: readonly number[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #landmarks = new Map<number, boolean>();

  /** The checker of a model, made once for all the answers that are looked at. */
  static of(model: Model): ExpeditionChecker {
    const known = checkers.get(model) ?? new ExpeditionChecker(model);
    checkers.set(model, known);
    return known;
  }

  private constructor(model: Model) {
    const passes = passFacts(model);
    const [valid] = passes[0]!;
    const lapse = {
      ...model.actions[0]!,
      name: 'lapse',
      parameters: model.predicates[valid!]!.types,
      needs: [[valid!, 0]],
      adds: [],
      deletes: [[valid!, 0]],
    };
    this.#model = model;
    // With all passes valid everything is reached, and with an action that ends a pass each of them can change.
    this.#task = ground({
      ...model,
      actions: [...model.actions, lapse],
      init: [...model.init, ...passes],
    });
    this.#numbers = new Map(
      this.#task.facts.map((fact, number) => [factWords(model, fact).join('\n'), number]),
    );
    this.#passes = passes.map((fact) => this.#numbers.get(factWords(model, fact).join('\n'))!);
    this.#open = this.#task.init;
    this.#start = this.#without(this.#passes);
  }

  /** Whether these are the candidates that are landmarks, in an order in which a shortest plan makes them true. */
  isLandmarkOrder(candidates: readonly Atom[], order: readonly Words[]): boolean {
    const landmarks = candidates
      .map((fact) => this.#numbers.get(factWords(this.#model, fact).join('\n')))
      .filter((fact) => fact !== undefined && this.#isLandmark(fact));
    const listed = order.map((words) => this.#numbers.get(words.join('\n')));
    if (listed.length !== landmarks.length || new Set([...listed, ...landmarks]).size !== listed.length)
      return false;
    return this.#stepsInOrder(listed.map((fact) => fact!)) === this.leastSteps();
  }

  /** Whether none of these passes can be made valid before the next, nor the last before the first. */
  isRing(ring: readonly Words[]): boolean {
    const listed = ring.map((words) => this.#numbers.get(words.join('\n')) ?? -1);
    if (listed.length < 2 || new Set(listed).size !== listed.length) return false;
    return (
      listed.every((fact) => this.#passes.includes(fact)) &&
      listed.every((pass, at) => this.#waitsFor(pass, listed[(at + 1) % listed.length]!, new Set()))
    );
  }

  /**
   * A bound on the steps of a plan: for each goal the steps of its party if every pass were valid, by the levels of
   * delete relaxation, and one step for each pass that every plan makes valid. No step counts twice.
   */
  leastSteps(): number {
    const levels = relaxedLevels(this.#task, this.#open);
    const moves = this.#task.goals.reduce((sum, goal) => sum + levels[goal]!, 0);
    return moves + this.#passes.filter((pass) => this.#isLandmark(pass)).length;
  }

  /** Every plan makes it true, since without it delete relaxation does not reach the goal. */
  #isLandmark(fact: number): boolean {
    const known = this.#landmarks.get(fact);
    if (known !== undefined) return known;
    const levels = relaxedLevels(this.#task, this.#start, 0, ({ adds }) => !adds.includes(fact));
    const found = this.#task.goals.some((goal) => levels[goal] === unreachable);
    this.#landmarks.set(fact, found);
    return found;
  }

  /** Whether the pass cannot be made valid before the other, at once or by way of further ones. */
  #waitsFor(pass: number, other: number, seen: Set<number>): boolean {
    if (seen.has(pass)) return false;
    seen.add(pass);
    const direct = this.#passes.filter((next) => {
      if (next === pass) return false;
      const start = this.#without([pass, next]);
      const levels = relaxedLevels(this.#task, start, 0, ({ adds }) => !adds.includes(next));
      return levels[pass] === unreachable;
    });
    return direct.includes(other) || direct.some((next) => this.#waitsFor(next, other, seen));
  }

  /**
   * Steps that it takes to make the facts true one after another, each by the party that it is about and by no step
   * that makes a later one true; infinite where that cannot be. Steps of other parties could at best cancel something.
   */
  #stepsInOrder(facts: readonly number[]): number {
    let state = this.#start;
    let steps = 0;
    for (const [index, fact] of facts.entries()) {
      const maker = this.#task.actions.find(({ adds }) => adds.includes(fact))!;
      const later = new Set(facts.slice(index + 1));
      const own = this.#task.actions.filter(
        (action) => partyOf(action) === partyOf(maker) && !action.adds.some((added) => later.has(added)),
      );
      const reached = shortestTo(this.#task, own, state, fact);
      if (reached === null) return Number.POSITIVE_INFINITY;
      state = reached.state;
      steps += reached.steps;
    }
    return steps;
  }

  #without(passes: readonly number[]): Int32Array {
    const state = this.#open.slice();
    for (const fact of passes) state[fact >> 5]! &= ~(1 << (fact & 31));
    return state;
  }
}

/** Every action names its party as the third of its things. */
function partyOf({ objects }: GroundAction): number | undefined {
  return objects[2];
}

function shortestTo(
  task: GroundTask,
  actions: readonly GroundAction[],
  from: Int32Array,
  fact: number,
): { readonly state: Int32Array; readonly steps: number } | null {
  const seen = new Set([from.join()]);
  let layer = [from];
  for (let steps = 0; layer.length > 0; steps++) {
    const there = layer.find((state) => holdsIn(state, 0, fact));
    if (there !== undefined) return { state: there, steps };
    const following: Int32Array[] = [];
    for (const state of layer) {
      for (const action of actions) {
        if (!applicable(action, state, 0)) continue;
        const next = new Int32Array(task.width);
        applyTo(action, state, 0, next);
        if (seen.has(next.join())) continue;
        seen.add(next.join());
        following.push(next);
      }
    }
    layer = following;
  }
  return null;
}

/** What the only action that deletes nothing can make true. */
function passFacts(model: Model): Atom[] {
  const [valid] = model.actions.find(({ deletes }) => deletes.length === 0)!.adds[0]!;
  const [type] = model.predicates[valid!]!.types;
  return model.objects.flatMap((object, number) => (object.type === type ? [[valid!, number]] : []));
}
