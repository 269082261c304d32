import { type Clue, holds } from './clues.ts';

/** Placements other than the true one that were met, by number, and which of them each clue rules out. */
export class Rivals {
  readonly #placements: (readonly number[])[] = [];
  readonly #ruledOut = new Map<Clue, number[]>();

  /** A rival that all clues in use allow, but for the one that was left out when it was met. */
  add(placement: readonly number[], leftOut: Clue | null): void {
    if (leftOut !== null) this.#ruledOut.get(leftOut)?.push(this.#placements.length);
    this.#placements.push(placement);
  }

  /** A clue comes into use: only the rivals met so far can be ruled out by it and not be known to be. */
  meet(clue: Clue): void {
    const numbers: number[] = [];
    for (const [number, placement] of this.#placements.entries()) {
      if (!holds(clue, placement)) numbers.push(number);
    }
    this.#ruledOut.set(clue, numbers);
  }

  /** Numbers of the rivals that a clue in use rules out. */
  ruledOutBy(clue: Clue): readonly number[] {
    return this.#ruledOut.get(clue) as number[];
  }

  /** For each rival, by number, how many of the clues rule it out. */
  breakersAmong(clues: readonly Clue[]): Int32Array {
    const counts = new Int32Array(this.#placements.length);
    for (const clue of clues) {
      for (const number of this.ruledOutBy(clue)) counts[number] = (counts[number] as number) + 1;
    }
    return counts;
  }
}
