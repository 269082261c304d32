import type { SkinCategory } from '../../skins.ts';
import type { Clue } from './clues.ts';

/** One numbered line of the prompt; a distractor says nothing of the grid and has no clue. */
export interface Statement {
  readonly text: string;
  readonly clue: Clue | null;
}

/** A puzzle as it is dressed, with its solution; plain JSON. */
export interface Puzzle {
  readonly positions: number;
  readonly who: string;
  readonly place: string;
  readonly preposition: string;
  /** Values in the order in which the prompt lists them. */
  readonly categories: readonly SkinCategory[];
  readonly statements: readonly Statement[];
  /** Position of each item, from 0; item = category * positions + value. */
  readonly places: readonly number[];
}

/** For each category its values by position, which is what an answer gives. */
export type Grid = Record<string, string[]>;

export function gridOf(puzzle: Puzzle): Grid {
  return Object.fromEntries(
    puzzle.categories.map(({ name, values }, category) => {
      const row = Array.from(values);
      for (const [index, value] of values.entries()) {
        row[puzzle.places[category * puzzle.positions + index] as number] = value;
      }
      return [name, row];
    }),
  );
}

export function valueAt(puzzle: Puzzle, item: number): string {
  const category = Math.floor(item / puzzle.positions);
  return puzzle.categories[category]?.values[item % puzzle.positions] as string;
}

export function cluesOf(puzzle: Puzzle): readonly Clue[] {
  return puzzle.statements.flatMap(({ clue }) => (clue === null ? [] : [clue]));
}
