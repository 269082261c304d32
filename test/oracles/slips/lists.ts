import type { Call, Expression, Program } from '../../../domains/code/ir/program.ts';
import type { RandomStream } from '../../../domains/random.ts';
import type { SlipsOf } from './slips.ts';

const othersCount = 400;

/** Of functions that take one list of numbers: the others are lists that look at no condition of the function. */
export function slipsOfLists<Reference extends { readonly inputs: readonly (readonly number[])[] }>(
  programOf: (reference: Reference) => Program,
): SlipsOf<Reference> {
  return (reference, random) => {
    const program = programOf(reference);
    const callOf = (values: readonly number[]) => listCall(program.entry, values);
    return {
      program,
      hidden: reference.inputs.map(callOf),
      others: Array.from({ length: othersCount }, () => callOf(randomList(random))),
      stepsMax: 5_000,
    };
  };
}

/** Lists of all sizes, half of them of numbers so near to one another that some come twice. */
function randomList(random: RandomStream): number[] {
  const [least, most] = random.chance(0.5) ? [-40, 60] : [-6, 12];
  return Array.from({ length: random.int(0, 14) }, () => random.int(least, most));
}

function listCall(name: string, values: readonly number[]): Call {
  const items = values.map((value): Expression => ({ kind: 'int', value }));
  return { kind: 'call', function: name, arguments: [{ kind: 'list', items }] };
}
