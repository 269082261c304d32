import type { Condition } from './conditions.ts';
import type { BriefAnswer } from './text.ts';

interface Token {
  readonly word: string;
  /** Of its sentence, from 1. */
  readonly sentence: number;
  readonly opens: boolean;
}

/** Whether the text meets all conditions: read a character at a time, and with tallies of its words. */
export function meetsAll(conditions: readonly Condition[], { sentences }: BriefAnswer): boolean {
  const tokens = sentences.flatMap((sentence, index) => tokensOf(sentence, index + 1));
  const tally = new Map<string, number>();
  for (const { word } of tokens) tally.set(word, (tally.get(word) ?? 0) + 1);
  return conditions.every((condition) => holds(condition, sentences, tokens, tally));
}

function tokensOf(sentence: string, number: number): Token[] {
  const tokens: Token[] = [];
  let word = '';
  const finish = () => {
    if (word !== '') tokens.push({ word, sentence: number, opens: tokens.length === 0 });
    word = '';
  };
  const characters = sentence.toLowerCase();
  for (let at = 0; at < characters.length; at++) {
    const code = characters.charCodeAt(at);
    if (isLetter(code)) word += characters.charAt(at);
    else if (word !== '' && isLetter(characters.charCodeAt(at + 1)) && joinOf(code) !== '')
      word += joinOf(code);
    else finish();
  }
  finish();
  return tokens;
}

function isLetter(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
  return code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7;
}

/** The plain form of a mark that joins two parts of a word; empty for other marks. */
function joinOf(code: number): string {
  if (code === 39 || code === 0x2018 || code === 0x2019) return "'";
  return code === 45 || code === 0x2010 || code === 0x2011 ? '-' : '';
}

function holds(
  condition: Condition,
  sentences: readonly string[],
  tokens: readonly Token[],
  tally: ReadonlyMap<string, number>,
): boolean {
  const sizes = new Array<number>(sentences.length).fill(0);
  for (const { sentence } of tokens) sizes[sentence - 1]!++;
  const between = (number: number, least: number, most: number) => !(number < least || number > most);
  switch (condition.kind) {
    case 'length':
      return between(tokens.length, condition.least, condition.most);
    case 'sentences':
      return sizes.length === condition.count;
    case 'use':
      return tally.has(condition.word);
    case 'times':
      return (tally.get(condition.word) ?? 0) === condition.count;
    case 'avoid':
      return condition.words.filter((word) => tally.has(word)).length === 0;
    case 'letter':
      return [...tally.keys()].every((word) => word.indexOf(condition.letter) < 0);
    case 'acrostic':
      return [...condition.word].every((letter, index) =>
        tokens.some(({ word, sentence, opens }) => opens && sentence === index + 1 && word[0] === letter),
      );
    case 'span':
      return sizes.filter((size) => between(size, condition.least, condition.most)).length === sizes.length;
    case 'first':
      // A first sentence without words is no first sentence of the text's words.
      return tokens.length > 0 && tokens[0]!.word === condition.word;
    case 'last':
      return tokens.length > 0 && tokens[tokens.length - 1]!.word === condition.word;
    case 'questions':
      return sentences.filter((sentence) => /\?\s*$/.test(sentence)).length === condition.count;
    case 'place':
      return tokens.some(({ word, sentence }) => word === condition.word && sentence === condition.sentence);
    case 'order': {
      const [earlier, later] = condition.words;
      const seen = tokens.filter(({ word }) => word === earlier || word === later).map(({ word }) => word);
      return seen[0] === earlier && seen.includes(later);
    }
    case 'initial': {
      let count = 0;
      for (const [word, times] of tally) if (word[0] === condition.letter) count += times;
      return count === condition.count;
    }
    case 'longest':
      return ![...tally.keys()].some((word) => word.length > condition.most);
    case 'openings': {
      const opening = tokens.filter(({ opens }) => opens).map(({ word }) => word);
      const silent = sizes.filter((size) => size === 0).length;
      return opening.every((word, index) => opening.indexOf(word) === index) && silent < 2;
    }
    case 'commas':
      return (
        sentences.reduce((sum, text) => sum + [...text].filter((mark) => mark === ',').length, 0) ===
        condition.count
      );
  }
}
