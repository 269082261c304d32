import { endsWithQuestion } from '../last-question.ts';
import { numberedTexts, sectionLines } from '../reading.ts';

/** A sentence that is being written: words in small letters, commas after its first words, and its mark. */
export interface Line {
  readonly words: readonly string[];
  readonly asks: boolean;
  readonly commas: number;
}

export type Draft = readonly Line[];

/** A condition that was read: its kind, the words, letters and numbers that it names, and how far a draft is from it. */
export interface BriefCondition {
  readonly kind: BriefKind;
  readonly words: readonly string[];
  readonly numbers: readonly number[];
  readonly misses: (draft: Draft) => number;
}

const patterns = {
  length: /^The text has (\d+) to (\d+) words\.$/,
  sentences: /^The text has exactly (\d+) sentences?\.$/,
  times: /^The word "(.+)" occurs exactly (?:once|(\d+) times)\.$/,
  place: /^The word "(.+)" occurs in sentence (\d+)\.$/,
  use: /^The word "(.+)" occurs\.$/,
  avoid: /^None of the words (.+) occurs\.$/,
  letter: /^The letter "(.)" does not occur\.$/,
  acrostic: /^The first letters of the first \d+ sentences spell "(.+)"\.$/,
  span: /^Every sentence has (?:exactly )?(\d+)(?: to (\d+))? words?\.$/,
  first: /^The first word of the text is "(.+)"\.$/,
  last: /^The last word of the text is "(.+)"\.$/,
  questions: /^(?:No|Exactly (\d+)) sentences? ends? with a question mark\.$/,
  order: /^The words "(.+)" and "(.+)" both occur, .+\.$/,
  initial: /^Exactly (\d+) words? begins? with the letter "(.)"\.$/,
  longest: /^No word has more than (\d+) characters\.$/,
  openings: /^No two sentences begin with the same word\.$/,
  commas: /^There (?:is no|(?:is|are) exactly (\d+)) commas?\.$/,
} as const;

export type BriefKind = keyof typeof patterns;

const lastSentence =
  /^Give the sentences of the text, in order, as the list "sentences" in one JSON object; /;

/** The conditions of the brief that the prompt ends with; null when it is of another kind. */
export function readBriefPrompt(prompt: string): readonly BriefCondition[] | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  return numberedTexts(sectionLines(prompt, 'Conditions:')).flatMap((text) => readCondition(text) ?? []);
}

export function readCondition(text: string): BriefCondition | null {
  for (const kind of Object.keys(patterns) as BriefKind[]) {
    const found = patterns[kind].exec(text);
    if (found === null) continue;
    const named = found.slice(1).filter((part) => part !== undefined);
    const numbers = named.filter((part) => /^\d+$/.test(part)).map(Number);
    const quoted = kind === 'avoid' ? [...text.matchAll(/"(.+?)"/g)].map(([, word]) => word!) : named;
    const words = quoted.filter((part) => !/^\d+$/.test(part));
    return { kind, words, numbers, misses: missesOf(kind, words, numbers) };
  }
  return null;
}

const beyond = (value: number, least: number, most: number) => Math.max(0, least - value, value - most);
const off = (value: number, wanted: number) => Math.abs(value - wanted);
const wordsOf = (draft: Draft) => draft.flatMap((line) => line.words);
const counting = (draft: Draft, has: (word: string) => boolean) => wordsOf(draft).filter(has).length;

function missesOf(
  kind: BriefKind,
  words: readonly string[],
  numbers: readonly number[],
): BriefCondition['misses'] {
  const [word = '', later = ''] = words;
  const [least = 0, most = least] = numbers;
  switch (kind) {
    case 'length':
      return (draft) => beyond(wordsOf(draft).length, least, most);
    case 'sentences':
      return (draft) => off(draft.length, least);
    case 'times':
      return (draft) =>
        off(
          counting(draft, (other) => other === word),
          numbers[0] ?? 1,
        );
    case 'place':
      return (draft) => (draft[least - 1]?.words.includes(word) ? 0 : 1);
    case 'use':
      return (draft) => (wordsOf(draft).includes(word) ? 0 : 1);
    case 'avoid':
      return (draft) => counting(draft, (other) => words.includes(other));
    case 'letter':
      return (draft) => counting(draft, (other) => other.includes(word));
    case 'acrostic':
      return (draft) => [...word].filter((letter, at) => draft[at]?.words[0]?.[0] !== letter).length;
    case 'span':
      return (draft) => draft.reduce((sum, line) => sum + beyond(line.words.length, least, most), 0);
    case 'first':
      return (draft) => (draft[0]?.words[0] === word ? 0 : 1);
    case 'last':
      return (draft) => (draft.at(-1)?.words.at(-1) === word ? 0 : 1);
    case 'questions':
      return (draft) => off(draft.filter(({ asks }) => asks).length, least);
    case 'order':
      return (draft) => {
        const [earlier, later_] = [word, later].map((other) => wordsOf(draft).indexOf(other));
        return (earlier! < 0 ? 1 : 0) + (later_! < 0 ? 1 : 0) + (earlier! > later_! ? 1 : 0);
      };
    case 'initial':
      return (draft) =>
        off(
          counting(draft, (other) => other.startsWith(word)),
          least,
        );
    case 'longest':
      return (draft) => counting(draft, (other) => other.length > least);
    case 'openings':
      return (draft) => draft.length - new Set(draft.map((line) => line.words[0])).size;
    case 'commas':
      return (draft) =>
        off(
          draft.reduce((sum, line) => sum + line.commas, 0),
          least,
        );
  }
}
