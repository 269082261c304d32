import { spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import { type ConflictPrompt, clauseOf, type Literal, type Premise } from './conflict-prompt.ts';

/**
 * Finds cores by leaving premises out: one core by trying to do without each premise in turn, and the others by
 * doing without one member of each core found, in every way (Reiter 1987). Whether premises can all be true is
 * tried by looking through them from the top again after every conclusion; a node is one premise looked at.
 */
export class CoreSearch {
  readonly #premises: readonly Premise[];
  readonly #budget: Budget;
  readonly #seen = new Set<string>();
  readonly cores: (readonly number[])[];

  /** `cores` are those known before. */
  constructor({ premises }: ConflictPrompt, cores: readonly (readonly number[])[], budget: Budget) {
    this.cores = [...cores];
    this.#premises = premises;
    this.#budget = budget;
  }

  /** Finds all cores that there are without the premises left out. */
  run(leftOut: ReadonlySet<number> = new Set()): void {
    const key = [...leftOut].sort((left, right) => left - right).join(' ');
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const core =
      this.cores.find((known) => !known.some((member) => leftOut.has(member))) ?? this.#newCore(leftOut);
    for (const member of core ?? []) this.run(new Set([...leftOut, member]));
  }

  /** What follows from the premises; null when they contradict each other. */
  consequencesOf(numbers: readonly number[]): ReadonlyMap<string, boolean> | null {
    const known = new Map<string, boolean>();
    const learn = (): 'new' | 'contradiction' | 'nothing' => {
      for (const number of numbers) {
        spend(this.#budget);
        const clause = clauseOf(this.#premises[number] as Premise);
        if (clause.some(({ atom, holds }) => known.get(atom) === holds)) continue;
        const open = clause.filter(({ atom }) => !known.has(atom));
        if (open.length === 0) return 'contradiction';
        if (open.length > 1) continue;
        const { atom, holds } = open[0] as Literal;
        known.set(atom, holds);
        return 'new';
      }
      return 'nothing';
    };
    for (;;) {
      const learned = learn();
      if (learned === 'contradiction') return null;
      if (learned === 'nothing') return known;
    }
  }

  #newCore(leftOut: ReadonlySet<number>): readonly number[] | null {
    let core = [...this.#premises.keys()].filter((number) => !leftOut.has(number));
    if (this.consequencesOf(core) !== null) return null;
    for (const number of core) {
      const fewer = core.filter((member) => member !== number);
      if (this.consequencesOf(fewer) === null) core = fewer;
    }
    this.cores.push(core);
    return core;
  }
}
