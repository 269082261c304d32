import type { Budget, Techniques } from '../solver.ts';
import type { Constraint, GridPrompt } from './grid-prompt.ts';
import { allOptions, concerns, type Options, settle } from './grid-propagation.ts';
import { learnedRules, triesFewestPlacesFirst } from './grid-techniques.ts';

/**
 * Depth-first assignment in the order in which the values are listed; a clue is looked at only once all its
 * values have a place. Rules of known techniques are propagated before the first place is tried and after each.
 * One node is one place tried for one value, or one rule propagated once. Returns the place of each value, from
 * 1, and 0 where the furthest assignment within the budget had none.
 */
export function placeBySearch(puzzle: GridPrompt, budget: Budget, techniques: Techniques): readonly number[] {
  const { positions, constraints } = puzzle;
  const rules = learnedRules(puzzle, techniques);
  const start = allOptions(puzzle);
  const touching = start.map((_, variable): Constraint[] =>
    constraints.filter(({ variables }) => variables.includes(variable)),
  );
  const fewestFirst = triesFewestPlacesFirst(techniques);
  const places = new Array<number>(start.length).fill(0);
  let best: readonly number[] = places.slice();
  let bestCount = 0;

  function assign(options: Options): 'solved' | 'failed' | 'spent' {
    const variable = next(options);
    if (variable < 0) return 'solved';
    for (const place of options[variable] as readonly number[]) {
      if (!budget.spend()) return 'spent';
      if (taken(variable, place)) continue;
      places[variable] = place;
      if (!fits(variable)) continue;
      const left = propagated(options.with(variable, [place]), variable);
      if (left === null) continue;
      const outcome = left.finished ? assign(left.options) : 'spent';
      if (outcome !== 'failed') return outcome;
    }
    places[variable] = 0;
    return 'failed';
  }

  function next(options: Options): number {
    if (!fewestFirst) return places.indexOf(0);
    let fewest = -1;
    for (const [variable, { length }] of options.entries()) {
      if (places[variable] === 0 && (fewest < 0 || length < (options[fewest]?.length ?? 0)))
        fewest = variable;
    }
    return fewest;
  }

  function taken(variable: number, place: number): boolean {
    const first = variable - (variable % positions);
    const found = places.indexOf(place, first);
    return found >= 0 && found < first + positions;
  }

  function fits(variable: number): boolean {
    return (touching[variable] as Constraint[]).every(
      ({ variables, allows }) =>
        variables.some((other) => places[other] === 0) ||
        allows(...variables.map((other) => places[other] as number)),
    );
  }

  /** Propagates what concerns the variable, and keeps the assignment if it is the furthest yet. */
  function propagated(options: Options, variable: number): ReturnType<typeof settle> {
    const pending = new Set(rules.filter((rule) => concerns(rule, variable, positions)));
    const left = settle(options, rules, pending, positions, budget);
    if (left !== null) keep(left.options);
    return left;
  }

  function keep(options: Options): void {
    const reached = (variable: number) =>
      places[variable] || (options[variable]?.length === 1 ? (options[variable][0] as number) : 0);
    let count = 0;
    for (let variable = 0; variable < places.length; variable++) if (reached(variable) > 0) count++;
    if (count <= bestCount) return;
    best = places.map((_, variable) => reached(variable));
    bestCount = count;
  }

  const settled = settle(start, rules, new Set(rules), positions, budget);
  if (settled !== null) {
    keep(settled.options);
    if (settled.finished && assign(settled.options) === 'solved') return places;
  }
  return best;
}
