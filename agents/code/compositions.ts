import { completed, spend } from '../node-limit.ts';
import type { Budget, Solver } from '../solver.ts';
import { type AskedFunction, type CompositionPrompt, readCompositionPrompt } from './composition-prompt.ts';
import { readValueStep, type Surroundings } from './value-readings.ts';
import type { ValueStep } from './value-steps.ts';

/** That the steps of a function are taken in the order in which they stand. */
const inOrder = 'the steps of each function one after the other';

interface WrittenFunction extends AskedFunction {
  readonly steps: readonly ValueStep[];
}

/**
 * Writes the functions that are described, one after the other. Guided, it takes the steps in the order in which they
 * stand; blind, in the first order, backwards first, in which each finds the kind of value that it wants. Out of budget,
 * what is left gives back what it is given.
 */
export const compositions: Solver = {
  form: 'code',
  reads: (prompt) => readCompositionPrompt(prompt) !== null,
  techniquesIn: ({ question, solution }) =>
    readCompositionPrompt(question) !== null && solution.includes('takes its steps one after the other')
      ? [inOrder]
      : [],
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readCompositionPrompt(prompt);
    if (task === null) return null;
    const knowsOrder = strategy === 'guided' || techniques.has(inOrder);
    const written = new Map<string, WrittenFunction>(
      task.functions.map((asked) => [asked.name, { ...asked, steps: [] }]),
    );
    completed(() => {
      for (const asked of task.functions) {
        const read = asked.sentences.flatMap(
          (sentence) => readValueStep(sentence, surroundings(task), () => spend(budget)) ?? [],
        );
        const steps = knowsOrder ? read : fittingOrder(asked, read, budget);
        written.set(asked.name, { ...asked, steps });
      }
    });
    const write = task.language === 'javascript' ? javascriptText : pythonText;
    return [...written.values()].map(write).join('\n\n');
  },
};

function surroundings({ functions, fields }: CompositionPrompt): Surroundings {
  const named = new Map(functions.map((asked) => [asked.name, asked]));
  return {
    fields,
    takenBy: (name) => named.get(name)?.takes ?? null,
    returnedBy: (name) => named.get(name)?.returns ?? null,
  };
}

/** The first order of the steps, of all from the last one on, that leads from what is taken to what is returned. */
function fittingOrder(
  { takes, returns }: AskedFunction,
  steps: readonly ValueStep[],
  budget: Budget,
): readonly ValueStep[] {
  const search = (
    order: readonly ValueStep[],
    left: readonly ValueStep[],
    kind: string,
  ): readonly ValueStep[] | null => {
    spend(budget);
    if (left.length === 0) return kind === returns ? order : null;
    for (let at = left.length - 1; at >= 0; at--) {
      const step = left[at]!;
      if (step.from !== null && step.from !== kind) continue;
      const found = search([...order, step], left.toSpliced(at, 1), step.to ?? kind);
      if (found !== null) return found;
    }
    return null;
  };
  return search([], steps, takes) ?? steps;
}

function javascriptText({ name, parameter, steps }: WrittenFunction): string {
  return [
    `function ${name}(${parameter}) {`,
    `  let list = ${parameter};`,
    ...steps.map(({ javascript }) => `  list = ${javascript};`),
    '  return list;',
    '}',
  ].join('\n');
}

function pythonText({ name, parameter, steps }: WrittenFunction): string {
  return [
    `def ${name}(${parameter}):`,
    `    values = ${parameter}`,
    ...steps.map(({ python }) => `    values = ${python}`),
    '    return values',
  ].join('\n');
}
