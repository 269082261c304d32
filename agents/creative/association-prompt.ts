import { endsWithQuestion } from '../last-question.ts';
import { numberedTexts, sectionLines } from '../reading.ts';

export interface Condition {
  /** What sort of condition it is, e.g. `begin with`. */
  readonly kind: string;
  readonly least: number;
  readonly most: number;
  /** The number of a set of words that the condition bounds. */
  readonly numberIn: (set: readonly number[]) => number;
}

export interface AssociationPrompt {
  readonly words: readonly string[];
  readonly size: number;
  readonly target: number;
  readonly conditions: readonly Condition[];
  readonly distance: (left: number, right: number) => number;
}

/** What is read of the words: their letters, the labels of their classes, and whether two of them are tied. */
interface Lexicon {
  readonly words: readonly string[];
  readonly texts: readonly string[];
  readonly labels: readonly (readonly string[])[];
  readonly tied: readonly ReadonlySet<number>[];
}

const lastSentence = /^Give the (\d+) words, in any order, as the list "words" in one JSON object\.$/;
const wanted = /it counts fully when its unlikeness is (\d+) or more/g;
const sized = /^A set of (\d+) different words of the lexicon is wanted /gm;

/** The question that the prompt ends with; null when it is of another kind. */
export function readAssociationPrompt(prompt: string): AssociationPrompt | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const size = [...prompt.matchAll(sized)].at(-1)?.[1];
  const target = [...prompt.matchAll(wanted)].at(-1)?.[1];
  if (size === undefined || target === undefined) return null;
  const lexicon = readLexicon(prompt);
  const conditions = numberedTexts(sectionLines(prompt, 'Conditions:')).flatMap(
    (text) => readCondition(text, lexicon, Number(size)) ?? [],
  );
  const { words, labels } = lexicon;
  const distances = labels.map((from) => labels.map((to) => stepsBetween(from, to)));
  return {
    words,
    size: Number(size),
    target: Number(target),
    conditions,
    distance: (left, right) => (left === right ? 0 : (distances[left]?.[right] ?? 0)),
  };
}

function readLexicon(prompt: string): Lexicon {
  const entries = sectionLines(prompt, 'Lexicon:').flatMap((line) => {
    const [label, list] = line.split(': ');
    return (list ?? '').split(', ').map((word) => ({ word, label: (label ?? '').split('.') }));
  });
  const words = entries.map(({ word }) => word);
  const tied = words.map(() => new Set<number>());
  for (const line of sectionLines(prompt, 'Some words are tied to each other, two and two:')) {
    for (const pair of line.split(', ')) {
      const [left, right] = pair.split(' + ').map((word) => words.indexOf(word));
      tied[left ?? -1]?.add(right ?? -1);
      tied[right ?? -1]?.add(left ?? -1);
    }
  }
  return {
    words,
    texts: words.map((word) => word.toLowerCase()),
    labels: entries.map(({ label }) => label),
    tied,
  };
}

function stepsBetween(from: readonly string[], to: readonly string[]): number {
  const parting = from.findIndex((part, index) => part !== to[index]);
  const shared = parting < 0 ? from.length : parting;
  return 2 + from.length + to.length - 2 * shared;
}

function readCondition(text: string, lexicon: Lexicon, size: number): Condition | null {
  const banned = /^Banned: no word belongs to class (.+)\.$/.exec(text)?.[1];
  if (banned !== undefined) {
    const classes = banned.split(/, | or /);
    const has = lexicon.labels.map((label) => classes.some((other) => belongs(label, other)));
    return { kind: 'banned', least: 0, most: 0, numberIn: counting(has) };
  }
  const letters = /^Together the words have (exactly|at least|at most) (\d+) letters\.$/.exec(text);
  if (letters !== null) {
    const lengths = lexicon.texts.map((word) => word.length);
    return {
      kind: 'letters',
      ...bounds(letters[1], Number(letters[2]), Number.POSITIVE_INFINITY),
      numberIn: counting(lengths),
    };
  }
  const different = readDifferent(text, size);
  if (different !== null) {
    const { key, number } = different;
    const keys = keysOf(key, lexicon);
    return { kind: `different ${key}`, least: number, most: number, numberIn: differing(keys) };
  }
  if (text === 'No two of the words are tied to each other.')
    return { kind: 'tied', least: 0, most: 0, numberIn: tying(lexicon.tied) };
  const counted = /^(?:(No|Every) word|(Exactly|At least|At most) (\d+) of the words) (.+)\.$/.exec(text);
  if (counted === null) return null;
  const [, all, bound, number, property] = counted;
  const range =
    all === undefined
      ? bounds(bound?.toLowerCase(), Number(number), size)
      : bounds('exactly', all === 'No' ? 0 : size, size);
  if (/^(?:is|are) tied to at least one other word of the set$/.test(property as string))
    return { kind: 'tied', ...range, numberIn: tying(lexicon.tied) };
  const trait = readTrait(property as string, lexicon);
  return trait === null ? null : { kind: trait.kind, ...range, numberIn: counting(trait.has) };
}

function bounds(bound: string | undefined, number: number, highest: number): { least: number; most: number } {
  return { least: bound === 'at most' ? 0 : number, most: bound === 'at least' ? highest : number };
}

const differences = [
  ['first', /^(?:No two of the|All|The) words begin with (?:the same|exactly (\d+) different) letters?\.$/],
  ['last', /^(?:No two of the|All|The) words end with (?:the same|exactly (\d+) different) letters?\.$/],
  [
    'length',
    /^(?:No two of the|All|The) words have (?:the same|exactly (\d+) different) numbers? of letters\.$/,
  ],
  ['line', /^(?:No two of the|All|The) words stand in (?:the same|exactly (\d+) different) lines?\.$/],
] as const;
type Key = (typeof differences)[number][0];

function readDifferent(text: string, size: number): { key: Key; number: number } | null {
  for (const [key, pattern] of differences) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const number = text.startsWith('No two') ? size : text.startsWith('All') ? 1 : Number(found[1]);
    return { key, number };
  }
  return null;
}

function keysOf(key: Key, { texts, labels }: Lexicon): readonly (string | number | undefined)[] {
  if (key === 'line') return labels.map((label) => label.join('.'));
  return texts.map((text) => (key === 'first' ? text[0] : key === 'last' ? text.at(-1) : text.length));
}

function readTrait(property: string, { texts, labels }: Lexicon): { kind: string; has: boolean[] } | null {
  const [, kind, letter] = /^(begin|end|contain)s? (?:with|the letter) "(.)"$/.exec(property) ?? [];
  if (kind !== undefined && letter !== undefined) {
    const has = (text: string) =>
      kind === 'begin'
        ? text.startsWith(letter)
        : kind === 'end'
          ? text.endsWith(letter)
          : text.includes(letter);
    return { kind, has: texts.map(has) };
  }
  const long = /^(?:has|have) (\d+) or more letters$/.exec(property)?.[1];
  if (long !== undefined) return { kind: 'long', has: texts.map((text) => text.length >= Number(long)) };
  const label = /^belongs? to class (\S+)$/.exec(property)?.[1];
  return label === undefined ? null : { kind: 'class', has: labels.map((own) => belongs(own, label)) };
}

function belongs(label: readonly string[], wider: string): boolean {
  return `${label.join('.')}.`.startsWith(`${wider}.`);
}

function counting(worth: readonly (number | boolean)[]): Condition['numberIn'] {
  const numbers = worth.map(Number);
  return (set) => set.reduce((sum, word) => sum + (numbers[word] as number), 0);
}

function differing(keys: readonly unknown[]): Condition['numberIn'] {
  return (set) => new Set(set.map((word) => keys[word])).size;
}

function tying(tied: readonly ReadonlySet<number>[]): Condition['numberIn'] {
  return (set) => set.filter((own) => set.some((other) => tied[own]?.has(other))).length;
}
