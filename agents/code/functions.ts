import { completed, spend } from '../node-limit.ts';
import type { Budget, Solver } from '../solver.ts';
import { type FunctionPrompt, readFunctionPrompt } from './function-prompt.ts';
import { type EndStep, type ListStep, readEnd, readStep } from './function-steps.ts';
import { firstOrder } from './orders.ts';

/** That the steps are taken in the order in which they stand. */
const inOrder = 'the steps one after the other';

/**
 * Writes the function that the steps describe. Guided, in the order in which they stand; blind, it puts them in every
 * order, backwards first, until one agrees with the examples. Out of budget, it writes what it has read so far.
 */
export const functions: Solver = {
  form: 'code',
  reads: (prompt) => readFunctionPrompt(prompt) !== null,
  techniquesIn: ({ question, solution }) =>
    readFunctionPrompt(question) !== null && solution.includes('one after the other') ? [inOrder] : [],
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readFunctionPrompt(prompt);
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

/** The first order of the steps, of all from the last one on, that gives what the examples say. */
function agreeing(
  steps: readonly ListStep[],
  end: EndStep,
  { examples }: FunctionPrompt,
  budget: Budget,
): readonly ListStep[] {
  return firstOrder(steps, budget, (order) =>
    examples.every(({ values, output }) => {
      const list = order.reduce<readonly number[]>((left, step) => step.run(left), values);
      return JSON.stringify(end.run(list)) === JSON.stringify(output);
    }),
  );
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
