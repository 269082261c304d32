import { canonicalForm, type Relation } from '../../canonical.ts';
import type { Clue } from './clues.ts';
import { symmetricKinds } from './composition.ts';
import { cluesOf, type Puzzle } from './puzzle.ts';

/**
 * The puzzle without its words, with the solution's place of every value: equal for puzzles that differ in
 * names, in the order of attributes, values and clues, or in distractors alone.
 */
export function canonicalPuzzle(puzzle: Puzzle): string {
  const { positions, places } = puzzle;
  const attributes = puzzle.categories.map((_, category): Relation => {
    const start = category * positions;
    const members = places
      .slice(start, start + positions)
      .map((place, value) => [`${place}`, start + value] as const);
    return { kind: 'attribute', members };
  });
  return canonicalForm([...attributes, ...cluesOf(puzzle).map(relationOf)]);
}

/** The clue without names: items of one role can change places. */
export function relationOf({ kind, items, numbers }: Clue): Relation {
  const one = symmetricKinds.has(kind);
  return {
    kind: [kind, ...numbers.toSorted((left, right) => left - right)].join(' '),
    // In kinds of three items the second and the third can change places.
    members: items.map((item, index) => [one || index === 0 ? 'a' : 'b', item] as const),
  };
}
