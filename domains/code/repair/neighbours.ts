/** Programs that a careless programmer hands in. */
import type { RandomStream } from '../../random.ts';
import { type Mutant, mutantsIn } from '../ir/mutation.ts';
import type { MutationOperator } from '../ir/mutation-operators.ts';
import { functionsOf, type Program } from '../ir/program.ts';
import { OtherTexts } from '../other-texts.ts';
import { type Fault, withFaults } from './changes.ts';

/**
 * What might make a program endless: a list that grows while it is gone through, as one of JavaScript does that is written
 * to beyond its end; a function that calls itself.
 */
const endless: ReadonlySet<MutationOperator> = new Set(['wrong variable', 'wrong function', 'index shifted']);
const attemptsMax = 400;

/** Different programs near to the right one, faults that were left in first; no more than can be made of it. */
export function nearPrograms(
  right: Program,
  faults: readonly Fault[],
  count: number,
  textOf: (program: Program) => string,
  random: RandomStream,
): string[] {
  const texts = new OtherTexts(textOf(right), count);
  const put = (program: Program) => texts.put(textOf(program));
  for (const fault of faults) put(withFaults(right, [fault]));
  for (const fault of faults)
    put(
      withFaults(
        right,
        faults.filter((other) => other !== fault),
      ),
    );
  for (let attempt = 0; attempt < attemptsMax && !texts.isFull; attempt++) {
    const once = withSlip(right, random);
    put(attempt % 3 === 2 ? withSlip(once, random) : once);
  }
  return texts.all();
}

/** The program with one slip of some function more. */
export function withSlip(program: Program, random: RandomStream): Program {
  const definition = random.pick(functionsOf(program));
  const module = program.modules.find(({ functions }) => functions.includes(definition))!;
  const mutants = mutantsIn(program, module, definition).filter(({ operator }) => !endless.has(operator));
  return mutants.length === 0 ? program : (random.pick(mutants) as Mutant).program;
}

/** Each function returns what it is given. */
export function withoutSteps(program: Program): Program {
  const modules = program.modules.map((module) => ({
    ...module,
    functions: module.functions.map((definition) => ({
      ...definition,
      body: [
        {
          kind: 'return' as const,
          value: { kind: 'variable' as const, name: definition.parameters[0]!.name },
        },
      ],
    })),
  }));
  return { ...program, modules };
}
