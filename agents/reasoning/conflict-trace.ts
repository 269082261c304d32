import { spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import { type ConflictPrompt, clauseOf, type Literal, opposite, type Premise } from './conflict-prompt.ts';

/** A set of premises, bit k for premise k. */
type Support = bigint;

/**
 * Keeps for every literal the smallest sets of the premises followed that it follows from; sets for a literal and
 * its opposite make a core. Premises are found by the literals that they speak of: a node is one premise sorted by
 * these, or looked at.
 */
export class Trace {
  readonly #premises: readonly Premise[];
  readonly #budget: Budget;
  readonly #supports = new Map<string, readonly Support[]>();
  readonly #speaking = new Map<string, number[]>();
  readonly #followed: readonly number[];
  readonly #due = new Set<number>();
  #cores: readonly Support[] = [];

  constructor({ premises }: ConflictPrompt, followed: readonly number[], budget: Budget) {
    this.#premises = premises;
    this.#followed = followed;
    this.#budget = budget;
  }

  /** The cores found so far; once `run` has returned, all of the premises followed. */
  get cores(): readonly (readonly number[])[] {
    return this.#cores.map((core) =>
      this.#followed.filter((number) => ((core >> BigInt(number)) & 1n) === 1n),
    );
  }

  run(): void {
    for (const number of this.#followed) {
      spend(this.#budget);
      this.#due.add(number);
      for (const { atom } of clauseOf(this.#premises[number] as Premise)) {
        this.#speaking.set(atom, [...(this.#speaking.get(atom) ?? []), number]);
      }
    }
    for (const number of this.#due) {
      this.#due.delete(number);
      spend(this.#budget);
      this.#fire(number);
    }
  }

  follows(literal: Literal, kept: readonly number[]): boolean {
    const whole = kept.reduce((set, number) => set | (1n << BigInt(number)), 0n);
    return this.#of(literal).some((support) => (support & ~whole) === 0n);
  }

  /** Takes up what follows by the premise, in whatever direction. */
  #fire(number: number): void {
    const clause = clauseOf(this.#premises[number] as Premise);
    for (const [at, literal] of clause.entries()) {
      let supports: readonly Support[] = [1n << BigInt(number)];
      for (const other of clause.toSpliced(at, 1)) {
        const refuting = this.#of(opposite(other));
        supports = supports.flatMap((support) => refuting.map((more) => support | more));
      }
      for (const support of supports) this.#add(literal, support);
    }
  }

  #add(literal: Literal, support: Support): void {
    const known = this.#of(literal);
    if ([...known, ...this.#cores].some((smaller) => (smaller & ~support) === 0n)) return;
    const smallest = [...known.filter((larger) => (support & ~larger) !== 0n), support];
    this.#supports.set(keyOf(literal), smallest);
    for (const number of this.#speaking.get(literal.atom) ?? []) this.#due.add(number);
    for (const against of this.#of(opposite(literal))) this.#conflict(support | against);
  }

  #conflict(core: Support): void {
    if (this.#cores.some((smaller) => (smaller & ~core) === 0n)) return;
    this.#cores = [...this.#cores.filter((larger) => (core & ~larger) !== 0n), core];
  }

  #of(literal: Literal): readonly Support[] {
    return this.#supports.get(keyOf(literal)) ?? [];
  }
}

function keyOf({ atom, holds }: Literal): string {
  return `${holds ? '' : 'not '}${atom}`;
}
