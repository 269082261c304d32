import type { Budget } from '../solver.ts';
import type { Constraint, GridPrompt } from './grid-prompt.ts';

/** Places that each value may still have. */
type Options = readonly (readonly number[])[];

/**
 * Filters the places of all values by clues and by "all different" until nothing changes, then tries the value
 * with the fewest places. One node is one clue, or one attribute, looked at once. Returns the place of each
 * value, from 1, and 0 where the budget left it undecided.
 */
export function placeGuided(puzzle: GridPrompt, budget: Budget): readonly number[] {
  const { positions, attributes } = puzzle;
  const all = Array.from({ length: positions }, (_, index) => index + 1);
  const rules = [...puzzle.constraints, ...attributes.map((_, attribute) => attribute * positions)];
  let best: Options = [];

  /** Undefined for a contradiction; the options reached so far when the budget ends. */
  function settle(start: Options): { options: Options; finished: boolean } | undefined {
    const options = [...start];
    const pending = new Set(rules);
    for (const rule of pending) {
      pending.delete(rule);
      if (!budget.spend()) return { options, finished: false };
      const narrowed = typeof rule === 'number' ? differ(options, rule, positions) : filter(options, rule);
      if (narrowed === null) return undefined;
      for (const variable of narrowed) {
        for (const other of rules)
          if (other !== rule && concerns(other, variable, positions)) pending.add(other);
      }
    }
    return { options, finished: true };
  }

  function search(start: Options): Options | null {
    const settled = settle(start);
    if (settled === undefined) return null;
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

  search(Array.from({ length: attributes.length * positions }, () => all));
  return Array.from({ length: attributes.length * positions }, (_, variable) => {
    const options = best[variable] ?? all;
    return options.length === 1 ? (options[0] as number) : 0;
  });
}

/** Leaves each value of an attribute the places that no other needs; the narrowed variables, or null. */
function differ(options: (readonly number[])[], first: number, positions: number): number[] | null {
  const narrowed: number[] = [];
  for (let variable = first; variable < first + positions; variable++) {
    const others = options.slice(first, first + positions).filter((_, index) => first + index !== variable);
    const mine = options[variable] as readonly number[];
    const alone = mine.filter((place) => !others.some((other) => other.includes(place)));
    const free = mine.filter((place) => !others.some((other) => other.length === 1 && other[0] === place));
    const left = alone.length > 0 ? alone : free;
    if (left.length === 0 || alone.length > 1) return null;
    if (left.length === mine.length) continue;
    options[variable] = left;
    narrowed.push(variable);
  }
  return narrowed;
}

/** Leaves each value of a clue the places that some choice for the others goes with. */
function filter(options: (readonly number[])[], { variables, allows }: Constraint): number[] | null {
  const choices = variables.reduce<number[][]>(
    (tuples, variable) =>
      tuples.flatMap((tuple) => (options[variable] ?? []).map((place) => [...tuple, place])),
    [[]],
  );
  const allowed = choices.filter((places) => allows(...places));
  if (allowed.length === 0) return null;
  return variables.filter((variable, index) => {
    const before = options[variable] as readonly number[];
    const left = before.filter((place) => allowed.some((places) => places[index] === place));
    options[variable] = left;
    return left.length < before.length;
  });
}

function concerns(rule: Constraint | number, variable: number, positions: number): boolean {
  if (typeof rule !== 'number') return rule.variables.includes(variable);
  return rule <= variable && variable < rule + positions;
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
