import type { Budget } from '../solver.ts';
import type { Constraint, GridPrompt } from './grid-prompt.ts';

/**
 * Depth-first assignment in the order in which the values are listed; a clue is looked at only once all its
 * values have a place. One node is one place tried for one value. Returns the place of each value, from 1, and
 * 0 where the deepest assignment within the budget had none.
 */
export function placeBlindly(puzzle: GridPrompt, budget: Budget): readonly number[] {
  const { positions, attributes, constraints } = puzzle;
  const count = attributes.length * positions;
  const due = Array.from({ length: count }, (): Constraint[] => []);
  for (const constraint of constraints) due[Math.max(...constraint.variables)]?.push(constraint);
  const places = new Array<number>(count).fill(0);
  let deepest: readonly number[] = [...places];
  let deepestCount = 0;

  function assign(variable: number): 'solved' | 'failed' | 'spent' {
    if (variable === count) return 'solved';
    const first = variable - (variable % positions);
    for (let place = 1; place <= positions; place++) {
      if (!budget.spend()) return 'spent';
      if (places.slice(first, variable).includes(place)) continue;
      places[variable] = place;
      const fits = due[variable]?.every((of) =>
        of.allows(...of.variables.map((other) => places[other] ?? 0)),
      );
      if (!fits) continue;
      if (variable + 1 > deepestCount) {
        deepest = places.slice(0, variable + 1);
        deepestCount = variable + 1;
      }
      const outcome = assign(variable + 1);
      if (outcome !== 'failed') return outcome;
    }
    places[variable] = 0;
    return 'failed';
  }

  assign(0);
  return Array.from({ length: count }, (_, variable) => deepest[variable] ?? 0);
}
