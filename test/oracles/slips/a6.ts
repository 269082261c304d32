import type { RepairReference } from '../../../domains/code/a6-repair.ts';
import { type Expression, functionsOf } from '../../../domains/code/ir/program.ts';
import type { Value } from '../../../domains/code/ir/values.ts';
import { literalOf } from '../../../domains/code/repair/faults.ts';
import type { RandomStream } from '../../../domains/random.ts';
import type { Slips } from './slips.ts';

const othersEach = 400;
const lengthMax = 12;

/** Of every function of the mended program: the others look at no number that it names. */
export function slipsOfRepair({ program, hidden }: RepairReference, random: RandomStream): Slips {
  const callOf = (name: string, argument: Expression) => ({
    kind: 'call' as const,
    function: name,
    arguments: [argument],
  });
  const others = functionsOf(program).flatMap(({ name, parameters, naturals }) => {
    const [parameter] = parameters;
    const number = () => random.int(naturals.includes(parameter!.name) ? 0 : -60, 120);
    return Array.from({ length: othersEach }, () => {
      const value: Value =
        parameter!.type.kind === 'int' ? number() : Array.from({ length: random.int(0, lengthMax) }, number);
      return callOf(name, literalOf(value));
    });
  });
  return {
    program,
    hidden: hidden.map(({ function: name, input }) => callOf(name, literalOf(input as Value))),
    others,
    stepsMax: 20_000,
  };
}
