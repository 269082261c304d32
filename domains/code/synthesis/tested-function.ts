/** How an answer is tried that is to be one function of a list, and what it is worth. */
import type { Category } from '../../contract.ts';
import type { Trial, TrialResult } from '../../execution.ts';
import { categoryOfShare } from '../../task.ts';
import { type Language, spelled } from '../languages.ts';
import { returnedIn, returning } from '../returns.ts';
import { singleFileTrial } from '../single-file.ts';
import { classesPassed } from './grading.ts';
import { type Output, sameOutput } from './operations.ts';
import type { Signature } from './program.ts';

/** A function that is asked for, and what tells whether an answer is it. */
export interface TestedFunction {
  readonly signature: Signature;
  readonly language: Language;
  /** Hidden inputs, what the function returns for each, and the number of the behaviour class of each. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly Output[];
  readonly classes: readonly number[];
}

/** Beyond this share right nothing is taken off for blind answers, or else no share would be left. */
const blindShareMax = 0.9;

export function trialOf({ signature, language, inputs }: TestedFunction, answer: string): Trial {
  const name = spelled(language, signature.name);
  return singleFileTrial(
    language,
    answer,
    inputs.map((input) => ({ function: name, arguments: [input] })),
  );
}

export function expectedOf({ outputs }: TestedFunction): TrialResult {
  return returning(outputs);
}

/** JSON of the hidden inputs with their outputs, for an export. */
export function casesOf({ signature, inputs, outputs }: TestedFunction): string {
  return JSON.stringify({
    function: { javascript: spelled('javascript', signature.name), python: signature.name },
    cases: inputs.map((input, index) => ({ input, output: outputs[index] })),
  });
}

/** The share of behaviour classes passed, less what the best of the blind functions passes. */
export function categoryOf(
  { inputs, outputs, classes }: TestedFunction,
  blind: readonly ((input: readonly number[]) => Output)[],
  result: TrialResult | undefined,
): Category {
  const passedBlindly = blind.map((outputFor) =>
    classesPassed(
      classes,
      inputs.map((input, index) => sameOutput(outputFor(input), outputs[index]!)),
    ),
  );
  return categoryOfShare(
    classesPassed(classes, returnedIn(result, outputs)),
    Math.min(blindShareMax, Math.max(...passedBlindly)),
  );
}
