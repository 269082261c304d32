import { mutantsOf, resultOf } from '../../../domains/code/ir/mutation.ts';
import type { Call, Program } from '../../../domains/code/ir/program.ts';
import { equalJson } from '../../../domains/code/ir/values.ts';
import type { RandomStream } from '../../../domains/random.ts';

/** What the hidden calls of a task are to tell from the right program, and what they are measured against. */
export interface Slips {
  /** The right one. */
  readonly program: Program;
  readonly hidden: readonly Call[];
  /** At least 400, drawn by another generator than the hidden ones: a mutant that none of them tells is equivalent. */
  readonly others: readonly Call[];
  /** Steps that a call may take. */
  readonly stepsMax: number;
}

/** How the slips of a skill are found from the reference of one of its tasks. */
export type SlipsOf<Reference> = (reference: Reference, random: RandomStream) => Slips;

/** Mutants that are not equivalent, and those of them that some hidden call tells from the program. */
export interface Kills {
  readonly mutants: number;
  readonly killed: number;
}

/** Goes through all programs that one slip makes of the right one. */
export function killsOf({ program, hidden, others, stepsMax }: Slips): Kills {
  const tell = (calls: readonly Call[]) => {
    const known = calls
      .map((call) => ({ call, expected: returned(program, call, stepsMax) }))
      // A call of which the right program makes nothing tells nothing.
      .filter(({ expected }) => expected !== undefined);
    return (mutant: Program) =>
      known.some(({ call, expected }) => {
        const found = returned(mutant, call, stepsMax);
        return found === undefined || !equalJson(expected!, found);
      });
  };
  const [toldByHidden, toldByOthers] = [tell(hidden), tell(others)];
  const different = mutantsOf(program)
    .map((mutant) => mutant.program)
    .filter(toldByOthers);
  return { mutants: different.length, killed: different.filter(toldByHidden).length };
}

function returned(program: Program, call: Call, stepsMax: number) {
  return resultOf({ ...program, entry: call.function }, call.arguments, stepsMax);
}
