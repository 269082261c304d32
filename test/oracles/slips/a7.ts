import { lowered } from '../../../domains/code/refactoring/lowering.ts';
import type { RefactoringReference } from '../../../domains/code/refactoring/reference.ts';
import type { RandomStream } from '../../../domains/random.ts';
import type { Slips } from './slips.ts';

const othersCount = 400;
const largest = 200;

/** Of the program before it is refactored, as a plain one: the others are numbers of any size alike. */
export function slipsOfRefactoring({ project, inputs }: RefactoringReference, random: RandomStream): Slips {
  const program = lowered(project);
  const callOf = (values: readonly number[]) => ({
    kind: 'call' as const,
    function: program.entry,
    arguments: values.map((value) => ({ kind: 'int' as const, value })),
  });
  const others = Array.from({ length: othersCount }, () => inputs[0]!.map(() => random.int(0, largest)));
  return { program, hidden: inputs.map(callOf), others: others.map(callOf), stepsMax: 50_000 };
}
