import type { Text } from './text.ts';

/**
 * What a text must be like. Words and letters are in small letters; sentences are counted from 1.
 * `length`: words of the text. `sentences`: their number. `use`: the word occurs. `times`: so often. `avoid`: none of the
 * words occurs. `letter`: the letter does not occur. `acrostic`: the first letters of the first sentences spell it.
 * `span`: words of each sentence. `first`, `last`: of the text. `questions`: sentences that end with a question mark.
 * `place`: the sentence has the word. `order`: both words occur, the first one earlier. `initial`: words that begin with
 * the letter. `longest`: characters of a word at most. `openings`: no two sentences begin with the same word.
 */
export type Condition =
  | { readonly kind: 'length'; readonly least: number; readonly most: number }
  | { readonly kind: 'sentences'; readonly count: number }
  | { readonly kind: 'use'; readonly word: string }
  | { readonly kind: 'times'; readonly word: string; readonly count: number }
  | { readonly kind: 'avoid'; readonly words: readonly string[] }
  | { readonly kind: 'letter'; readonly letter: string }
  | { readonly kind: 'acrostic'; readonly word: string }
  | { readonly kind: 'span'; readonly least: number; readonly most: number }
  | { readonly kind: 'first'; readonly word: string }
  | { readonly kind: 'last'; readonly word: string }
  | { readonly kind: 'questions'; readonly count: number }
  | { readonly kind: 'place'; readonly word: string; readonly sentence: number }
  | { readonly kind: 'order'; readonly words: readonly [string, string] }
  | { readonly kind: 'initial'; readonly letter: string; readonly count: number }
  | { readonly kind: 'longest'; readonly most: number }
  | { readonly kind: 'openings' }
  | { readonly kind: 'commas'; readonly count: number };

export type ConditionKind = Condition['kind'];

export function isMet(condition: Condition, text: Text): boolean {
  const { sentences, words, asks, commas } = text;
  switch (condition.kind) {
    case 'length':
      return words.length >= condition.least && words.length <= condition.most;
    case 'sentences':
      return sentences.length === condition.count;
    case 'use':
      return words.includes(condition.word);
    case 'times':
      return timesIn(words, condition.word) === condition.count;
    case 'avoid':
      return !condition.words.some((word) => words.includes(word));
    case 'letter':
      return !words.some((word) => word.includes(condition.letter));
    case 'acrostic':
      return initialsOf(sentences).startsWith(condition.word);
    case 'span':
      return sentences.every(({ length }) => length >= condition.least && length <= condition.most);
    case 'first':
      return words[0] === condition.word;
    case 'last':
      return words.at(-1) === condition.word;
    case 'questions':
      return asks.filter((asking) => asking).length === condition.count;
    case 'place':
      return sentences[condition.sentence - 1]?.includes(condition.word) ?? false;
    case 'order': {
      const [earlier, later] = condition.words.map((word) => words.indexOf(word)) as [number, number];
      return earlier >= 0 && earlier < later;
    }
    case 'initial':
      return words.filter((word) => word.startsWith(condition.letter)).length === condition.count;
    case 'longest':
      return words.every((word) => word.length <= condition.most);
    case 'openings':
      return new Set(sentences.map(([opening]) => opening)).size === sentences.length;
    case 'commas':
      return commas === condition.count;
  }
}

/** The share of the conditions that the text meets. */
export function shareMet(conditions: readonly Condition[], text: Text): number {
  return conditions.filter((condition) => isMet(condition, text)).length / conditions.length;
}

export function timesIn(words: readonly string[], word: string): number {
  return words.filter((other) => other === word).length;
}

/** First letters of the sentences; a sentence without words has a space. */
export function initialsOf(sentences: Text['sentences']): string {
  return sentences.map(([opening]) => opening?.charAt(0) ?? ' ').join('');
}
