import { applied } from './operations.ts';
import type { FunctionReference } from './reference.ts';
import { listText, operationText, resultText } from './wording.ts';

/** The steps on one list, and the function that takes them. */
export function explainFunction(
  { procedure, examples, inputs, language }: FunctionReference,
  answer: string,
): string {
  const { operations, result } = procedure;
  const shown = [...examples.map((example) => example.values), ...inputs];
  const values = shown.find(({ length }) => length > 3) ?? (shown[0] as readonly number[]);
  let list = values;
  const lines = operations.map((operation, index) => {
    list = applied(operation, list);
    return `${index + 1}. ${operationText(operation)} This leaves ${listText(list)}.`;
  });
  return [
    `Take ${listText(values)} through the steps:`,
    ...lines,
    `${operations.length + 1}. ${resultText(result)}`,
    'A function that goes through them one after the other:',
    `\`\`\`${language}`,
    answer,
    '```',
  ].join('\n');
}
