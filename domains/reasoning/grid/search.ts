import { InstanceRejected } from '../../contract.ts';
import type { Clue } from './clues.ts';
import { applyAllDifferent, applyClue, contradiction, type Domains } from './propagation.ts';

const cluesMax = 1024;
/** A proof that takes more than this is given up: it would make a task that takes too long to check. */
const branchesMax = 1_000;

/**
 * Finds placements that satisfy a growing or shrinking set of clues and are not the true one: depth-first,
 * every clue applied again only after a domain of its items has changed. It branches on the item with the
 * smallest ratio of domain to weight, where an item weighs more for each dead end that its clues met (Boussemart
 * et al. 2004, "Boosting systematic search by weighting constraints").
 */
export class RivalSearch {
  readonly #positions: number;
  readonly #truth: readonly number[];
  /** Clues by number; a number is not used again when its clue is removed. */
  readonly #clues: Clue[] = [];
  /** Numbers of the clues that count, by item. */
  readonly #cluesOf: number[][];
  /** Domains by depth, so that a branch copies and never allocates. */
  readonly #domains: Domains[];
  /** Dead ends met by clues about the item, plus 1; kept from search to search. */
  readonly #weights: Int32Array;
  readonly #queue: number[] = [];
  readonly #queued = new Uint8Array(cluesMax);
  /** One bit for each category of which an item has changed. */
  #changedCategories = 0;
  #branches = 0;

  constructor(truth: readonly number[], positions: number) {
    this.#truth = truth;
    this.#positions = positions;
    this.#cluesOf = truth.map(() => []);
    this.#weights = new Int32Array(truth.length).fill(1);
    this.#domains = Array.from({ length: truth.length + 1 }, () => new Int32Array(truth.length));
  }

  add(clue: Clue): void {
    for (const item of clue.items) (this.#cluesOf[item] as number[]).push(this.#clues.length);
    this.#clues.push(clue);
  }

  remove(clue: Clue): void {
    const number = this.#clues.lastIndexOf(clue);
    for (const item of clue.items) {
      const numbers = this.#cluesOf[item] as number[];
      numbers.splice(numbers.indexOf(number), 1);
    }
  }

  /**
   * A placement other than the truth, as the place of each item, or null when the clues leave none. Throws
   * `InstanceRejected` after `branchesMax` branches.
   */
  rival(): readonly number[] | null {
    this.#branches = 0;
    const domains = (this.#domains[0] as Domains).fill((1 << this.#positions) - 1);
    for (const numbers of this.#cluesOf) this.#enqueue(numbers);
    return this.#settle(domains) ? this.#descend(0) : null;
  }

  #descend(depth: number): readonly number[] | null {
    const domains = this.#domains[depth] as Domains;
    const item = this.#lightest(domains);
    if (item < 0) return placesUnless(domains, this.#truth);
    const domain = domains[item] as number;
    const trueBit = 1 << (this.#truth[item] as number);
    // Every other place comes before the true one, since a placement that differs is looked for.
    for (let rest = domain & ~trueBit; rest !== 0; rest &= rest - 1) {
      const found = this.#branch(depth, item, rest & -rest);
      if (found !== null) return found;
    }
    return (domain & trueBit) === 0 ? null : this.#branch(depth, item, trueBit);
  }

  #branch(depth: number, item: number, place: number): readonly number[] | null {
    if (++this.#branches > branchesMax) throw new InstanceRejected('uniqueness takes too long to prove');
    const below = this.#domains[depth + 1] as Domains;
    below.set(this.#domains[depth] as Domains);
    below[item] = place;
    this.#changed(item);
    return this.#settle(below) ? this.#descend(depth + 1) : null;
  }

  /** Applies what is queued until nothing changes; false when an item has no place left. */
  #settle(domains: Domains): boolean {
    for (;;) {
      if (this.#changedCategories !== 0) {
        const category = 31 - Math.clz32(this.#changedCategories);
        this.#changedCategories ^= 1 << category;
        const first = category * this.#positions;
        const narrowed = applyAllDifferent(first, domains, this.#positions);
        if (narrowed === contradiction) return this.#abandon();
        for (let rest = narrowed; rest !== 0; rest &= rest - 1)
          this.#changed(first + 31 - Math.clz32(rest & -rest));
        continue;
      }
      const number = this.#queue.pop();
      if (number === undefined) return true;
      this.#queued[number] = 0;
      const clue = this.#clues[number] as Clue;
      const narrowed = applyClue(clue, domains);
      if (narrowed === contradiction) {
        for (const item of clue.items) this.#weights[item] = (this.#weights[item] as number) + 1;
        return this.#abandon();
      }
      if (narrowed === 0) continue;
      if ((narrowed & 1) !== 0) this.#changed(clue.items[0] as number);
      if ((narrowed & 2) !== 0) this.#changed(clue.items[1] as number);
      if ((narrowed & 4) !== 0) this.#changed(clue.items[2] as number);
    }
  }

  /** The undecided item with the fewest places for its weight, or -1. */
  #lightest(domains: Domains): number {
    let best = -1;
    let bestSize = 1;
    let bestWeight = 0;
    for (let item = 0; item < domains.length; item++) {
      let size = 0;
      for (let rest = domains[item] as number; rest !== 0; rest &= rest - 1) size++;
      const weight = this.#weights[item] as number;
      if (size > 1 && size * bestWeight < bestSize * weight) {
        best = item;
        bestSize = size;
        bestWeight = weight;
      }
    }
    return best;
  }

  #changed(item: number): void {
    this.#changedCategories |= 1 << ((item / this.#positions) | 0);
    this.#enqueue(this.#cluesOf[item] as number[]);
  }

  #enqueue(numbers: readonly number[]): void {
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] as number;
      if (this.#queued[number] === 1) continue;
      this.#queued[number] = 1;
      this.#queue.push(number);
    }
  }

  #abandon(): false {
    for (const number of this.#queue) this.#queued[number] = 0;
    this.#queue.length = 0;
    this.#changedCategories = 0;
    return false;
  }
}

function placesUnless(domains: Domains, truth: readonly number[]): readonly number[] | null {
  const places: number[] = [];
  let same = true;
  for (let item = 0; item < truth.length; item++) {
    const place = 31 - Math.clz32(domains[item] as number);
    places.push(place);
    same &&= place === truth[item];
  }
  return same ? null : places;
}
