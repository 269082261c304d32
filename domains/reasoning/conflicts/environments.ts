import { type Dispute, type Literal, opposite, type Premise } from './premises.ts';

/** A set of premises: bit k for premise k. */
type Environment = bigint;

/**
 * The check of an answer from the premises alone, by assumption-based truth maintenance (de Kleer 1986): for every
 * literal the minimal consistent sets of premises from which it follows, found by propagating sets along the
 * implications in every direction until nothing is new. Sets that support a literal and its opposite together
 * contradict themselves, and the smallest of them are the cores; a premise is kept when it completes no core, and a
 * statement follows when one of its sets is kept whole.
 */
export class Environments {
  readonly #labels = new Map<string, Environment[]>();
  #contradictions: Environment[] = [];

  constructor(premises: readonly Premise[]) {
    const clauses = premises.map(({ conditions, conclusion }) => [...conditions.map(opposite), conclusion]);
    for (let changed = true; changed; ) {
      changed = false;
      for (const [index, clause] of clauses.entries()) {
        for (const [at, literal] of clause.entries()) {
          let sets: Environment[] = [1n << BigInt(index)];
          for (const other of clause.toSpliced(at, 1)) {
            const refuting = this.#labelOf(opposite(other));
            sets = sets.flatMap((set) => refuting.map((more) => set | more));
          }
          for (const set of sets) if (this.#add(literal, set)) changed = true;
        }
      }
    }
  }

  /** The minimal contradictory sets, as sorted indices of premises. */
  cores(): number[][] {
    return this.#contradictions.map(membersOf);
  }

  /** What is left of the premises when, in this order, each is given up that contradicts those kept before. */
  kept(order: readonly number[]): Environment {
    let kept = 0n;
    for (const index of order) {
      const more = kept | (1n << BigInt(index));
      if (!this.#contradictions.some((core) => within(core, more))) kept = more;
    }
    return kept;
  }

  follows(literal: Literal, kept: Environment): boolean {
    return this.#labelOf(literal).some((set) => within(set, kept));
  }

  #labelOf(literal: Literal): readonly Environment[] {
    return this.#labels.get(keyOf(literal)) ?? [];
  }

  /** False when the set is nothing new. */
  #add(literal: Literal, set: Environment): boolean {
    const label = this.#labels.get(keyOf(literal)) ?? [];
    if (this.#contradictions.some((core) => within(core, set))) return false;
    if (label.some((smaller) => within(smaller, set))) return false;
    this.#labels.set(keyOf(literal), [...label.filter((larger) => !within(set, larger)), set]);
    for (const against of this.#labelOf(opposite(literal))) this.#contradict(set | against);
    return true;
  }

  #contradict(set: Environment): void {
    if (this.#contradictions.some((core) => within(core, set))) return;
    this.#contradictions = [...this.#contradictions.filter((larger) => !within(set, larger)), set];
  }
}

/** True when the answer names all cores and judges all statements rightly. */
export function isRight(
  { premises, statements }: Dispute,
  order: readonly number[],
  cores: readonly (readonly number[])[],
  verdicts: readonly (string | undefined)[],
): boolean {
  const environments = new Environments(premises);
  const textOf = (sets: readonly (readonly number[])[]) =>
    sets
      .map((set) => set.toSorted((left, right) => left - right).join(' '))
      .sort()
      .join(', ');
  if (textOf(cores) !== textOf(environments.cores())) return false;
  const kept = environments.kept(order);
  return statements.every((statement, index) => {
    const [yes, no] = [statement, opposite(statement)].map((literal) => environments.follows(literal, kept));
    return verdicts[index] === (yes ? 'yes' : no ? 'no' : 'undetermined');
  });
}

function within(part: Environment, whole: Environment): boolean {
  return (part & ~whole) === 0n;
}

function membersOf(set: Environment): number[] {
  const members: number[] = [];
  for (let rest = set, index = 0; rest !== 0n; rest >>= 1n, index++)
    if ((rest & 1n) === 1n) members.push(index);
  return members;
}

function keyOf({ atom, negated }: Literal): string {
  return `${negated ? '-' : ''}${atom}`;
}
