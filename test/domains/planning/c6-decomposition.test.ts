import { describe, expect, it } from 'vitest';
import {
  carriedOut,
  type GroundedAction,
  type GroundedWorld,
  isPossible,
} from '../../../agents/planning/grounded-world.ts';
import { type MilestonePrompt, readMilestonePrompt } from '../../../agents/planning/milestone-prompt.ts';
import { randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { decomposition } from '../../../domains/planning/c6-decomposition.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask } from '../../../domains/task.ts';

const skill = decomposition as Skill;
type Reference = ReturnType<typeof decomposition.generate>['reference'];

function taskAt(parameters: Parameters, seed: string): { prompt: MilestonePrompt; reference: Reference } {
  const { prompt, reference } = generateTask('planning', skill, parameters, `c6 ${seed}`);
  return { prompt: readMilestonePrompt(prompt) as MilestonePrompt, reference: reference as Reference };
}

function smallTasks(count: number): ReturnType<typeof taskAt>[] {
  return Array.from({ length: count }, (_, seed) =>
    taskAt({ subgoals: 3, depth: 3 + (seed % 2), threats: seed % 4 }, `small ${seed}`),
  );
}

describe('truth', () => {
  it('is what all states say that the prompt allows: fewest steps, needed milestones, or no plan', () => {
    let impossible = 0;
    for (const { prompt, reference } of smallTasks(40)) {
      const states = new AllStates(prompt.world);
      expect(states.steps).toBe(reference.plan?.length ?? null);
      if (reference.plan === null) {
        impossible++;
        continue;
      }
      const needed = prompt.candidates.filter(
        (words) => new AllStates(prompt.world, words.join(' ')).steps === null,
      );
      const answer = decomposition.answer(reference);
      const order = 'order' in answer ? answer.order : [];
      expect(needed.map(String).sort()).toEqual(order.map(String).sort());
    }
    expect(impossible).toBeGreaterThan(1);
  });

  it('accepts every order of every shortest plan, and a longer plan as valid', () => {
    const random = new RandomStream('plans');
    for (const { prompt, reference } of smallTasks(20)) {
      if (reference.plan === null) continue;
      const states = new AllStates(prompt.world);
      const answer = decomposition.answer(reference) as { order: string[][]; plan: string[][] };
      const needed = new Set(answer.order.map((words) => words.join(' ')));
      for (let draw = 0; draw < 10; draw++) {
        const plan = states.drawShortest(random);
        const order: string[] = [];
        let state: ReadonlySet<string> = prompt.world.start;
        for (const action of plan) {
          state = carriedOut(action, state);
          for (const fact of state) if (needed.has(fact) && !order.includes(fact)) order.push(fact);
        }
        const given = {
          order: order.map((fact) => fact.split(' ')),
          plan: plan.map(({ words }) => [...words]),
        };
        expect(decomposition.category(reference, given)).toBe(4);
        expect(decomposition.verify(reference, given)).toBe(true);
        const obtained = plan.findIndex(({ deletes }) => deletes.length === 0);
        const twice = { ...given, plan: given.plan.toSpliced(obtained, 0, given.plan[obtained]!) };
        expect(decomposition.category(reference, twice)).toBe(3);
        expect(decomposition.verify(reference, twice)).toBe(false);
      }
    }
  });

  it('is composed for long plans too, and the checkers agree on them', () => {
    const { reference } = taskAt({ subgoals: 8, depth: 7, shared: 7, threats: 4 }, 'long 0');
    expect(reference.plan?.length).toBe(63);
    expect(decomposition.verify(reference, decomposition.answer(reference))).toBe(true);
  });
});

describe('grading', () => {
  const { reference } = smallTasks(1)[0]!;
  const right = decomposition.answer(reference) as { order: string[][]; plan: string[][] };

  it('gives little for an order without a plan or a plan without an order, and nothing for neither', () => {
    expect(decomposition.category(reference, { ...right, plan: [] })).toBe(1);
    expect(decomposition.category(reference, { ...right, order: [] })).toBe(1);
    expect(decomposition.category(reference, { order: [], plan: [] })).toBe(0);
    expect(decomposition.category(reference, { ...right, plan: right.plan.slice(0, -1) })).toBe(2);
  });

  it('takes a decoy, a repetition or a lack among the milestones for wrong', () => {
    const [first, ...others] = right.order as [string[], ...string[][]];
    for (const order of [others, [...right.order, first], [...right.order, ['at', 'nobody', 'nowhere']]]) {
      expect(decomposition.category(reference, { ...right, order })).toBe(2);
      expect(decomposition.verify(reference, { ...right, order })).toBe(false);
    }
  });

  it('accepts a ring from any of its things on, and no ring that is not one', () => {
    const random = new RandomStream('rings');
    let rings = 0;
    for (let seed = 0; rings < 8; seed++) {
      const { prompt, reference } = taskAt(randomVector(skill, random), `ring ${seed}`);
      const answer = decomposition.answer(reference);
      if (!('impossible' in answer)) continue;
      rings++;
      const ring = answer.impossible;
      const turned = [...ring.slice(1), ring[0]!];
      const places = prompt.candidates.map((words) => [...words]).filter((words) => words.length > 2);
      const cases: [string[][], boolean][] = [
        [ring, true],
        [turned, true],
        [ring.slice(1, 2), false],
        [[...ring, ...ring], false],
        [places.slice(0, 2), false],
        [[], false],
      ];
      for (const [impossible, isRing] of cases) {
        expect(decomposition.category(reference, { impossible })).toBe(isRing ? 4 : 0);
        expect(decomposition.verify(reference, { impossible })).toBe(isRing);
      }
    }
  });
});

/** Every state that the world can be in, without those in which a fact holds if one is left out. */
class AllStates {
  readonly #world: GroundedWorld;
  readonly #states: ReadonlySet<string>[];
  readonly #stepsLeft = new Map<string, number>();
  /** The fewest from the start to the goal; null when there is no way. */
  readonly steps: number | null;

  constructor(world: GroundedWorld, without: string | null = null) {
    this.#world = world;
    const found = new Map([[keyOf(world.start), world.start]]);
    const into = new Map<string, string[]>();
    for (const [key, state] of found) {
      for (const action of world.actions) {
        if (!isPossible(action, state)) continue;
        const next = carriedOut(action, state);
        if (without !== null && next.has(without)) continue;
        into.set(keyOf(next), [...(into.get(keyOf(next)) ?? []), key]);
        if (!found.has(keyOf(next))) found.set(keyOf(next), next);
      }
    }
    this.#states = [...found.values()];
    const goals = this.#states.filter((state) => world.goals.every((goal) => state.has(goal))).map(keyOf);
    for (const key of goals) this.#stepsLeft.set(key, 0);
    for (const [key, steps] of this.#stepsLeft) {
      for (const from of into.get(key) ?? [])
        if (!this.#stepsLeft.has(from)) this.#stepsLeft.set(from, steps + 1);
    }
    this.steps = this.#stepsLeft.get(keyOf(world.start)) ?? null;
  }

  drawShortest(random: RandomStream): GroundedAction[] {
    const plan: GroundedAction[] = [];
    let state: ReadonlySet<string> = this.#world.start;
    for (let left = this.steps as number; left > 0; left--) {
      const action = random.pick(
        this.#world.actions.filter(
          (action) =>
            isPossible(action, state) && this.#stepsLeft.get(keyOf(carriedOut(action, state))) === left - 1,
        ),
      );
      plan.push(action);
      state = carriedOut(action, state);
    }
    return plan;
  }
}

function keyOf(state: ReadonlySet<string>): string {
  return [...state].sort().join(',');
}
