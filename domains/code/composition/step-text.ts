/** Steps of a composition in sentences. */
import type { Json } from '../../json.ts';
import { type Language, spelled } from '../languages.ts';
import { operationText, type Phrases, plainPhrases } from '../synthesis/wording.ts';
import type { Lexicon } from './lexicon.ts';
import {
  type CallStep,
  changesShape,
  type Field,
  type FieldCondition,
  type FunctionPlan,
  type Label,
  type PlainStep,
  type Shape,
  type ShapeStep,
  type Step,
  type Summary,
} from './plan.ts';

/** How a sentence names what is done to numbers and words. */
export interface StepPhrases extends Phrases {
  /** What is put for the word, after "by". */
  word(from: Label, to: Label): string;
  /** The numbers of words, after "by". */
  table(table: readonly (readonly [Label, number])[], otherwise: number): string;
}

/** What the sentences about a composition are made of. */
export interface Wording {
  readonly lexicon: Lexicon;
  readonly language: Language;
  readonly phrases: StepPhrases;
}

export function plainWording(lexicon: Lexicon, language: Language): Wording {
  const word = (label: Label) => `"${lexicon.words[label]}"`;
  const phrases: StepPhrases = {
    ...plainPhrases,
    word: (_, to) => word(to),
    table: (table, otherwise) =>
      `a number: ${table.map(([label, number]) => `${word(label)} by ${number}`).join(', ')}, and every other word by ${otherwise}`,
  };
  return { lexicon, language, phrases };
}

/** One sentence. `before` and `after` are the shapes that the step is taken from and leads to. */
export function stepText(step: Step, before: Shape, after: Shape, wording: Wording): string {
  if (step.kind === 'call') return callText(step, before, after, wording);
  return changesShape(step) ? reshapingText(step, wording) : plainText(step, wording);
}

/** What a shape is called, with its article. */
export const shapeNames: Readonly<Record<Shape, string>> = {
  number: 'a number',
  record: 'a record',
  numbers: 'a list of numbers',
  records: 'a list of records',
  tally: 'a map',
  words: 'a list of words',
};

const values: Readonly<Record<Shape, string>> = {
  number: 'the number',
  record: 'the record',
  numbers: 'the list',
  records: 'the list',
  tally: 'the map',
  words: 'the list',
};

export function functionName({ lexicon, language }: Wording, at: number): string {
  return spelled(language, lexicon.functions[at] as string);
}

/** JSON with a space after every comma and colon. */
export function jsonText(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`;
  const entries = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${jsonText(part)}`);
  return `{${entries.join(', ')}}`;
}

function plainText(step: PlainStep, { lexicon, phrases }: Wording): string {
  const word = (label: Label) => `"${lexicon.words[label]}"`;
  const field = (name: Field | 'label') => `\`${lexicon.fields[name]}\``;
  switch (step.kind) {
    case 'numbers':
      return operationText(step.operation, phrases);
    case 'number': {
      const { operation } = step;
      if (operation.kind === 'change') return `Replace the number by ${phrases.change(operation.change)}.`;
      const { condition, whenMet, otherwise } = operation;
      const unmet = otherwise === null ? 'leave it as it is' : `by ${phrases.change(otherwise)}`;
      return `Replace the number by ${phrases.change(whenMet)} if it is ${phrases.condition(condition)}, and ${unmet} otherwise.`;
    }
    case 'field': {
      const change = `by ${phrases.change(step.change)}`;
      if (step.of === 'records')
        return step.when === null
          ? `In every record, replace the ${field(step.field)} ${change}.`
          : `In every record whose ${metBy(step.when, lexicon, phrases)}, replace the ${field(step.field)} ${change}.`;
      return step.when === null
        ? `Replace the ${field(step.field)} of the record ${change}.`
        : `If the ${metBy(step.when, lexicon, phrases)}, replace the ${field(step.field)} of the record ${change}.`;
    }
    case 'addField': {
      const other = field(step.field === 'first' ? 'second' : 'first');
      return step.of === 'records'
        ? `In every record, add the ${other} to the ${field(step.field)}.`
        : `Add the ${other} of the record to its ${field(step.field)}.`;
    }
    case 'keepRecords':
      return `Keep only the records whose ${metBy(step.when, lexicon, phrases)}.`;
    case 'relabel':
      return `In every record whose ${field('label')} is ${word(step.from)}, replace it by ${phrases.word(step.from, step.to)}.`;
    case 'firstOfLabel':
      return `Of records with the same ${field('label')} keep only the first.`;
    case 'values':
      return `Replace every number in the map by ${phrases.change(step.change)}.`;
    case 'keepEntries':
      return `Keep only the entries whose numbers are ${phrases.condition(step.condition)}.`;
    case 'dropEntry':
      return `Leave out the entry of ${word(step.label)}, if there is one.`;
    case 'addToEntry':
      return `Add ${step.amount} to the number of ${word(step.label)}; if it has no entry, put one in at the end, with the number ${step.amount}.`;
    case 'replaceWord':
      return `Replace every ${word(step.from)} by ${phrases.word(step.from, step.to)}.`;
    case 'dropWord':
      return `Leave out every ${word(step.label)}.`;
    case 'distinctWords':
      return 'Of words that occur several times keep only the first occurrence.';
    case 'skipItems': {
      const noun = step.of === 'records' ? 'record' : 'word';
      return step.count === 1
        ? `Leave out the first ${noun}, if there is one.`
        : `Leave out the first ${step.count} ${noun}s, or all if there are no more than that.`;
    }
    case 'reverseItems':
      return `Turn the order of the ${step.of} around.`;
  }
}

function reshapingText(step: ShapeStep, { lexicon, phrases }: Wording): string {
  const word = (label: Label) => `"${lexicon.words[label]}"`;
  const [label, first, second] = (['label', 'first', 'second'] as const).map(
    (name) => `\`${lexicon.fields[name]}\``,
  );
  switch (step.kind) {
    case 'summary':
      return summaryText(step, lexicon, phrases);
    case 'numbersToRecords':
      return `Make a record of every number: its ${label} is ${word(step.met)} if the number is ${phrases.condition(step.condition)} and ${word(step.unmet)} otherwise, its ${first} is the number, and its ${second} is the position of the number in the list, where the first position is 1.`;
    case 'numbersToWords':
      return `Replace every number that is ${phrases.condition(step.condition)} by ${word(step.met)}, and every other number by ${word(step.unmet)}.`;
    case 'numbersToTally':
      return `Make a map with two entries: first ${word(step.met)} with the sum of the numbers that are ${phrases.condition(step.condition)}, then ${word(step.unmet)} with the sum of the others; a sum of no numbers is 0.`;
    case 'combine': {
      const value = {
        first,
        second,
        sum: `the sum of its ${first} and its ${second}`,
        difference: `its ${first} minus its ${second}`,
      }[step.how];
      const said = step.how === 'first' || step.how === 'second' ? `its ${value}` : value;
      return `Replace ${step.of === 'records' ? 'every' : 'the'} record by ${said}.`;
    }
    case 'recordsToTally': {
      const field = step.field === 'first' ? first : second;
      const number = {
        sum: `the sum of the ${field} of its records`,
        largest: `the largest ${field} of its records`,
        count: 'the number of its records',
      }[step.how];
      return `Make a map in which every ${label} that occurs has ${number}.`;
    }
    case 'recordsToWords':
      return `Replace every record by its ${label}.`;
    case 'tallyToNumbers':
      return 'Go on with the list of the numbers in the map, in the order of the entries.';
    case 'tallyToWords':
      return `Go on with the list of the words whose numbers are ${phrases.condition(step.condition)}, in the order of the entries.`;
    case 'tallyToRecords':
      return `Make a list of records, one of every entry and in the order of the entries: its ${label} is the word, its ${first} is the number, and its ${second} is the position of the entry, where the first position is 1.`;
    case 'entry':
      return `Go on with the number of ${word(step.label)}; if it has no entry, with 0.`;
    case 'wordsToTally':
      return 'Make a map in which every word that occurs has the number of times that it does.';
    case 'wordsToNumbers':
      return `Replace every word by ${phrases.table(step.table, step.otherwise)}.`;
    case 'wordsToRecords':
      return `Make a record of every word: its ${label} is the word, its ${first} is the position of the word in the list, where the first position is 1, and its ${second} is how often the word occurs in the whole list.`;
    case 'countWord':
      return `Go on with the number of times that ${word(step.label)} occurs.`;
  }
}

function summaryText(
  { of, result }: Extract<ShapeStep, { kind: 'summary' }>,
  lexicon: Lexicon,
  phrases: Phrases,
): string {
  const field = of === 'first' || of === 'second' ? `\`${lexicon.fields[of]}\`` : '';
  const [sum, largest, empty] = {
    numbers: ['the sum of the numbers', 'the largest number', 'an empty list'],
    tally: ['the sum of the numbers in the map', 'the largest number in the map', 'an empty map'],
    first: [`the sum of the ${field} of all records`, `the largest ${field} of all records`, 'an empty list'],
    second: [
      `the sum of the ${field} of all records`,
      `the largest ${field} of all records`,
      'an empty list',
    ],
  }[of] as [string, string, string];
  const counted = {
    numbers: 'how many of the numbers are',
    tally: 'how many of the numbers in the map are',
    first: `how many records have a ${field} that is`,
    second: `how many records have a ${field} that is`,
  }[of];
  const value: Readonly<Record<Summary['kind'], string>> = {
    sum: `${sum}; of ${empty}, with 0`,
    largest: `${largest}; of ${empty}, with 0`,
    count: result.kind === 'count' ? `${counted} ${phrases.condition(result.condition)}` : '',
  };
  return `Go on with ${value[result.kind]}.`;
}

function callText({ way, function: at }: CallStep, before: Shape, after: Shape, wording: Wording): string {
  const name = functionName(wording, at);
  const value = values[before];
  switch (way) {
    case 'pass':
      return `Go on with ${shapeNames[after]}: what ${name} returns for ${value}.`;
    case 'each': {
      const part = before === 'numbers' ? 'number' : 'record';
      return `Replace every ${part} by what ${name} returns for it.`;
    }
    case 'offset': {
      const place = {
        numbers: 'every number',
        tally: 'every number in the map',
        records: `the \`${wording.lexicon.fields.first}\` of every record`,
      }[before as 'numbers' | 'tally' | 'records'];
      return `Add to ${place} what ${name} returns for the whole ${before === 'tally' ? 'map' : 'list'}.`;
    }
    case 'append':
      return `Put behind the list what ${name} returns for it, as one longer list.`;
  }
}

function metBy({ field, condition }: FieldCondition, lexicon: Lexicon, phrases: Phrases): string {
  return `\`${lexicon.fields[field]}\` is ${phrases.condition(condition)}`;
}

/** The steps of a function in sentences. */
export function stepTexts({ steps }: FunctionPlan, shapes: readonly Shape[], wording: Wording): string[] {
  return steps.map((step, at) => stepText(step, shapes[at]!, shapes[at + 1]!, wording));
}
