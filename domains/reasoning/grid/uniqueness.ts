import type { Clue, ClueKind } from './clues.ts';
import { Clauses } from './satisfiability.ts';

type Relation = (left: number, right: number) => boolean;
/** A relation of two of a clue's items, given by their indexes in it. */
type Part = readonly [left: number, right: number, relation: Relation];

type NumberlessKind = Exclude<ClueKind, 'at' | 'notAt' | 'atEither' | 'distance'>;

const equal: Relation = (left, right) => left === right;
const apart: Relation = (left, right) => left !== right;
const before: Relation = (left, right) => right > left;

const neighbours: Relation = (left, right) => left - right === 1 || right - left === 1;
const twoBefore: Relation = (left, right) => right - left > 1;

type Cases = readonly (readonly Part[])[];

/** What clues of the kinds that name no numbers say, written down a second time for the check. */
const casesWithoutNumbers: Readonly<Record<NumberlessKind, Cases>> = {
  same: [[[0, 1, equal]]],
  different: [[[0, 1, apart]]],
  neighbour: [[[0, 1, neighbours]]],
  notNeighbour: [[[0, 1, (left, right) => !neighbours(left, right)]]],
  leftOf: [[[0, 1, before]]],
  notLeftOf: [[[0, 1, (left, right) => !before(left, right)]]],
  justLeftOf: [[[0, 1, (left, right) => right - left === 1]]],
  between: [
    [
      [1, 0, before],
      [0, 2, before],
      [1, 2, twoBefore],
    ],
    [
      [2, 0, before],
      [0, 1, before],
      [2, 1, twoBefore],
    ],
  ],
  exactlyOne: [
    [
      [0, 1, equal],
      [0, 2, apart],
      [1, 2, apart],
    ],
    [
      [0, 2, equal],
      [0, 1, apart],
      [1, 2, apart],
    ],
  ],
};

/** What a clue says: at least one case, all parts of it. */
function casesOf({ kind, numbers }: Clue): Cases {
  const [n, m] = numbers as [number, number];
  switch (kind) {
    case 'at':
      return [[[0, 0, (place) => place === n]]];
    case 'notAt':
      return [[[0, 0, (place) => place !== n]]];
    case 'atEither':
      return [[[0, 0, (place) => place === n || place === m]]];
    case 'distance':
      return [[[0, 1, (left, right) => left - right === n || right - left === n]]];
    default:
      return casesWithoutNumbers[kind];
  }
}

/**
 * Whether `places` is the one placement that satisfies the clues: every clue is looked up in the relations
 * above, and the clauses "the clues hold, and some item is elsewhere" are refuted. Of the items from `askedCount` on
 * it is enough that they may be where `places` puts them.
 */
export function isOnlyPlacement(
  places: readonly number[],
  clues: readonly Clue[],
  positions: number,
  askedCount: number = places.length,
): boolean {
  for (let first = 0; first < places.length; first += positions) {
    if (new Set(places.slice(first, first + positions)).size !== positions) return false;
  }
  const satisfied = clues.every((clue) =>
    casesOf(clue).some((parts) =>
      parts.every(([left, right, relation]) =>
        relation(places[clue.items[left] as number] as number, places[clue.items[right] as number] as number),
      ),
    ),
  );
  if (!satisfied) return false;
  const placings = places.length * positions;
  const clauses = new Clauses(placings + clues.length);
  addGrid(clauses, places.length, positions);
  for (const [index, clue] of clues.entries()) {
    const selector = 2 * (placings + index);
    addClue(clauses, clue, selector, positions);
  }
  clauses.add(places.slice(0, askedCount).map((place, item) => 2 * (item * positions + place) + 1));
  return !clauses.satisfiable();
}

/** Every item has one place and every place one item of each category. */
function addGrid(clauses: Clauses, itemsCount: number, positions: number): void {
  for (let item = 0; item < itemsCount; item++) {
    const first = item - (item % positions);
    const index = item - first;
    const itsPlaces: number[] = [];
    const itsPlaceItems: number[] = [];
    for (let other = 0; other < positions; other++) {
      itsPlaces.push(item * positions + other);
      itsPlaceItems.push((first + other) * positions + index);
    }
    for (const group of [itsPlaces, itsPlaceItems]) {
      clauses.add(group.map((proposition) => 2 * proposition));
      clauses.addExclusion(group);
    }
  }
}

/** Case by case: what each place of one item leaves to the other. The selector says which of two cases holds. */
function addClue(clauses: Clauses, clue: Clue, selector: number, positions: number): void {
  const cases = casesOf(clue);
  for (const [index, parts] of cases.entries()) {
    const unless = cases.length === 1 ? [] : [selector + 1 - index];
    for (const [left, right, relation] of parts) {
      const from = clue.items[left] as number;
      const to = clue.items[right] as number;
      addSupports(clauses, unless, from, to, relation, positions);
      if (from !== to) addSupports(clauses, unless, to, from, (a, b) => relation(b, a), positions);
    }
  }
}

function addSupports(
  clauses: Clauses,
  unless: readonly number[],
  from: number,
  to: number,
  relation: Relation,
  positions: number,
): void {
  for (let place = 0; place < positions; place++) {
    const absent = 2 * (from * positions + place) + 1;
    if (from === to) {
      if (!relation(place, place)) clauses.add([...unless, absent]);
      continue;
    }
    const clause = [...unless, absent];
    const headLength = clause.length;
    for (let other = 0; other < positions; other++) {
      if (relation(place, other)) clause.push(2 * (to * positions + other));
    }
    // Where every place will do, nothing is said.
    if (clause.length - headLength < positions) clauses.add(clause);
  }
}
