/** The prompt: what the functions do, in sentences. */
import { listed } from '../../skins.ts';
import { languageTitles, spelled } from '../languages.ts';
import { divisionText } from '../synthesis/wording.ts';
import { dressed } from './dressing.ts';
import type { Example } from './inputs.ts';
import { type Composition, type Shape, shapesOf, type Value } from './plan.ts';
import { functionName, jsonText, shapeNames, stepTexts, type Wording } from './step-text.ts';

/** `notes` stand between what the program is and its functions, each a paragraph. */
export function bodyOf(
  composition: Composition,
  wording: Wording,
  examples: readonly Example[],
  notes: readonly string[] = [],
): string {
  const { functions } = composition;
  const main = functionName(wording, 0);
  const helpers = functions.length - 1;
  return [
    `Write a program in ${languageTitles[wording.language]}: the function ${main}(${parameterOf(functions[0]!.takes, wording)}) and ${helpers === 1 ? 'a function that helps' : `${helpers} functions that help`} it.`,
    ...notes,
    'Every function takes one value and goes through its steps, each of them on what the step before it left. It returns what the last step leaves. All numbers are whole numbers, and lists and maps may be empty.',
    ...shapeNotes(composition, wording),
    ...functions.map((_, at) => sectionOf(composition, at, wording)),
    divisionText,
    ...(examples.length === 0 ? [] : [examplesText(functions[0]!, wording, examples)]),
    closingText(wording, helpers),
  ].join('\n\n');
}

/** A function and its steps. */
function sectionOf({ functions }: Composition, at: number, wording: Wording): string {
  const plan = functions[at]!;
  const { takes, gives } = plan;
  const sentences = stepTexts(plan, shapesOf(plan, functions), wording);
  return [
    `${functionName(wording, at)}(${parameterOf(takes, wording)}) takes ${shapeNames[takes]} and returns ${shapeNames[gives]}:`,
    ...sentences.map((sentence, number) => `${number + 1}. ${sentence}`),
  ].join('\n');
}

/** A call and what it returns. */
export function callReturnsText(
  { takes, gives }: { readonly takes: Shape; readonly gives: Shape },
  at: number,
  wording: Wording,
  { input, output }: Example,
): string {
  const text = (value: Value, shape: Shape) => jsonText(dressed(value, shape, wording.lexicon));
  return `${functionName(wording, at)}(${text(input, takes)}) returns ${text(output, gives)}`;
}

function parameterOf(takes: Shape, { lexicon, language }: Wording): string {
  return spelled(language, lexicon.parameters[takes]);
}

/** What records and maps look like, where there are any. */
function shapeNotes({ functions }: Composition, { lexicon, language }: Wording): string[] {
  const shapes = new Set(functions.flatMap((plan) => shapesOf(plan, functions)));
  const object = language === 'javascript' ? 'an object' : 'a dictionary';
  const hasRecords = shapes.has('record') || shapes.has('records');
  const hasMaps = shapes.has('tally');
  if (!hasRecords && !hasMaps && !shapes.has('words')) return [];
  const notes = [`The words are ${listed(lexicon.words.map((word) => `"${word}"`))}; there are no others.`];
  const { label, first, second } = lexicon.fields;
  if (hasRecords) {
    const example = dressed({ label: 0, first: 3, second: -5 }, 'record', lexicon);
    notes.push(
      `A record is ${object} such as ${jsonText(example)}: its \`${label}\` is a word, its \`${first}\` and its \`${second}\` are numbers.`,
    );
  }
  if (hasMaps) {
    const example = dressed([[0, 3]], 'tally', lexicon);
    notes.push(
      `A map is ${object} that has numbers for some words, such as ${jsonText(example)}. Its entries stand in the order in which their words were put in, and stay in their places when their numbers change.`,
    );
  }
  return [notes.join(' ')];
}

function examplesText(
  main: { readonly takes: Shape; readonly gives: Shape },
  wording: Wording,
  examples: readonly Example[],
): string {
  return [
    examples.length === 1 ? 'An example:' : 'Examples:',
    ...examples.map((example) => `- ${callReturnsText(main, 0, wording, example)}`),
  ].join('\n');
}

function closingText(wording: Wording, helpers: number): string {
  const main = functionName(wording, 0);
  const others = helpers === 1 ? 'the other one' : 'the others together';
  return `Each of the functions is tried by itself, with many values that are not shown here: ${main} counts for three fifths, ${others} for two fifths. A function need not call another one as long as it returns what is said here. The program may use whatever ${languageTitles[wording.language]} has built in, and other functions that you write beside these; it imports nothing and prints nothing.`;
}

/** What an answer looks like, for some other program. */
export function exampleAnswer(language: Wording['language']): string {
  return language === 'javascript'
    ? 'function firstOf(names) {\n  return names[0];\n}\n\nfunction lengthOfFirst(names) {\n  return firstOf(names).length;\n}'
    : 'def first_of(names):\n    return names[0]\n\n\ndef length_of_first(names):\n    return len(first_of(names))';
}
