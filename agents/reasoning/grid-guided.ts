import type { Budget } from '../solver.ts';
import type { GridPrompt } from './grid-prompt.ts';
import { allOptions, type Options, rulesOf, settle } from './grid-propagation.ts';

/**
 * Filters the places of all values by clues and by "all different" until nothing changes, then tries the value
 * with the fewest places. One node is one clue, or one attribute, looked at once. Returns the place of each
 * value, from 1, and 0 where the budget left it undecided.
 */
export function placeGuided(puzzle: GridPrompt, budget: Budget): readonly number[] {
  const rules = rulesOf(puzzle);
  const start = allOptions(puzzle);
  let best: Options = [];

  function search(from: Options): Options | null {
    const settled = settle(from, rules, new Set(rules), puzzle.positions, budget);
    if (settled === null) return null;
    const { options, finished } = settled;
    if (decided(options) >= decided(best)) best = options;
    if (!finished || options.every(({ length }) => length === 1)) return options;
    const variable = smallest(options);
    for (const place of options[variable] as readonly number[]) {
      const found = search(options.with(variable, [place]));
      if (found !== null) return found;
    }
    return null;
  }

  search(start);
  return start.map((all, variable) => {
    const options = best[variable] ?? all;
    return options.length === 1 ? (options[0] as number) : 0;
  });
}

function decided(options: Options): number {
  return options.filter(({ length }) => length === 1).length;
}

function smallest(options: Options): number {
  let best = -1;
  for (const [variable, { length }] of options.entries()) {
    if (length > 1 && (best < 0 || length < (options[best]?.length ?? 0))) best = variable;
  }
  return best;
}
