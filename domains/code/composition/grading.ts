/** How a program for a composition is tried and what it is worth. */
import type { Category } from '../../contract.ts';
import type { Trial, TrialResult } from '../../execution.ts';
import type { Json } from '../../json.ts';
import { categoryOfShare } from '../../task.ts';
import { type Language, programText, spelled } from '../languages.ts';
import { returnedIn, returning } from '../returns.ts';
import { singleFileTrial } from '../single-file.ts';
import { classesPassed } from '../synthesis/grading.ts';
import { blindResult, blindWays } from './blind.ts';
import { dressed } from './dressing.ts';
import type { FunctionTests } from './inputs.ts';
import type { Lexicon } from './lexicon.ts';
import type { Composition } from './plan.ts';
import { programOf } from './program.ts';
import { sameResult } from './values.ts';

/** A program that is asked for, and what tells whether an answer is it. */
export interface TestedComposition {
  readonly composition: Composition;
  readonly lexicon: Lexicon;
  readonly language: Language;
  /** By the number of the function. */
  readonly tests: readonly FunctionTests[];
}

/** The main function counts for three parts of five, its helpers together for the other two. */
const mainParts = 3;
const helperParts = 2;
/** What a guess of one step for each function may pass beyond that by chance. */
const guessedShare = 0.05;
/** Beyond this share right nothing is taken off for blind answers, or else no share would be left. */
const blindShareMax = 0.9;

export function sourceOf({ composition, lexicon }: TestedComposition, language: Language): string {
  return programText(programOf(composition, lexicon), language);
}

export function trialOf(tested: TestedComposition, answer: string): Trial {
  const { language } = tested;
  return singleFileTrial(language, answer, callsOf(tested, language));
}

/** The calls of a trial, function by function; no one else has their arguments. */
export function callsOf(
  { composition, lexicon, tests }: TestedComposition,
  language: Language,
): { readonly function: string; readonly arguments: readonly Json[] }[] {
  return tests.flatMap(({ inputs }, at) => {
    const name = spelled(language, lexicon.functions[at] as string);
    const { takes } = composition.functions[at]!;
    return inputs.map((input) => ({ function: name, arguments: [dressed(input, takes, lexicon)] }));
  });
}

/** What the calls of a trial return, in their order. */
export function returnsOf({ composition, lexicon, tests }: TestedComposition): Json[] {
  return tests.flatMap(({ outputs }, at) =>
    outputs.map((output) => dressed(output, composition.functions[at]!.gives, lexicon)),
  );
}

/** JSON of the calls with what they return, for an export. */
export function casesOf(tested: TestedComposition): string {
  const returns = returnsOf(tested);
  const javascript = callsOf(tested, 'javascript');
  const cases = callsOf(tested, 'python').map((call, index) => ({
    function: { javascript: javascript[index]!.function, python: call.function },
    input: call.arguments[0]!,
    output: returns[index]!,
  }));
  return JSON.stringify({ cases });
}

export function expectedOf(tested: TestedComposition): TrialResult {
  return returning(returnsOf(tested));
}

/** By the shares of behaviour classes passed, less what the best blind answer passes. */
export function categoryOf(tested: TestedComposition, result: TrialResult | undefined): Category {
  const share = shareOf(tested.tests, returnedIn(result, returnsOf(tested)));
  // What is taken off for blind answers is not asked of whole ones.
  return share === 1 ? 4 : categoryOfShare(share, blindShareOf(tested));
}

/** 1 for all right: `right` are the tests of all functions, one function after the other. */
function shareOf(tests: readonly FunctionTests[], right: readonly boolean[]): number {
  if (right.every(Boolean)) return 1;
  let from = 0;
  const [main, ...helpers] = tests.map(({ classes }) => {
    from += classes.length;
    return classesPassed(classes, right.slice(from - classes.length, from));
  });
  const helped = helpers.reduce((sum, share) => sum + share, 0) / helpers.length;
  return (mainParts * main! + helperParts * helped) / (mainParts + helperParts);
}

/** The best of what passes without reading the steps, and a little more. */
function blindShareOf({ composition, tests }: TestedComposition): number {
  const shares = blindWays.map((way) =>
    shareOf(
      tests,
      tests.flatMap(({ inputs, outputs }, at) => {
        const plan = composition.functions[at]!;
        return inputs.map((input, index) =>
          sameResult(plan.gives, blindResult(way, plan, input), outputs[index]!),
        );
      }),
    ),
  );
  const best = Math.max(...shares);
  return Math.min(blindShareMax, best + guessedShare * (1 - best));
}
