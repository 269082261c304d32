import type { RandomStream } from '../../random.ts';
import { drawVocabulary, type WordNeeds } from '../../skins.ts';

/** A class of the lexicon. Its label is that of the class that it is part of and one number more: `2.1.3`. */
export interface WordClass {
  readonly label: string;
  /** Number of the class that it is directly part of; -1 for the whole lexicon. */
  readonly parent: number;
}

/** Words sorted into a tree of classes, and pairs of words that are tied. Plain JSON. */
export interface Lexicon {
  readonly words: readonly string[];
  /** For each word, the number of the class in whose line it stands. */
  readonly classOf: readonly number[];
  /** Each class comes after the one that it is part of. */
  readonly classes: readonly WordClass[];
  readonly ties: readonly (readonly [word: number, word: number])[];
}

const wordsPerLineMin = 2;
const wordsPerLineMax = 8;
const wordsPerLine = 4;
const linesMin = 6;
const linesMax = 16;
/** Numbers of the longest label. */
const labelMax = 4;
const topParts = { min: 2, max: 4 };
const innerParts = { min: 2, max: 3 };
/** Lines of words that a vocabulary has of each kind, in the order in which they are used up. */
const sources = { categories: 8, classes: 3, properties: 5 } as const;
const tiesPerWord = 0.9;

/** A lexicon of so many words, and the vocabulary that they come from. */
export function drawLexicon(size: number, random: RandomStream): { lexicon: Lexicon; skin: string } {
  const lines = Math.min(linesMax, Math.max(linesMin, Math.round(size / wordsPerLine)));
  const sizes = lineSizes(lines, size, random);
  const { skin, texts } = drawWords(sizes, random);
  const { classes, leaves } = drawClasses(lines, random);
  const lexicon: Lexicon = {
    words: texts.flat(),
    classOf: leaves.flatMap((leaf, line) => new Array<number>(sizes[line] as number).fill(leaf)),
    classes,
    ties: drawTies(size, random),
  };
  return { lexicon, skin };
}

/** The class and all classes that it is part of, from the narrowest on. */
export function classesFrom(classes: readonly WordClass[], start: number): number[] {
  const path: number[] = [];
  for (let at = start; at >= 0; at = (classes[at] as WordClass).parent) path.push(at);
  return path;
}

/** Steps between all pairs of words: row by row, `words` wide. */
export function distancesOf({ words, classOf, classes }: Lexicon): Uint8Array {
  const between = classes.map((_, from) => classes.map((_, to) => stepsBetween(classes, from, to)));
  const distances = new Uint8Array(words.length * words.length);
  for (const from of words.keys()) {
    const row = between[classOf[from] as number] as number[];
    for (const to of words.keys()) {
      if (from !== to) distances[from * words.length + to] = 2 + (row[classOf[to] as number] as number);
    }
  }
  return distances;
}

/** The sum of the distances of all pairs. */
export function unlikenessOf(set: readonly number[], distances: Uint8Array, words: number): number {
  let sum = 0;
  for (let first = 0; first < set.length; first++) {
    for (let second = 0; second < first; second++)
      sum += distances[(set[first] as number) * words + (set[second] as number)] as number;
  }
  return sum;
}

function stepsBetween(classes: readonly WordClass[], from: number, to: number): number {
  const [up, down] = [classesFrom(classes, from), classesFrom(classes, to)];
  const meeting = up.findIndex((at) => down.includes(at));
  return meeting < 0 ? up.length + down.length : meeting + down.indexOf(up[meeting] as number);
}

function lineSizes(lines: number, size: number, random: RandomStream): number[] {
  const sizes = new Array<number>(lines).fill(wordsPerLineMin);
  for (let left = size - lines * wordsPerLineMin; left > 0; ) {
    const line = random.int(0, lines - 1);
    if (sizes[line] === wordsPerLineMax) continue;
    sizes[line] = (sizes[line] as number) + 1;
    left--;
  }
  return sizes;
}

/** Words for each line, those of a line all of one kind where the vocabulary has kinds of words. */
function drawWords(
  sizes: readonly number[],
  random: RandomStream,
): { skin: string; texts: readonly (readonly string[])[] } {
  const values = Math.max(...sizes);
  const lines = (first: number, most: number) => Math.min(most, Math.max(0, sizes.length - first));
  const categories = lines(0, sources.categories);
  const classes = lines(sources.categories, sources.classes);
  const properties = lines(sources.categories + sources.classes, sources.properties);
  const needs: WordNeeds = {
    categories: { count: categories, values },
    classes: classes * values,
    properties: properties * values,
  };
  const vocabulary = drawVocabulary(random.substream('words'), needs);
  const chunk = (words: readonly string[], index: number) =>
    words.slice(index * values, (index + 1) * values);
  const nouns = vocabulary.classes.map(({ singular }) => singular);
  const kinds = [
    ...vocabulary.categories.map((category) => category.values),
    ...Array.from({ length: classes }, (_, index) => chunk(nouns, index)),
    ...Array.from({ length: properties }, (_, index) => chunk(vocabulary.properties, index)),
  ];
  const texts = random.shuffle(kinds).map((words, line) => words.slice(0, sizes[line]));
  return { skin: vocabulary.skin, texts };
}

/** A tree of classes with so many lines of words, all in classes that have no parts. */
function drawClasses(lines: number, random: RandomStream): { classes: WordClass[]; leaves: number[] } {
  const classes: WordClass[] = [];
  const leaves: number[] = [];
  const split = (parent: number, prefix: string, level: number, count: number): void => {
    const { min, max } = level === 1 ? topParts : innerParts;
    const parts = level === labelMax ? count : random.int(min, Math.min(max, count));
    for (const [index, part] of composition(count, parts, random).entries()) {
      const own = classes.length;
      const label = `${prefix}${index + 1}`;
      classes.push({ label, parent });
      if (part === 1) leaves.push(own);
      else split(own, `${label}.`, level + 1, part);
    }
  };
  split(-1, '', 1, lines);
  return { classes, leaves };
}

/** So many numbers above 0 that add up to the count. */
function composition(count: number, parts: number, random: RandomStream): number[] {
  const between = Array.from({ length: count - 1 }, (_, index) => index + 1);
  const cuts = [0, ...random.sample(between, parts - 1).sort((left, right) => left - right), count];
  return cuts.slice(1).map((cut, index) => cut - (cuts[index] as number));
}

function drawTies(size: number, random: RandomStream): [number, number][] {
  const ties = new Map<number, [number, number]>();
  for (const wanted = Math.round(tiesPerWord * size); ties.size < wanted; ) {
    const first = random.int(0, size - 1);
    const second = random.int(0, size - 1);
    if (first < second) ties.set(first * size + second, [first, second]);
  }
  return [...ties.values()];
}
