/** The prompt, in the reader's terms: steps in sentences, the call in the language. */
import { type Language, languageTitles, spelled } from '../languages.ts';
import type { Change, Condition, Operation, Output, Procedure, Result } from './operations.ts';
import type { Signature } from './program.ts';

export interface Example {
  readonly values: readonly number[];
  readonly output: Output;
}

export function bodyOf(
  procedure: Procedure,
  signature: Signature,
  language: Language,
  examples: readonly Example[],
): string {
  const sentences = [
    ...procedure.operations.map((operation) => operationText(operation)),
    resultText(procedure.result),
  ];
  return [
    openingText(signature, language),
    '',
    `Its parameter is a list of whole numbers, which may be empty. It goes through these steps, each of them on the list that the step before it left:`,
    ...sentences.map((sentence, index) => `${index + 1}. ${sentence}`),
    '',
    divisionText,
    ...examplesLines(signature, language, examples),
    '',
    closingText(language, examples),
  ].join('\n');
}

export const divisionText =
  'The remainder of a division is never below 0: -7 divided by 5 leaves 3. Numbers below 0 and 0 itself are divisible like others: 0 and -6 are divisible by 3.';

export function openingText({ name, parameter }: Signature, language: Language): string {
  return `Write a function in ${languageTitles[language]}: ${callText(language, name, spelled(language, parameter))}.`;
}

/** With an empty line before them; no lines where there are no examples. */
export function examplesLines(
  { name }: Signature,
  language: Language,
  examples: readonly Example[],
): string[] {
  if (examples.length === 0) return [];
  return [
    '',
    examples.length === 1 ? 'An example:' : 'Examples:',
    ...examples.map(({ values, output }) =>
      `- ${callText(language, name, listText(values))} returns ${JSON.stringify(output)}`.replaceAll(
        ',',
        ', ',
      ),
    ),
  ];
}

export function closingText(language: Language, examples: readonly Example[]): string {
  return `The function is tried on many lists${examples.length === 0 ? '' : ', none of them shown here'}. It may use whatever ${languageTitles[language]} has built in, and other functions that you write beside it; it imports nothing and prints nothing.`;
}

/** What an answer looks like, for some other function. */
export function exampleAnswer(language: Language): string {
  return language === 'javascript'
    ? 'function firstOf(names) {\n  return names[0];\n}'
    : 'def first_of(names):\n    return names[0]';
}

/** How a sentence names what is done to a number, after "by", and which numbers are meant, after "that are". */
export interface Phrases {
  change(change: Change): string;
  condition(condition: Condition): string;
}

export const plainPhrases: Phrases = { change: changeText, condition: conditionText };

export function operationText(operation: Operation, phrases = plainPhrases): string {
  switch (operation.kind) {
    case 'change':
      return `Replace every number by ${phrases.change(operation.change)}.`;
    case 'choose': {
      const others =
        operation.otherwise === null
          ? 'leave the others as they are'
          : `every other number by ${phrases.change(operation.otherwise)}`;
      return `Replace every number that is ${phrases.condition(operation.condition)} by ${phrases.change(operation.whenMet)}, and ${others}.`;
    }
    case 'keep':
      return `Keep only the numbers that are ${phrases.condition(operation.condition)}.`;
    case 'skip':
      return operation.count === 1
        ? 'Leave out the first number, if there is one.'
        : `Leave out the first ${operation.count} numbers, or all if there are no more than that.`;
    case 'every':
      return `Keep only the first number and from there on every ${operation.step === 2 ? 'second' : 'third'} one.`;
    case 'position':
      return `Add to every number its position in the list, where the first position is ${operation.from}.`;
    case 'reverse':
      return 'Turn the order of the numbers around.';
    case 'totals':
      return 'Replace every number by the sum of itself and all numbers before it.';
    case 'gaps':
      return 'Replace the list by the differences of neighbours: each number but the first, less the number before it. A list of fewer than two numbers leaves the empty list.';
    case 'distinct':
      return 'Of numbers that occur several times keep only the first occurrence.';
  }
}

export function resultText(result: Result, phrases = plainPhrases): string {
  switch (result.kind) {
    case 'list':
      return 'Return the list.';
    case 'sum':
      return 'Return the sum of the numbers; of an empty list, 0.';
    case 'largest':
      return 'Return the largest number; of an empty list, 0.';
    case 'count':
      return `Return how many of the numbers are ${phrases.condition(result.condition)}.`;
  }
}

export function changeText({ by, amount }: Change): string {
  switch (by) {
    case 'add':
      return amount < 0 ? `itself minus ${-amount}` : `itself plus ${amount}`;
    case 'times':
      return `itself times ${amount}`;
    case 'from':
      return `${amount} minus itself`;
    case 'remainder':
      return `its remainder when divided by ${amount}`;
  }
}

export function conditionText({ test, amount }: Condition): string {
  switch (test) {
    case 'divisible':
      return `divisible by ${amount}`;
    case 'above':
      return `greater than ${amount}`;
    case 'below':
      return `less than ${amount}`;
  }
}

function callText(language: Language, name: string, parameter: string): string {
  return `${spelled(language, name)}(${parameter})`;
}

export function listText(values: readonly number[]): string {
  return JSON.stringify(values);
}
