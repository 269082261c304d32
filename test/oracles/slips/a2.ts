import type { Call, Expression } from '../../../domains/code/ir/program.ts';
import { programOf } from '../../../domains/code/synthesis/program.ts';
import type { FunctionReference } from '../../../domains/code/synthesis/reference.ts';
import type { RandomStream } from '../../../domains/random.ts';
import type { Slips } from './slips.ts';

const othersCount = 400;

/** Of functions that take one list of numbers: `others` are lists that look at no condition of the function. */
export function slipsOfFunction(
  { procedure, signature, inputs }: FunctionReference,
  random: RandomStream,
): Slips {
  const callOf = (values: readonly number[]) => listCall(signature.name, values);
  return {
    program: programOf(procedure, signature),
    hidden: inputs.map(callOf),
    others: randomLists(othersCount, random).map(callOf),
    stepsMax: 5_000,
  };
}

/** Lists of numbers, drawn apart from those that any skill draws. */
export function randomLists(count: number, random: RandomStream): number[][] {
  return Array.from({ length: count }, () =>
    Array.from({ length: random.int(0, 14) }, () => random.int(-40, 60)),
  );
}

/** A call with one list of numbers. */
export function listCall(name: string, values: readonly number[]): Call {
  const items = values.map((value): Expression => ({ kind: 'int', value }));
  return { kind: 'call', function: name, arguments: [{ kind: 'list', items }] };
}
