import { call, type Program } from '../../../domains/code/ir/program.ts';
import type { SlipsOf } from './slips.ts';
import { literalOf, randomValue } from './values.ts';

const othersCount = 400;
const numbers = { kind: 'list', item: { kind: 'int' } } as const;

/** Of functions that take one list of numbers: the others are lists that look at no condition of the function. */
export function slipsOfLists<Reference extends { readonly inputs: readonly (readonly number[])[] }>(
  programOf: (reference: Reference) => Program,
): SlipsOf<Reference> {
  return (reference, random) => {
    const program = programOf(reference);
    const callOf = (values: readonly number[]) => call(program.entry, literalOf(values, numbers));
    const others = Array.from({ length: othersCount }, () =>
      call(program.entry, literalOf(randomValue(numbers, [], random), numbers)),
    );
    return { program, hidden: reference.inputs.map(callOf), others, stepsMax: 5_000 };
  };
}
