import { dressed, typeOf } from '../../../domains/code/composition/dressing.ts';
import type { TestedComposition } from '../../../domains/code/composition/grading.ts';
import { programOf } from '../../../domains/code/composition/program.ts';
import { call } from '../../../domains/code/ir/program.ts';
import type { RandomStream } from '../../../domains/random.ts';
import type { Slips } from './slips.ts';
import { literalOf, randomValue } from './values.ts';

const othersEach = 400;

/** Of all functions of a composed program, each called by itself: the others look at no more than what it takes. */
export function slipsOfComposition(tested: TestedComposition, random: RandomStream): Slips {
  const { composition, lexicon, tests } = tested;
  const functions = composition.functions.map(({ takes }, at) => ({
    name: lexicon.functions[at]!,
    takes,
    type: typeOf(takes, lexicon),
    inputs: tests[at]!.inputs,
  }));
  return {
    program: programOf(composition, lexicon),
    hidden: functions.flatMap(({ name, takes, type, inputs }) =>
      inputs.map((input) => call(name, literalOf(dressed(input, takes, lexicon), type))),
    ),
    others: functions.flatMap(({ name, type }) =>
      Array.from({ length: othersEach }, () =>
        call(name, literalOf(randomValue(type, lexicon.words, random), type)),
      ),
    ),
    stepsMax: 20_000,
  };
}
