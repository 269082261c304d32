import type { Budget, Solver, Strategy, Techniques } from '../solver.ts';
import { placeGuided } from './grid-guided.ts';
import { type GridPrompt, readGridPrompt } from './grid-prompt.ts';
import { placeBySearch } from './grid-search.ts';
import { gridTechniquesIn } from './grid-techniques.ts';

/** Solves grid constraint puzzles: which value of each attribute belongs to which place in a row. */
export const grids: Solver = {
  reads: (prompt) => readGridPrompt(prompt) !== null,
  techniquesIn: gridTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const puzzle = readGridPrompt(prompt);
    if (puzzle === null) return {};
    return solveGrid(puzzle, strategy, budget, techniques);
  },
};

/** The grid that the strategy finds for a puzzle, wherever it was read. */
export function solveGrid(
  puzzle: GridPrompt,
  strategy: Strategy,
  budget: Budget,
  techniques: Techniques,
): Record<string, string[]> {
  const guided = strategy === 'guided';
  return gridOf(puzzle, guided ? placeGuided(puzzle, budget) : placeBySearch(puzzle, budget, techniques));
}

/** Values by place for each attribute; values that have no place yet (0) fill the places left, as they come. */
function gridOf({ attributes, positions }: GridPrompt, places: readonly number[]): Record<string, string[]> {
  return Object.fromEntries(
    attributes.map(({ name, values }, attribute) => {
      const row = new Array<string>(positions).fill('');
      const homeless: string[] = [];
      for (const [index, value] of values.entries()) {
        const place = places[attribute * positions + index] as number;
        if (place > 0 && row[place - 1] === '') row[place - 1] = value;
        else homeless.push(value);
      }
      return [name, row.map((value) => (value === '' ? (homeless.shift() as string) : value))];
    }),
  );
}
