import type { Budget } from '../solver.ts';
import type { Constraint, GridPrompt } from './grid-prompt.ts';

/** Places that each value may still have. */
export type Options = readonly (readonly number[])[];

/** A clue, or the first variable of an attribute, whose values differ. */
export type Rule = Constraint | number;

export function rulesOf({ constraints, attributes, positions }: GridPrompt): Rule[] {
  return [...constraints, ...attributes.map((_, attribute) => attribute * positions)];
}

export function allOptions({ attributes, positions }: GridPrompt): Options {
  const all = Array.from({ length: positions }, (_, index) => index + 1);
  return Array.from({ length: attributes.length * positions }, () => all);
}

/**
 * Filters the options by the pending rules, and by all rules that a narrowed value concerns, until nothing
 * changes. One node is one rule looked at. Null for a contradiction; unfinished when the budget ends.
 */
export function settle(
  start: Options,
  rules: readonly Rule[],
  pending: Set<Rule>,
  positions: number,
  budget: Budget,
): { readonly options: Options; readonly finished: boolean } | null {
  const options = [...start];
  for (const rule of pending) {
    pending.delete(rule);
    if (!budget.spend()) return { options, finished: false };
    const narrowed = typeof rule === 'number' ? differ(options, rule, positions) : filter(options, rule);
    if (narrowed === null) return null;
    for (const variable of narrowed) {
      for (const other of rules)
        if (other !== rule && concerns(other, variable, positions)) pending.add(other);
    }
  }
  return { options, finished: true };
}

export function concerns(rule: Rule, variable: number, positions: number): boolean {
  if (typeof rule !== 'number') return rule.variables.includes(variable);
  return rule <= variable && variable < rule + positions;
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
