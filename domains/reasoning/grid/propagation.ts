import { hasOneBit } from '../../bits.ts';
import type { Clue, ClueKind } from './clues.ts';

/** Where each item may still be: bit p of `domains[item]` stands for position p. */
export type Domains = Int32Array;

/** Every item may be anywhere. */
export function openDomains(itemsCount: number, positions: number): Domains {
  return new Int32Array(itemsCount).fill((1 << positions) - 1);
}

/** What `applyConstraint` and `applyAllDifferent` return when an item has no place left. */
export const contradiction = -1;

/**
 * Places that an item may have, given those of the clue's first, second and third item (what is not there counts
 * as the second) and its number: a distance, or for kinds of one item the places named, as bits.
 */
type Support = (a: number, b: number, c: number, number: number) => number;

interface Kind {
  /** Places of the first item that the others support. */
  readonly first: Support;
  /** Places of the second item; the third plays the same part, and is asked for with the two exchanged. */
  readonly second: Support;
  /** An item of more places than this supports everything. */
  readonly sizeMax: number;
}

/** Denials of the kinds of clues that no other kind denies. */
type DeniedKind = 'notAtEither' | 'notJustLeftOf' | 'notDistance' | 'notBetween' | 'notExactlyOne';

/** A clue, or what says that it is false, as it is applied. */
export interface Constraint {
  readonly kind: Kind;
  readonly items: readonly number[];
  readonly number: number;
}

const anySize = 32;
const anywhere = -1;
/** So far right or left that no place is there. */
const outside = 30;

const kinds: Readonly<Record<ClueKind | DeniedKind, Kind>> = {
  at: single((places) => places),
  notAt: single((places) => ~places),
  atEither: single((places) => places),
  notAtEither: single((places) => ~places),
  same: symmetric((_, other) => other, anySize),
  different: symmetric((_, other) => (hasOneBit(other) ? ~other : anywhere), 1),
  neighbour: symmetric((_, other) => (other << 1) | (other >> 1), anySize),
  notNeighbour: symmetric((mine, other) => unrelated(mine, other, 1, 1), 2),
  distance: symmetric((_, other, distance) => (other << distance) | (other >> distance), anySize),
  notDistance: symmetric((mine, other, distance) => unrelated(mine, other, distance, distance), 2),
  leftOf: { first: (_, b) => leftOfSome(b), second: (a) => rightOfSome(a), sizeMax: anySize },
  notLeftOf: { first: (_, b) => ~leftOfAll(b), second: (a) => ~rightOfAll(a), sizeMax: anySize },
  justLeftOf: { first: (_, b) => b >> 1, second: (a) => a << 1, sizeMax: anySize },
  notJustLeftOf: {
    first: (a, b) => unrelated(a, b, 1, outside),
    second: (a, b) => unrelated(b, a, outside, 1),
    sizeMax: 1,
  },
  between: {
    first: (_, b, c) => (rightOfSome(b) & leftOfSome(c)) | (rightOfSome(c) & leftOfSome(b)),
    second: (a, _, c) => leftOfSome(a & leftOfSome(c)) | rightOfSome(a & rightOfSome(c)),
    sizeMax: anySize,
  },
  notBetween: {
    first: (_, b, c) => ~((rightOfAll(b) & leftOfAll(c)) | (rightOfAll(c) & leftOfAll(b))),
    second(a, _, c) {
      if ((a & ~leftOfAll(c)) === 0) return ~leftOfAll(a);
      return (a & ~rightOfAll(c)) === 0 ? ~rightOfAll(a) : anywhere;
    },
    sizeMax: anySize,
  },
  exactlyOne: {
    first: (_, b, c) => b | c,
    second(a, _, c) {
      if ((a & c) === 0) return a;
      return hasOneBit(a) && a === c ? ~a : anywhere;
    },
    sizeMax: anySize,
  },
  notExactlyOne: {
    first: (_, b, c) => (b & c) | ((hasOneBit(b) ? ~b : anywhere) & (hasOneBit(c) ? ~c : anywhere)),
    second(a, _, c) {
      const elsewhere = hasOneBit(c) ? a & ~c : a;
      return (a & c) | (hasOneBit(elsewhere) ? ~elsewhere : anywhere);
    },
    sizeMax: anySize,
  },
};

const denials: Readonly<Record<ClueKind, ClueKind | DeniedKind>> = {
  same: 'different',
  different: 'same',
  at: 'notAt',
  notAt: 'at',
  atEither: 'notAtEither',
  neighbour: 'notNeighbour',
  notNeighbour: 'neighbour',
  leftOf: 'notLeftOf',
  notLeftOf: 'leftOf',
  justLeftOf: 'notJustLeftOf',
  distance: 'notDistance',
  between: 'notBetween',
  exactlyOne: 'notExactlyOne',
};

export function constraintOf(clue: Clue): Constraint {
  return constraint(clue, clue.kind);
}

/** What holds exactly when the clue does not. */
export function denialOf(clue: Clue): Constraint {
  return constraint(clue, denials[clue.kind]);
}

function constraint({ items, numbers }: Clue, kind: ClueKind | DeniedKind): Constraint {
  const places = numbers.reduce((bits, place) => bits | (1 << place), 0);
  return { kind: kinds[kind], items, number: items.length === 1 ? places : (numbers[0] ?? 0) };
}

/**
 * Takes from the constraint's items every place that no choice of the others supports. Returns one bit for each of
 * its items that was narrowed (bit i for the i-th), or `contradiction`.
 */
export function applyConstraint({ kind, items, number }: Constraint, domains: Domains): number {
  const itemA = items[0] as number;
  const a = domains[itemA] as number;
  if (items.length === 1) {
    const left = a & kind.first(a, 0, 0, number);
    if (left === 0) return contradiction;
    domains[itemA] = left;
    return left === a ? 0 : 1;
  }
  const itemB = items[1] as number;
  const b = domains[itemB] as number;
  const itemC = items.length === 3 ? (items[2] as number) : itemB;
  const c = domains[itemC] as number;
  const leftA = a & kind.first(a, b, c, number);
  const leftB = b & kind.second(leftA, b, c, number);
  const leftC = items.length === 3 ? c & kind.second(leftA, c, leftB, number) : leftB;
  if (leftA === 0 || leftB === 0 || leftC === 0) return contradiction;
  domains[itemA] = leftA;
  domains[itemB] = leftB;
  domains[itemC] = leftC;
  const third = items.length === 3 && leftC !== c ? 4 : 0;
  return (leftA === a ? 0 : 1) | (leftB === b ? 0 : 2) | third;
}

/**
 * Of the values of one category, which begins at item `first`, each place holds exactly one. Returns one bit
 * for each value that was narrowed (bit i for item `first + i`), or `contradiction`.
 */
export function applyAllDifferent(first: number, domains: Domains, positions: number): number {
  let once = 0;
  let twice = 0;
  let fixed = 0;
  for (let item = first; item < first + positions; item++) {
    const domain = domains[item] as number;
    twice |= once & domain;
    once |= domain;
    if (hasOneBit(domain)) {
      if ((fixed & domain) !== 0) return contradiction;
      fixed |= domain;
    }
  }
  if (once !== (1 << positions) - 1) return contradiction;
  let narrowed = 0;
  for (let item = first; item < first + positions; item++) {
    const domain = domains[item] as number;
    if (hasOneBit(domain)) continue;
    const alone = domain & ~twice;
    if (!hasOneBit(alone)) return contradiction;
    const left = alone === 0 ? domain & ~fixed : alone;
    if (left === 0) return contradiction;
    if (left === domain) continue;
    domains[item] = left;
    narrowed |= 1 << (item - first);
  }
  return narrowed;
}

/** A kind of one item: nothing but its number says where it may be. */
function single(places: (number: number) => number): Kind {
  return { first: (_a, _b, _c, number) => places(number), second: () => anywhere, sizeMax: 0 };
}

/** A kind of two items that play the same part. */
function symmetric(supports: (mine: number, other: number, number: number) => number, sizeMax: number): Kind {
  return {
    first: (a, b, _, number) => supports(a, b, number),
    second: (a, b, _, number) => supports(b, a, number),
    sizeMax,
  };
}

/** Places in `mine` for which `other` has one that is not just so far to the right or to the left of it. */
function unrelated(mine: number, other: number, right: number, left: number): number {
  let supported = 0;
  for (let rest = mine; rest !== 0; rest &= rest - 1) {
    const place = rest & -rest;
    if ((other & ~((place << right) | (place >> left))) !== 0) supported |= place;
  }
  return supported;
}

function highest(domain: number): number {
  return domain === 0 ? 0 : 1 << (31 - Math.clz32(domain));
}

function rightOfSome(domain: number): number {
  return domain === 0 ? 0 : ~(((domain & -domain) << 1) - 1);
}

function leftOfSome(domain: number): number {
  return domain === 0 ? 0 : highest(domain) - 1;
}

function rightOfAll(domain: number): number {
  return ~((highest(domain) << 1) - 1);
}

function leftOfAll(domain: number): number {
  return (domain & -domain) - 1;
}
