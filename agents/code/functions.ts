import { endsWithQuestion } from '../last-question.ts';
import { completed, spend } from '../node-limit.ts';
import type { Budget, Solver } from '../solver.ts';
import { type EndStep, type ListStep, readEnd, readStep } from './function-steps.ts';

type Language = 'javascript' | 'python';

interface FunctionPrompt {
  readonly language: Language;
  readonly name: string;
  readonly parameter: string;
  readonly sentences: readonly string[];
  readonly examples: readonly { readonly values: readonly number[]; readonly output: unknown }[];
}

const opening = /^Write a function in (JavaScript|Python): (\w+)\((\w+)\)\.$/gm;
const closing = /^The function is tried on .*; it imports nothing and prints nothing\.$/;
const numbered = /^\d+\. (.*)$/gm;
const exampleLine = /^- \w+\((\[.*\])\) returns (.*)$/gm;

/** That the steps are taken in the order in which they stand. */
const inOrder = 'the steps one after the other';

/**
 * Writes the function that the steps describe. Guided, in the order in which they stand; blind, it puts them in every
 * order, backwards first, until one agrees with the examples. Out of budget, it writes what it has read so far.
 */
export const functions: Solver = {
  form: 'code',
  reads: (prompt) => readPrompt(prompt) !== null,
  techniquesIn: ({ question, solution }) =>
    readPrompt(question) !== null && solution.includes('one after the other') ? [inOrder] : [],
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readPrompt(prompt);
    if (task === null) return null;
    const steps: ListStep[] = [];
    let end: EndStep = { run: (list) => [...list], javascript: 'list', python: 'values' };
    completed(() => {
      for (const sentence of task.sentences.slice(0, -1)) {
        const step = readStep(sentence, () => spend(budget));
        if (step !== null) steps.push(step);
      }
      end = readEnd(task.sentences.at(-1) as string, () => spend(budget)) ?? end;
    });
    const knowsOrder = strategy === 'guided' || techniques.has(inOrder);
    const ordered = knowsOrder ? steps : agreeing(steps, end, task, budget);
    return textOf(task, ordered, end);
  },
};

function readPrompt(prompt: string): FunctionPrompt | null {
  if (!endsWithQuestion(prompt, closing)) return null;
  const opened = [...prompt.matchAll(opening)].at(-1);
  if (opened === undefined) return null;
  const [, language, name, parameter] = opened;
  const body = prompt.slice(opened.index);
  return {
    language: language === 'Python' ? 'python' : 'javascript',
    name: name as string,
    parameter: parameter as string,
    sentences: [...body.matchAll(numbered)].map(([, sentence]) => sentence as string),
    examples: [...body.matchAll(exampleLine)].map(([, values, output]) => ({
      values: JSON.parse(values as string) as number[],
      output: JSON.parse(output as string) as unknown,
    })),
  };
}

/** The first order of the steps, of all from the last one on, that gives what the examples say. */
function agreeing(
  steps: readonly ListStep[],
  end: EndStep,
  { examples }: FunctionPrompt,
  budget: Budget,
): readonly ListStep[] {
  let found: readonly ListStep[] = steps.toReversed();
  const agrees = (order: readonly ListStep[]) =>
    examples.every(({ values, output }) => {
      const list = order.reduce<readonly number[]>((left, step) => step.run(left), values);
      return JSON.stringify(end.run(list)) === JSON.stringify(output);
    });
  const search = (order: readonly ListStep[], left: readonly ListStep[]): boolean => {
    if (left.length === 0) {
      spend(budget);
      if (!agrees(order)) return false;
      found = order;
      return true;
    }
    return left
      .map((step, index) => [step, left.toSpliced(index, 1)] as const)
      .reverse()
      .some(([step, rest]) => search([...order, step], rest));
  };
  completed(() => {
    search([], steps);
  });
  return found;
}

function textOf(
  { language, name, parameter }: FunctionPrompt,
  steps: readonly ListStep[],
  end: EndStep,
): string {
  if (language === 'javascript') {
    return [
      `function ${name}(${parameter}) {`,
      `  let list = ${parameter};`,
      ...steps.map(({ javascript }) => `  list = ${javascript};`),
      `  return ${end.javascript};`,
      '}',
    ].join('\n');
  }
  return [
    `def ${name}(${parameter}):`,
    `    values = ${parameter}`,
    ...steps.map(({ python }) => `    values = ${python}`),
    `    return ${end.python}`,
  ].join('\n');
}
