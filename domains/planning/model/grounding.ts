/**
 * Grounding: a model becomes a task of integer-coded states. A state is `width` 32-bit words: first one bit for
 * each fact that can change, then one word for each numeric fluent that can. Only what delete relaxation reaches
 * from the start is grounded, and no action that changes nothing.
 */
import { type Amount, type Atom, type Model, type Step, staticPredicates, type Term } from './model.ts';

/** Parallel lists: word `words[k]` of a state, bits `masks[k]`. */
interface Bits {
  readonly words: readonly number[];
  readonly masks: readonly number[];
}

export interface GroundAction extends Step {
  /** Indices of facts, for reasoning; the search uses the bits. */
  readonly needs: readonly number[];
  readonly forbids: readonly number[];
  readonly adds: readonly number[];
  readonly deletes: readonly number[];
  readonly needBits: Bits;
  readonly forbidBits: Bits;
  readonly addBits: Bits;
  readonly deleteBits: Bits;
  /** Word `word` of the state must be at least this. */
  readonly conditions: readonly { readonly word: number; readonly atLeast: number }[];
  /** What is added to word `word`, or what it is set to. */
  readonly changes: readonly { readonly word: number; readonly by: number; readonly assigns: boolean }[];
}

export interface GroundTask {
  readonly model: Model;
  /** Words in a state, and how many of them hold facts. */
  readonly width: number;
  readonly factWords: number;
  /** Facts that can change; the index is the bit. */
  readonly facts: readonly Atom[];
  /** Numeric fluents that can change; word `factWords + index`. */
  readonly terms: readonly Term[];
  readonly actions: readonly GroundAction[];
  readonly init: Int32Array;
  /** Goals that are not settled from the start, by fact. */
  readonly goals: readonly number[];
  readonly goalBits: Bits;
  readonly numericGoals: readonly { readonly word: number; readonly atLeast: number }[];
  /** False when a goal can be seen to be out of reach: no fact that can ever become true. */
  readonly goalsReachable: boolean;
}

/**
 * Grounds a model. Facts for which `dropped` says true vanish from start, goals, preconditions and effects: a
 * projection, whose shortest plan is never longer than the model's, so that what it cannot do cannot be done.
 */
export function ground(model: Model, dropped: (fact: Atom) => boolean = () => false): GroundTask {
  const candidates = instantiate(model);
  const fluents = new FluentTable();
  const holds = new Set(model.init.filter((fact) => !dropped(fact)).map(keyOf));
  const { applied, reached } = relaxedFixpoint(candidates, holds, dropped);
  const canChange = new Set(
    applied.flatMap(({ adds, deletes }) => [
      ...adds.filter((fact) => !dropped(fact) && !holds.has(keyOf(fact))).map(keyOf),
      ...deletes.filter((fact) => !dropped(fact) && reached.has(keyOf(fact))).map(keyOf),
    ]),
  );
  const settledTrue = (fact: Atom) =>
    dropped(fact) || (!canChange.has(keyOf(fact)) && holds.has(keyOf(fact)));
  const fluent = (atoms: readonly Atom[]) => [
    ...new Set(
      atoms
        .filter((fact) => !dropped(fact) && canChange.has(keyOf(fact)))
        .map((fact) => fluents.indexOf(fact)),
    ),
  ];
  const terms = numericFluents(model);
  const possible = applied.filter(
    ({ forbids }) => !forbids.some((fact) => !dropped(fact) && settledTrue(fact)),
  );
  const drafts = possible.map((candidate) => ({
    step: candidate,
    needs: fluent(candidate.needs),
    forbids: fluent(candidate.forbids),
    adds: fluent(candidate.adds),
    deletes: fluent(candidate.deletes),
  }));
  const openGoals = model.goals.filter((goal) => !settledTrue(goal));
  const goals = fluent(openGoals);
  const goalsReachable = openGoals.every((goal) => canChange.has(keyOf(goal)));
  const factWords = Math.ceil(fluents.facts.length / 32);
  const changing = drafts.filter(
    ({ step, adds, deletes }) =>
      adds.length + deletes.length > 0 || model.actions[step.action]!.changes.length > 0,
  );
  const actions = changing.map(({ step, needs, forbids, adds, deletes }): GroundAction => {
    const kept = deletes.filter((fact) => !adds.includes(fact));
    const schema = model.actions[step.action]!;
    const bound = (term: Term): Term => [
      term[0]!,
      ...term.slice(1).map((parameter) => step.objects[parameter]!),
    ];
    const amount = (value: Amount) => (typeof value === 'number' ? value : terms.valueOf(bound(value)));
    return {
      action: step.action,
      objects: step.objects,
      needs,
      forbids,
      adds,
      deletes: kept,
      needBits: bitsOf(needs),
      forbidBits: bitsOf(forbids),
      addBits: bitsOf(adds),
      deleteBits: bitsOf(kept),
      conditions: schema.conditions.map(({ term, atLeast }) => ({
        word: factWords + terms.indexOf(bound(term)),
        atLeast: amount(atLeast),
      })),
      changes: schema.changes.map(({ term, direction, by }) => ({
        word: factWords + terms.indexOf(bound(term)),
        by: direction === 'decrease' ? -amount(by) : amount(by),
        assigns: direction === 'assign',
      })),
    };
  });
  const width = factWords + terms.fluents.length;
  const init = new Int32Array(width);
  for (const [index, fact] of fluents.facts.entries())
    if (holds.has(keyOf(fact))) init[index >> 5]! |= 1 << (index & 31);
  for (const [index, term] of terms.fluents.entries()) init[factWords + index] = terms.valueOf(term);
  return {
    model,
    width,
    factWords,
    facts: fluents.facts,
    terms: terms.fluents,
    actions,
    init,
    goals,
    goalBits: bitsOf(goals),
    numericGoals: model.numericGoals.map(({ term, atLeast }) => ({
      word: factWords + terms.indexOf(term),
      atLeast,
    })),
    goalsReachable,
  };
}

/** True when the fact with this index holds in the state that begins at `offset`. */
export function holdsIn(states: Int32Array, offset: number, fact: number): boolean {
  return ((states[offset + (fact >> 5)]! >>> (fact & 31)) & 1) === 1;
}

export function bitsOf(facts: readonly number[]): Bits {
  const words: number[] = [];
  const masks: number[] = [];
  for (const fact of facts) {
    const word = fact >> 5;
    const at = words.indexOf(word);
    if (at < 0) {
      words.push(word);
      masks.push(1 << (fact & 31));
    } else masks[at]! |= 1 << (fact & 31);
  }
  return { words, masks };
}

/** An action with things for its parameters, whether it can ever be carried out or not. */
export interface Candidate extends Step {
  readonly needs: readonly Atom[];
  readonly forbids: readonly Atom[];
  readonly adds: readonly Atom[];
  readonly deletes: readonly Atom[];
}

/** Every binding of every schema whose preconditions on facts of static predicates hold; `needs` leaves those out. */
export function instantiate(model: Model): Candidate[] {
  const settled = staticPredicates(model);
  const holds = new Set(model.init.filter(([predicate]) => settled.has(predicate!)).map(keyOf));
  const objectsOf = model.types.map((_, type) =>
    [...model.objects.keys()].filter((object) => model.objects[object]!.type === type),
  );
  return model.actions.flatMap((schema, action) => {
    const last = (atom: Atom) => Math.max(-1, ...atom.slice(1));
    const checks = schema.parameters.map((_, at) => [
      ...schema.needs
        .filter((atom) => settled.has(atom[0]!) && last(atom) === at)
        .map((atom) => ({ atom, wanted: true })),
      ...schema.forbids
        .filter((atom) => settled.has(atom[0]!) && last(atom) === at)
        .map((atom) => ({ atom, wanted: false })),
    ]);
    const found: Candidate[] = [];
    const objects: number[] = [];
    const bind = (atom: Atom): Atom => atom.map((item, place) => (place === 0 ? item : objects[item]!));
    const extend = (at: number): void => {
      if (at === schema.parameters.length) {
        found.push({
          action,
          objects: [...objects],
          needs: schema.needs.filter(([predicate]) => !settled.has(predicate!)).map(bind),
          forbids: schema.forbids.filter(([predicate]) => !settled.has(predicate!)).map(bind),
          adds: schema.adds.map(bind),
          deletes: schema.deletes.map(bind),
        });
        return;
      }
      for (const object of objectsOf[schema.parameters[at]!]!) {
        objects[at] = object;
        if (checks[at]!.every(({ atom, wanted }) => holds.has(keyOf(bind(atom))) === wanted)) extend(at + 1);
      }
      objects.length = at;
    };
    extend(0);
    return found;
  });
}

/** The candidates that delete relaxation can ever apply, and the facts that can ever hold: rounds over those left until none is added. */
function relaxedFixpoint(
  candidates: readonly Candidate[],
  holds: ReadonlySet<number>,
  dropped: (fact: Atom) => boolean,
): { readonly applied: readonly Candidate[]; readonly reached: ReadonlySet<number> } {
  const reached = new Set(holds);
  const applied = new Set<Candidate>();
  let open = candidates.map((candidate) => ({
    candidate,
    needs: candidate.needs.filter((fact) => !dropped(fact)).map(keyOf),
    adds: candidate.adds.filter((fact) => !dropped(fact)).map(keyOf),
  }));
  for (let before = -1; before < applied.size; ) {
    before = applied.size;
    open = open.filter(({ candidate, needs, adds }) => {
      if (!needs.every((fact) => reached.has(fact))) return true;
      applied.add(candidate);
      for (const fact of adds) reached.add(fact);
      return false;
    });
  }
  return { applied: candidates.filter((candidate) => applied.has(candidate)), reached };
}

/** Room for 255 items in each of up to six places. */
function keyOf(atom: Atom): number {
  let key = 0;
  for (const item of atom) key = key * 256 + item + 1;
  return key;
}

class FluentTable {
  readonly facts: Atom[] = [];
  readonly #indices = new Map<number, number>();

  indexOf(fact: Atom): number {
    const key = keyOf(fact);
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#indices.set(key, this.facts.length);
    this.facts.push(fact);
    return this.facts.length - 1;
  }
}

/** The numeric fluents that some action changes, and the values of all at the start. */
function numericFluents(model: Model): {
  readonly fluents: readonly Term[];
  indexOf(term: Term): number;
  valueOf(term: Term): number;
} {
  const changing = new Set(model.actions.flatMap(({ changes }) => changes.map(({ term }) => term[0])));
  const conditioned = new Set([
    ...model.actions.flatMap(({ conditions }) => conditions.map(({ term }) => term[0])),
    ...model.numericGoals.map(({ term }) => term[0]),
  ]);
  const fluents = model.values
    .map(({ term }) => term)
    .filter(([name]) => changing.has(name) || conditioned.has(name));
  const indices = new Map(fluents.map((term, index) => [keyOf(term), index]));
  const values = new Map(model.values.map(({ term, value }) => [keyOf(term), value]));
  const known = <T>(found: T | undefined, term: Term): T => {
    if (found === undefined) throw new RangeError(`no initial value for ${JSON.stringify(term)}`);
    return found;
  };
  return {
    fluents,
    indexOf: (term) => known(indices.get(keyOf(term)), term),
    valueOf: (term) => known(values.get(keyOf(term)), term),
  };
}
