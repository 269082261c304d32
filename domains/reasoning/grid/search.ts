import { bitCount, hasOneBit } from '../../bits.ts';
import { InstanceRejected } from '../../contract.ts';
import type { Clue } from './clues.ts';
import {
  applyAllDifferent,
  applyConstraint,
  type Constraint,
  constraintOf,
  contradiction,
  type Domains,
  denialOf,
} from './propagation.ts';
import { WorkQueue } from './work-queue.ts';

const cluesMax = 2048;
/** A proof that takes more than this is given up: it would make a task that takes too long to check. */
const branchesMax = 1_000;
/** The same for all searches of one puzzle together: a few slow ones are let pass, many are not. */
const allBranchesMax = 12_000;

/**
 * Finds placements that satisfy a growing or shrinking set of clues and are not the true one: depth-first,
 * every clue applied again only after a domain of its items has changed. It branches on the item with the
 * smallest ratio of domain to weight, where an item weighs more for each dead end that its clues met (Boussemart
 * et al. 2004, "Boosting systematic search by weighting constraints").
 */
export class RivalSearch {
  readonly #positions: number;
  readonly #truth: readonly number[];
  /** Clues, or their denials, by number; a number is not used again when its clue is removed. */
  readonly #constraints: Constraint[] = [];
  readonly #numberOf = new Map<Clue, number>();
  /** Numbers of the clues that count, by item. */
  readonly #numbersOf: number[][];
  readonly #categoryOf: readonly number[];
  /** Domains by depth, so that a branch copies and never allocates. */
  readonly #domains: Domains[];
  /** Dead ends met by clues about the item, plus 1; kept from search to search. */
  readonly #weights: Int32Array;
  readonly #queue = new WorkQueue(cluesMax);
  /** One bit for each category of which an item has changed. */
  #changedCategories = 0;
  #branches = 0;
  #allBranches = 0;
  #denies = false;
  /**
   * Whether the domains at depth 0 are those of all clues but the `#added` ones. Narrowing comes to the same end in
   * any order, so a search after clues were only added goes on from where the last one began.
   */
  #rootHolds = false;
  readonly #added: number[] = [];

  constructor(truth: readonly number[], positions: number) {
    this.#truth = truth;
    this.#positions = positions;
    this.#numbersOf = truth.map(() => []);
    this.#categoryOf = truth.map((_, item) => Math.floor(item / positions));
    this.#weights = new Int32Array(truth.length).fill(1);
    this.#domains = Array.from({ length: truth.length + 1 }, () => new Int32Array(truth.length));
  }

  add(clue: Clue): void {
    const number = this.#constraints.push(constraintOf(clue)) - 1;
    this.#numberOf.set(clue, number);
    for (const item of clue.items) (this.#numbersOf[item] as number[]).push(number);
    this.#added.push(number);
  }

  /** Takes the clue away, or its denial. */
  remove(clue: Clue): void {
    const number = this.#numberOf.get(clue) as number;
    for (const item of clue.items) {
      const numbers = this.#numbersOf[item] as number[];
      numbers.splice(numbers.indexOf(number), 1);
    }
    this.#rootHolds = false;
    this.#denies = false;
  }

  /**
   * From now on only placements of which the clue is false are looked for. Where the clues leave the truth alone,
   * these are all that can come up once the clue is left out, and to know it narrows the search. One clue at a time.
   */
  deny(clue: Clue): void {
    this.#constraints[this.#numberOf.get(clue) as number] = denialOf(clue);
    this.#rootHolds = false;
    this.#denies = true;
  }

  /** Takes the denial back: the clue counts again. */
  affirm(clue: Clue): void {
    this.#constraints[this.#numberOf.get(clue) as number] = constraintOf(clue);
    this.#rootHolds = false;
    this.#denies = false;
  }

  /**
   * A placement other than the truth, as the place of each item, or null when the clues leave none. Throws
   * `InstanceRejected` after `branchesMax` branches.
   */
  rival(): readonly number[] | null {
    this.#branches = 0;
    const domains = this.#domains[0] as Domains;
    if (this.#rootHolds) for (const number of this.#added) this.#queue.push(number);
    else {
      domains.fill((1 << this.#positions) - 1);
      for (const numbers of this.#numbersOf) for (const number of numbers) this.#queue.push(number);
    }
    this.#added.length = 0;
    this.#rootHolds = this.#settle(domains);
    return this.#rootHolds ? this.#descend(0) : null;
  }

  #descend(depth: number): readonly number[] | null {
    const domains = this.#domains[depth] as Domains;
    const item = this.#lightest(domains);
    if (item < 0) return placesUnless(domains, this.#truth);
    const domain = domains[item] as number;
    const trueBit = domain & (1 << (this.#truth[item] as number));
    // Close to the truth most clues hold. Unless one is denied, though, what lies closest is the truth itself.
    const first = this.#denies ? trueBit : domain & ~trueBit;
    const found = this.#tryPlaces(depth, item, first);
    return found ?? this.#tryPlaces(depth, item, domain & ~first);
  }

  #tryPlaces(depth: number, item: number, places: number): readonly number[] | null {
    for (let rest = places; rest !== 0; rest &= rest - 1) {
      const found = this.#branch(depth, item, rest & -rest);
      if (found !== null) return found;
    }
    return null;
  }

  #branch(depth: number, item: number, place: number): readonly number[] | null {
    if (++this.#branches > branchesMax || ++this.#allBranches > allBranchesMax)
      throw new InstanceRejected('uniqueness takes too long to prove');
    const domains = this.#domains[depth] as Domains;
    const below = this.#domains[depth + 1] as Domains;
    for (let other = 0; other < domains.length; other++) below[other] = domains[other] as number;
    below[item] = place;
    this.#changed(item, below);
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
          this.#changed(first + 31 - Math.clz32(rest & -rest), domains);
        continue;
      }
      const number = this.#queue.take();
      if (number < 0) return true;
      const constraint = this.#constraints[number] as Constraint;
      const { items } = constraint;
      const narrowed = applyConstraint(constraint, domains);
      if (narrowed === contradiction) {
        for (const item of items) this.#weights[item] = (this.#weights[item] as number) + 1;
        return this.#abandon();
      }
      for (let index = 0; narrowed >> index !== 0; index++)
        if (((narrowed >> index) & 1) !== 0) this.#changed(items[index] as number, domains);
    }
  }

  /** The undecided item with the fewest places for its weight, or -1. */
  #lightest(domains: Domains): number {
    let best = -1;
    let bestSize = 1;
    let bestWeight = 0;
    const weights = this.#weights;
    for (let item = 0; item < domains.length; item++) {
      const domain = domains[item] as number;
      if (hasOneBit(domain)) continue;
      const size = bitCount(domain);
      const weight = weights[item] as number;
      if (size * bestWeight < bestSize * weight) {
        best = item;
        bestSize = size;
        bestWeight = weight;
      }
    }
    return best;
  }

  /** Clues that the item's domain, as it is now, can narrow others by are looked at again. */
  #changed(item: number, domains: Domains): void {
    this.#changedCategories |= 1 << (this.#categoryOf[item] as number);
    const size = bitCount(domains[item] as number);
    const numbers = this.#numbersOf[item] as number[];
    const constraints = this.#constraints;
    const queue = this.#queue;
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] as number;
      if (size <= (constraints[number] as Constraint).kind.sizeMax) queue.push(number);
    }
  }

  #abandon(): false {
    this.#queue.clear();
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
