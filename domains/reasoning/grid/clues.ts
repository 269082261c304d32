/**
 * What a clue says of the items a, b, c (in this order in `items`) and the numbers n, m. Positions count from 0
 * here and from 1 in every text.
 */
export type ClueKind =
  /** a is where b is. */
  | 'same'
  /** a is at n. */
  | 'at'
  /** a is not where b is. */
  | 'different'
  /** a is not at n. */
  | 'notAt'
  /** a is at n or m. */
  | 'atEither'
  /** a and b are next to each other. */
  | 'neighbour'
  /** a is somewhere to the left of b. */
  | 'leftOf'
  /** a is one to the left of b. */
  | 'justLeftOf'
  /** a and b are n apart. */
  | 'distance'
  /** a is somewhere between b and c. */
  | 'between'
  /** a and b are not one apart; they may be in one place. */
  | 'notNeighbour'
  /** a is where b is or to the right of it. */
  | 'notLeftOf'
  /** a is where b is or where c is, and b and c are apart. */
  | 'exactlyOne';

export interface Clue {
  readonly kind: ClueKind;
  /** Items, each `category * positions + value`. */
  readonly items: readonly number[];
  readonly numbers: readonly number[];
}

/** It compares the places of items; the others, direct ones, tie an item to a place or to another item. */
export function isRelational({ kind }: Clue): boolean {
  switch (kind) {
    case 'same':
    case 'at':
    case 'different':
    case 'notAt':
    case 'atEither':
      return false;
    default:
      return true;
  }
}

/** Negative or disjunctive: it says where something is not, or leaves a choice. */
export function isIndirect(clue: Clue): boolean {
  switch (clue.kind) {
    case 'different':
    case 'notAt':
    case 'atEither':
    case 'notNeighbour':
    case 'notLeftOf':
    case 'exactlyOne':
      return true;
    default:
      return false;
  }
}

/** Whether the clue is true when item i is at `places[i]`. */
export function holds(clue: Clue, places: ArrayLike<number>): boolean {
  const { items } = clue;
  const a = places[items[0] as number] as number;
  // No look beyond the end: asking an array for what it does not have costs many times what the comparison does.
  const b = items.length > 1 ? (places[items[1] as number] as number) : -1;
  const c = items.length > 2 ? (places[items[2] as number] as number) : -1;
  const { numbers } = clue;
  const n = numbers.length > 0 ? numbers[0] : -1;
  const m = numbers.length > 1 ? numbers[1] : -1;
  switch (clue.kind) {
    case 'same':
      return a === b;
    case 'at':
      return a === n;
    case 'different':
      return a !== b;
    case 'notAt':
      return a !== n;
    case 'atEither':
      return a === n || a === m;
    case 'neighbour':
      return Math.abs(a - b) === 1;
    case 'leftOf':
      return a < b;
    case 'justLeftOf':
      return a + 1 === b;
    case 'distance':
      return Math.abs(a - b) === n;
    case 'between':
      return (b < a && a < c) || (c < a && a < b);
    case 'notNeighbour':
      return Math.abs(a - b) !== 1;
    case 'notLeftOf':
      return a >= b;
    case 'exactlyOne':
      return (a === b) !== (a === c);
  }
}
