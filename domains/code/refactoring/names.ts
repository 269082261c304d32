/** The names that a project is written in. */
import type { RandomStream } from '../../random.ts';
import { drawVocabulary, pluralOf } from '../../skins.ts';
import { reservedWords } from '../ir/names.ts';

export interface Names {
  readonly skin: string;
  /** Of functions, nouns, so that a variable may well have the same. */
  readonly functions: readonly string[];
  readonly constants: readonly string[];
  readonly files: readonly string[];
}

/** What is said of a thing by a number. */
const measures = [
  'share',
  'score',
  'weight',
  'margin',
  'bonus',
  'charge',
  'quota',
  'grade',
  'estimate',
  'rating',
  'figure',
  'demand',
] as const;
/** Of parameters: single words, which are spelled alike in every language. */
export const parameterNames = [
  'amount',
  'level',
  'width',
  'height',
  'speed',
  'age',
  'depth',
  'rank',
  'load',
  'pace',
  'units',
  'points',
] as const;
/** Of variables that hold numbers, and of those that hold functions. */
export const variableNames = [
  'total',
  'base',
  'kept',
  'part',
  'extra',
  'mixed',
  'spare',
  'moved',
  'whole',
  'ahead',
  'counted',
  'result',
] as const;
export const aliasNames = ['rule', 'step', 'method', 'work', 'way'] as const;
/** Of records and tables, and the keys of these. */
export const recordNames = ['sides', 'details', 'facts', 'settings'] as const;
export const tableKeys = ['plain', 'early', 'late', 'heavy', 'light', 'short', 'wide', 'steady'] as const;

const taken: ReadonlySet<string> = new Set([
  ...reservedWords,
  ...measures,
  ...parameterNames,
  ...variableNames,
  ...aliasNames,
  ...recordNames,
  ...tableKeys,
]);
const nounsMin = 5;
const constants = 12;

export function drawNames(functions: number, files: number, random: RandomStream): Names {
  const nouns = Math.max(nounsMin, Math.ceil((functions + constants) / measures.length));
  const vocabulary = drawVocabulary(random, { classes: nouns + files, reserved: taken });
  const words = vocabulary.classes.map(({ singular }) => singular);
  const pairs = words.slice(files).flatMap((noun) => measures.map((measure) => `${noun}_${measure}`));
  const drawn = random.shuffle(pairs);
  return {
    skin: vocabulary.skin,
    functions: drawn.slice(constants),
    constants: drawn.slice(0, constants).map((name) => name.toUpperCase()),
    files: words.slice(0, files).map(pluralOf),
  };
}
