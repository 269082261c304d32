import { calledIn } from '../../../domains/code/faults/files.ts';
import { type Mutant, mutantsOf, resultOf } from '../../../domains/code/ir/mutation.ts';
import { type Call, functionsOf, type Program } from '../../../domains/code/ir/program.ts';
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

/** Mutants that are not equivalent: how many, how many of them some hidden call tells from the program, and the rest. */
export interface Kills {
  readonly mutants: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

/** A mutant that no hidden call tells from the program, and another call that does. */
export interface Survivor {
  readonly mutant: Mutant;
  readonly told: Call;
}

/** Goes through all programs that one slip makes of the right one. */
export function killsOf({ program, hidden, others, stepsMax }: Slips): Kills {
  const reached = reachedFrom(program);
  const telling = (calls: readonly Call[]) => {
    const known = calls
      .map((call) => ({ call, expected: returned(program, call, stepsMax) }))
      // A call of which the right program makes nothing tells nothing.
      .filter(({ expected }) => expected !== undefined);
    return (mutant: Mutant): Call | undefined =>
      known.find(({ call, expected }) => {
        // What does not come by the slip returns what it did.
        if (!reached.get(call.function)!.has(mutant.function)) return false;
        const found = returned(mutant.program, call, stepsMax);
        return found === undefined || !equalJson(expected!, found);
      })?.call;
  };
  const [toldByHidden, toldByOthers] = [telling(hidden), telling(others)];
  const different = mutantsOf(program).flatMap((mutant) => {
    const told = toldByOthers(mutant);
    return told === undefined ? [] : [{ mutant, told }];
  });
  const survivors = different.filter(({ mutant }) => toldByHidden(mutant) === undefined);
  return { mutants: different.length, killed: different.length - survivors.length, survivors };
}

/** By name of a function, those that a call of it may go through, itself among them. */
function reachedFrom(program: Program): ReadonlyMap<string, ReadonlySet<string>> {
  const definitions = new Map(functionsOf(program).map((definition) => [definition.name, definition]));
  return new Map(
    [...definitions.keys()].map((name) => {
      const reached = new Set([name]);
      for (const one of reached) for (const called of calledIn(definitions.get(one)!)) reached.add(called);
      return [name, reached];
    }),
  );
}

function returned(program: Program, call: Call, stepsMax: number) {
  return resultOf({ ...program, entry: call.function }, call.arguments, stepsMax);
}
