import { endsWithQuestion } from '../last-question.ts';
import { numberedTexts, sectionLines } from '../reading.ts';

export interface Clue {
  /** What sort of clue it is, e.g. `next to`. */
  readonly kind: string;
  /** Numbers of the people, in the order of the list of names, one for each argument of `allows`. */
  readonly people: readonly number[];
  /** Whether the clue is true when these people are at these places, from 1. */
  readonly allows: (...places: readonly number[]) => boolean;
}

export interface Question {
  readonly id: string;
  /** What sort of question it is, e.g. `who is there`. */
  readonly kind: string;
  readonly price: number;
  /** A number for the answer when the people are at these places, by person, from 1. */
  readonly answer: (places: readonly number[]) => number;
  /** All numbers that an answer may have. */
  readonly answers: readonly number[];
}

export interface MissingPrompt {
  readonly places: number;
  readonly people: readonly string[];
  readonly clues: readonly Clue[];
  readonly questions: readonly Question[];
}

const lastSentence = /^How many arrangements fit all clues, which question is the best, and how many /;
const opening = /^There are (\d+) \D+ in a row, .+, with one .+ (?:in|at) each: (.+), in an order that /gm;

/** The situation that the prompt ends with; null when it is of another kind. */
export function readMissingPrompt(prompt: string): MissingPrompt | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const first = [...prompt.matchAll(opening)].at(-1);
  if (first === undefined) return null;
  const places = Number(first[1]);
  const people = (first[2] as string).split(/, | and /);
  const clues = numberedTexts(sectionLines(prompt, 'Clues:')).flatMap((text) => readClue(text, people) ?? []);
  const questions = sectionLines(prompt, 'Questions:').flatMap(
    (line) => readQuestion(line, people, places) ?? [],
  );
  return questions.length === 0 ? null : { places, people, clues, questions };
}

/** The kind of clue that states a place outright. */
export const stated = 'at';

const cluePatterns: readonly (readonly [
  kind: string,
  pattern: RegExp,
  test: (numbers: readonly number[]) => Clue['allows'],
])[] = [
  [
    'at either',
    /^(\S+) is (?:in|at) .+ (\d+) or .+ (\d+)\.$/,
    ([n, m]) =>
      (a) =>
        a === n || a === m,
  ],
  [
    'not at',
    /^(\S+) is not (?:in|at) .+ (\d+)\.$/,
    ([n]) =>
      (a) =>
        a !== n,
  ],
  [
    stated,
    /^(\S+) is (?:in|at) .+ (\d+)\.$/,
    ([n]) =>
      (a) =>
        a === n,
  ],
  ['left of', /^(\S+) is somewhere to the left of (\S+)\.$/, () => (a, b) => a! < b!],
  ['directly left of', /^(\S+) is directly to the left of (\S+)\.$/, () => (a, b) => a! + 1 === b],
  ['next to', /^(\S+) is next to (\S+)\.$/, () => (a, b) => Math.abs(a! - b!) === 1],
  ['not next to', /^(\S+) is not next to (\S+)\.$/, () => (a, b) => Math.abs(a! - b!) !== 1],
  [
    'places between',
    /^There (?:is|are) exactly (\d+) .+ between (\S+) and (\S+)\.$/,
    ([n]) =>
      (a, b) =>
        Math.abs(a! - b!) === n! + 1,
  ],
  ['between', /^(\S+) is somewhere between (\S+) and (\S+)\.$/, () => (a, b, c) => (a! - b!) * (c! - a!) > 0],
];

function readClue(text: string, names: readonly string[]): Clue | null {
  for (const [kind, pattern, test] of cluePatterns) {
    const found = pattern.exec(text)?.slice(1);
    if (found === undefined) continue;
    const numbers = found.filter((part) => /^\d+$/.test(part)).map(Number);
    const people = found.filter((part) => !/^\d+$/.test(part)).map((name) => names.indexOf(name));
    return people.includes(-1) ? null : { kind, people, allows: test(numbers) };
  }
  return null;
}

function readQuestion(line: string, people: readonly string[], places: number): Question | null {
  const [, id, price, text] = /^(Q\d+) \((\d+) coins?\)\. (.+)$/.exec(line) ?? [];
  if (id === undefined || text === undefined) return null;
  const numbers = Array.from({ length: places + 1 }, (_, number) => number);
  const yesNo = [0, 1];
  const named = (...names: (string | undefined)[]) => names.map((name) => people.indexOf(name as string));
  const question = (kind: string, answers: readonly number[], answer: Question['answer']): Question => ({
    id,
    price: Number(price),
    kind,
    answers,
    answer,
  });
  const where = /^(?:In|At) which .+ is (\S+)\?$/.exec(text);
  if (where !== null) {
    const [a] = named(where[1]);
    return question('where is', numbers, (at) => at[a!]!);
  }
  const who = /^Who is (?:in|at) .+ (\d+)\?$/.exec(text);
  if (who !== null) return question('who is there', numbers, (at) => at.indexOf(Number(who[1])));
  const left = /^Is (\S+) somewhere to the left of (\S+)\?$/.exec(text);
  if (left !== null) {
    const [a, b] = named(left[1], left[2]);
    return question('is left of', yesNo, (at) => (at[a!]! < at[b!]! ? 1 : 0));
  }
  const next = /^Is (\S+) next to (\S+)\?$/.exec(text);
  if (next !== null) {
    const [a, b] = named(next[1], next[2]);
    return question('is next to', yesNo, (at) => (Math.abs(at[a!]! - at[b!]!) === 1 ? 1 : 0));
  }
  const apart = /^How many .+ are there between (\S+) and (\S+)\?$/.exec(text);
  if (apart === null) return null;
  const [a, b] = named(apart[1], apart[2]);
  return question('how many between', numbers, (at) => Math.abs(at[a!]! - at[b!]!) - 1);
}
