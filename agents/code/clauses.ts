import { completed, spend } from '../node-limit.ts';
import type { Solver } from '../solver.ts';
import { type Consequence, type Question, readCondition, readConsequence } from './clause-sentences.ts';
import { type FunctionPrompt, readFunctionPrompt } from './function-prompt.ts';
import { type EndStep, type ListStep, readEnd, readStep } from './function-steps.ts';
import { firstOrder } from './orders.ts';

interface Exception {
  readonly letter: string;
  readonly condition: Question;
  readonly consequence: Consequence;
}

/** What could be read. */
interface Reading {
  readonly steps: ListStep[];
  end: EndStep;
  readonly exceptions: Exception[];
}

const exceptionLine = /^([A-Z])\. If (.*?), ((?:return|go through|leave out) .*)\.$/gm;
const orderLine = /^Where several exceptions apply, .*$/gm;
const movePhrase = /([A-Z]) (?:is looked at )?right before ([A-Z])/g;

/** That the sentence about the order is kept to. */
const inSaidOrder = 'exceptions in the order that is said';

/**
 * Writes the function that steps and exceptions describe. Guided, it asks in the order that the prompt says; blind, it
 * puts the exceptions in every order, backwards first, until one agrees with the examples. Out of budget, it writes what
 * it has read so far.
 */
export const clauses: Solver = {
  form: 'code',
  reads: (prompt) => readExceptions(prompt) !== null,
  techniquesIn: ({ question, solution }) =>
    readExceptions(question) !== null && solution.includes('are looked at in the order') ? [inSaidOrder] : [],
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readFunctionPrompt(prompt);
    const lines = readExceptions(prompt);
    if (task === null || lines === null) return null;
    const tries = () => spend(budget);
    const read: Reading = {
      steps: [],
      end: { run: (list) => [...list], javascript: 'list', python: 'values' },
      exceptions: [],
    };
    completed(() => {
      for (const sentence of task.sentences.slice(0, -1)) {
        const step = readStep(sentence, tries);
        if (step !== null) read.steps.push(step);
      }
      read.end = readEnd(task.sentences.at(-1) as string, tries) ?? read.end;
      for (const [, letter, asked, done] of lines) {
        const condition = readCondition(asked as string, tries);
        const consequence = readConsequence(done as string, tries);
        if (condition !== null && consequence !== null)
          read.exceptions.push({ letter: letter as string, condition, consequence });
      }
    });
    const knowsOrder = strategy === 'guided' || techniques.has(inSaidOrder);
    const ordered = knowsOrder
      ? inOrderOf(prompt, read.exceptions)
      : firstOrder(read.exceptions, budget, (order) => agrees(order, read, task));
    return textOf(task, read, ordered);
  },
};

/** The lines of the exceptions; null where the question has none. */
function readExceptions(prompt: string): readonly RegExpMatchArray[] | null {
  if (readFunctionPrompt(prompt) === null) return null;
  const lines = [...prompt.matchAll(exceptionLine)];
  return lines.length === 0 ? null : lines;
}

function inOrderOf(prompt: string, exceptions: readonly Exception[]): Exception[] {
  const line = prompt.match(orderLine)?.at(-1) ?? '';
  const moves = [...line.matchAll(movePhrase)].map(([, moved, before]) => [moved, before] as const);
  const named = (letter: string | undefined) => exceptions.filter((exception) => exception.letter === letter);
  return exceptions
    .filter(({ letter }) => moves.every(([moved]) => moved !== letter))
    .flatMap((exception) => [
      ...moves.filter(([, before]) => before === exception.letter).flatMap(([moved]) => named(moved)),
      exception,
    ]);
}

function agrees(order: readonly Exception[], { steps, end }: Reading, { examples }: FunctionPrompt): boolean {
  const through = (list: readonly number[], without?: number) =>
    end.run(
      steps.reduce<readonly number[]>(
        (left, step, index) => (index + 1 === without ? left : step.run(left)),
        list,
      ),
    );
  return examples.every(({ values, output }) => {
    const exception = order.find(({ condition }) => condition.holds(values));
    const result = exception === undefined ? through(values) : exception.consequence.run(values, through);
    return JSON.stringify(result) === JSON.stringify(output);
  });
}

function textOf(
  { language, name }: FunctionPrompt,
  { steps, end }: Reading,
  exceptions: readonly Exception[],
): string {
  if (language === 'javascript') {
    return [
      'function steps(list, without) {',
      ...steps.map(({ javascript }, index) => `  if (without !== ${index + 1}) list = ${javascript};`),
      `  return ${end.javascript};`,
      '}',
      '',
      `function ${name}(list) {`,
      ...exceptions.map(
        ({ condition, consequence }) => `  if (${condition.javascript}) return ${consequence.javascript};`,
      ),
      '  return steps(list);',
      '}',
    ].join('\n');
  }
  return [
    'def steps(values, without=None):',
    ...steps.map(({ python }, index) => `    if without != ${index + 1}: values = ${python}`),
    `    return ${end.python}`,
    '',
    `def ${name}(values):`,
    ...exceptions.map(
      ({ condition, consequence }) => `    if ${condition.python}: return ${consequence.python}`,
    ),
    '    return steps(values)',
  ].join('\n');
}
