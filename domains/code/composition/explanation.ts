/** The worked solution: each function's steps on a value that it meets, and the program that takes them. */
import { dressed } from './dressing.ts';
import { argumentsOf, Evaluation } from './evaluation.ts';
import type { FunctionTests } from './inputs.ts';
import { type Composition, shapesOf, type Value } from './plan.ts';
import { functionName, jsonText, stepTexts, type Wording } from './step-text.ts';

/** `answer` is the program. */
export function explainComposition(
  composition: Composition,
  tests: readonly FunctionTests[],
  wording: Wording,
  answer: string,
): string {
  const { functions } = composition;
  const met = argumentsMet(composition, tests);
  const sections = functions.map((_, at) => explainFunction(composition, at, met[at]!, wording));
  return [
    'Write one function after the other. Each takes its steps one after the other, and calls a function where a step says so.',
    ...sections,
    `The program:\n\`\`\`${wording.language}\n${answer}\n\`\`\``,
  ].join('\n\n');
}

/** For each function a value that it is called with on the way of one call of the main one, or else a hidden one. */
function argumentsMet({ functions }: Composition, tests: readonly FunctionTests[]): Value[] {
  const evaluation = new Evaluation(functions);
  const met: Value[] = [];
  for (const [at, { steps }] of functions.entries()) {
    met[at] ??= telling(tests[at]!.inputs);
    const states = evaluation.states(at, met[at])!;
    for (const [number, step] of steps.entries())
      if (step.kind === 'call') {
        const [given] = argumentsOf(step, states[number]!);
        if (given !== undefined) met[step.function] ??= given;
      }
  }
  return met;
}

/** The first that is no short list. */
function telling(inputs: readonly Value[]): Value {
  return inputs.find((input) => Array.isArray(input) && input.length > 3) ?? inputs.at(-1)!;
}

function explainFunction({ functions }: Composition, at: number, value: Value, wording: Wording): string {
  const plan = functions[at]!;
  const shapes = shapesOf(plan, functions);
  const states = new Evaluation(functions).states(at, value)!;
  const text = (number: number) => jsonText(dressed(states[number]!, shapes[number]!, wording.lexicon));
  return [
    `Take ${functionName(wording, at)}(${text(0)}) through the steps:`,
    ...stepTexts(plan, shapes, wording).map(
      (sentence, number) => `${number + 1}. ${sentence} This leaves ${text(number + 1)}.`,
    ),
  ].join('\n');
}
