import type { Clue } from './clues.ts';

/** Where each item may still be: bit p of `domains[item]` stands for position p. */
export type Domains = Int32Array;

/** Every item may be anywhere. */
export function openDomains(itemsCount: number, positions: number): Domains {
  return new Int32Array(itemsCount).fill((1 << positions) - 1);
}

/** What `applyClue` and `applyAllDifferent` return when an item has no place left. */
export const contradiction = -1;

/**
 * Takes from the clue's items every place that no choice of the others supports. Returns one bit for each of
 * the clue's items that was narrowed (bit i for the i-th), or `contradiction`.
 */
export function applyClue(clue: Clue, domains: Domains): number {
  const items = clue.items;
  const itemA = items[0] as number;
  const a = domains[itemA] as number;
  if (items.length === 1) {
    const left = a & supportedFirst(clue, a, 0, 0);
    if (left === 0) return contradiction;
    domains[itemA] = left;
    return left === a ? 0 : 1;
  }
  const itemB = items[1] as number;
  const b = domains[itemB] as number;
  const itemC = items.length === 3 ? (items[2] as number) : itemB;
  const c = domains[itemC] as number;
  const leftA = a & supportedFirst(clue, a, b, c);
  const leftB = b & supportedSecond(clue, leftA, b, c);
  // The second and the third item play the same part in the kinds that have three.
  const leftC = items.length === 3 ? c & supportedSecond(clue, leftA, c, leftB) : leftB;
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
    if (isSingle(domain)) {
      if ((fixed & domain) !== 0) return contradiction;
      fixed |= domain;
    }
  }
  if (once !== (1 << positions) - 1) return contradiction;
  let narrowed = 0;
  for (let item = first; item < first + positions; item++) {
    const domain = domains[item] as number;
    if (isSingle(domain)) continue;
    const alone = domain & ~twice;
    if (!isSingle(alone)) return contradiction;
    const left = alone === 0 ? domain & ~fixed : alone;
    if (left === 0) return contradiction;
    if (left === domain) continue;
    domains[item] = left;
    narrowed |= 1 << (item - first);
  }
  return narrowed;
}

/** Places of the first item that the domains of the others support. */
function supportedFirst(clue: Clue, a: number, b: number, c: number): number {
  switch (clue.kind) {
    case 'at':
      return bit(clue, 0);
    case 'notAt':
      return ~bit(clue, 0);
    case 'atEither':
      return bit(clue, 0) | bit(clue, 1);
    case 'leftOf':
      return highest(b) - 1;
    case 'justLeftOf':
      return b >> 1;
    case 'notLeftOf':
      return ~((b & -b) - 1);
    case 'between':
      return (above(b) & below(c)) | (above(c) & below(b));
    case 'exactlyOne':
      return b | c;
    default:
      return supportedByPair(clue, a, b);
  }
}

/** Places of the second item, given the first and the third. */
function supportedSecond(clue: Clue, a: number, b: number, c: number): number {
  switch (clue.kind) {
    case 'leftOf':
      return above(a);
    case 'justLeftOf':
      return a << 1;
    case 'notLeftOf':
      return (highest(a) << 1) - 1;
    case 'between':
      return below(a & below(c)) | above(a & above(c));
    case 'exactlyOne':
      if ((a & c) === 0) return a;
      return isSingle(a) && a === c ? ~a : -1;
    default:
      return supportedByPair(clue, b, a);
  }
}

/** Symmetric relations of two items: places in `mine` that some place in `other` supports. */
function supportedByPair(clue: Clue, mine: number, other: number): number {
  switch (clue.kind) {
    case 'same':
      return other;
    case 'different':
      return isSingle(other) ? ~other : -1;
    case 'neighbour':
      return (other << 1) | (other >> 1);
    case 'distance': {
      const distance = clue.numbers[0] as number;
      return (other << distance) | (other >> distance);
    }
    default:
      return notBeside(mine, other);
  }
}

function notBeside(mine: number, other: number): number {
  let supported = 0;
  for (let rest = mine; rest !== 0; rest &= rest - 1) {
    const place = rest & -rest;
    if ((other & ~((place << 1) | (place >> 1))) !== 0) supported |= place;
  }
  return supported;
}

function bit(clue: Clue, index: number): number {
  return 1 << (clue.numbers[index] as number);
}

function isSingle(domain: number): boolean {
  return (domain & (domain - 1)) === 0;
}

function highest(domain: number): number {
  return domain === 0 ? 0 : 1 << (31 - Math.clz32(domain));
}

/** All places right of the leftmost one in the domain. */
function above(domain: number): number {
  return domain === 0 ? 0 : ~(((domain & -domain) << 1) - 1);
}

/** All places left of the rightmost one in the domain. */
function below(domain: number): number {
  return domain === 0 ? 0 : highest(domain) - 1;
}
