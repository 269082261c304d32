/**
 * The forms that rules may take: a change adds, multiplies, subtracts from a number or leaves a remainder; a class holds
 * the numbers above or below one, or those divisible by one. Which rules of these forms agree with some examples is
 * worked out from bounds that the examples set, so that no amount is too large to be thought of.
 */
import type { Change, Condition } from '../synthesis/operations.ts';
import { changed, meets } from '../synthesis/operations.ts';

/** A number and what becomes of it. */
export type ChangeExample = readonly [number, number];
/** A number and whether it belongs to the class. */
export type ClassExample = readonly [number, boolean];

/** Whether all changes that agree with the examples do the same to every number. */
export function settlesChange(examples: readonly ChangeExample[]): boolean {
  // Of a number that stays as it is, any larger divisor may be the reason; and any factor keeps 0.
  const telling = examples.find(([before, after]) => before !== 0 && before !== after);
  if (telling === undefined) return false;
  const [before, after] = telling;
  const candidates: Change[] = [
    { by: 'add', amount: after - before },
    { by: 'from', amount: after + before },
    ...(after % before === 0 ? [{ by: 'times', amount: after / before } as const] : []),
    ...divisorsOf(Math.abs(before - after)).map((amount): Change => ({ by: 'remainder', amount })),
  ];
  const agreeing = candidates.filter((change) => examples.every(([x, y]) => changed(change, x) === y));
  return new Set(agreeing.map(behaviourOf)).size === 1;
}

/** Whether one condition alone agrees with the examples. */
export function settlesClass(examples: readonly ClassExample[]): boolean {
  const inside = examples.flatMap(([number, belongs]) => (belongs ? [number] : []));
  const outside = examples.flatMap(([number, belongs]) => (belongs ? [] : [number]));
  const multiple = inside.find((number) => number !== 0);
  if (multiple === undefined || outside.length === 0) return false;
  const candidates: Condition[] = [
    { test: 'above', amount: Math.min(...inside) - 1 },
    { test: 'above', amount: Math.max(...outside) },
    { test: 'below', amount: Math.max(...inside) + 1 },
    { test: 'below', amount: Math.min(...outside) },
    ...divisorsOf(Math.abs(multiple)).map((amount): Condition => ({ test: 'divisible', amount })),
  ];
  const agreeing = candidates.filter((condition) =>
    examples.every(([number, belongs]) => meets(condition, number) === belongs),
  );
  return new Set(agreeing.map(({ test, amount }) => `${test} ${amount}`)).size === 1;
}

/** Equal for changes that do the same to every number. */
function behaviourOf({ by, amount }: Change): string {
  return by === 'times' && amount === -1 ? 'from 0' : `${by} ${amount}`;
}

function divisorsOf(number: number): number[] {
  return Array.from({ length: number }, (_, at) => at + 1).filter((divisor) => number % divisor === 0);
}
