import { endsWithQuestion } from '../last-question.ts';
import { numberedTexts, sectionLines } from '../reading.ts';

/** What a clue demands of the places, from 1, of its variables; false for a choice that it forbids. */
type Test = (...places: readonly number[]) => boolean;

export interface Constraint {
  /** The clue's number in the prompt. */
  readonly number: number;
  /** What sort of clue it is, e.g. `next to`. */
  readonly kind: string;
  /** Variable numbers, one for each argument of `allows`. */
  readonly variables: readonly number[];
  readonly allows: Test;
}

export interface GridPrompt {
  readonly positions: number;
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** Variable number of a value: `positions` variables for each attribute, in the order read. */
  readonly constraints: readonly Constraint[];
}

const lastSentence = /^Which values go with which .+\? For each attribute, list its values in order /;

/** The puzzle that the prompt ends with; null when it is of another kind. */
export function readGridPrompt(prompt: string): GridPrompt | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const opening = [
    ...prompt.matchAll(/^There are (\d+) \D+ in a row, numbered 1 to \d+ from left to right/gm),
  ].at(-1);
  if (opening === undefined) return null;
  const attributes = sectionLines(prompt, 'Attributes:').flatMap((line) => {
    const match = /^- ([^:]+): (.+)$/.exec(line);
    return match === null ? [] : [{ name: match[1] as string, values: (match[2] as string).split(', ') }];
  });
  const variableOf = new Map(
    attributes.flatMap(({ values }) => values).map((value, index) => [value, index]),
  );
  const clues = numberedTexts(sectionLines(prompt, 'Clues:'));
  if (attributes.length === 0 || clues.length === 0) return null;
  return {
    positions: Number(opening[1]),
    attributes,
    constraints: clues.flatMap((text, index) => readClue(text, index + 1, variableOf)),
  };
}

/** Sentence patterns by how many values they name; the first that matches says what the clue means. */
const patterns: readonly {
  readonly kind: string;
  readonly values: number;
  readonly sign: RegExp;
  readonly test: (numbers: number[]) => Test;
}[] = [
  {
    kind: 'between',
    values: 3,
    sign: / somewhere between /,
    test: () => (a, b, c) => (b! < a! && a! < c!) || (c! < a! && a! < b!),
  },
  {
    kind: 'one of two',
    values: 3,
    sign: / but not both\.$/,
    test: () => (a, b, c) => (a === b) !== (a === c),
  },
  { kind: 'not next to', values: 2, sign: / is not next to /, test: () => (a, b) => Math.abs(a! - b!) !== 1 },
  { kind: 'next to', values: 2, sign: / is next to /, test: () => (a, b) => Math.abs(a! - b!) === 1 },
  { kind: 'somewhere left of', values: 2, sign: / somewhere to the left of /, test: () => (a, b) => a! < b! },
  {
    kind: 'directly left of',
    values: 2,
    sign: / directly to the left of /,
    test: () => (a, b) => a! + 1 === b!,
  },
  { kind: 'not left of', values: 2, sign: / is not to the left of /, test: () => (a, b) => a! >= b! },
  {
    kind: 'apart',
    values: 2,
    sign: /^There (is|are) exactly /,
    test:
      ([n]) =>
      (a, b) =>
        Math.abs(a! - b!) === n! + 1,
  },
  { kind: 'not the same', values: 2, sign: / is not the /, test: () => (a, b) => a !== b },
  { kind: 'the same', values: 2, sign: /./, test: () => (a, b) => a === b },
  {
    kind: 'not at',
    values: 1,
    sign: / is not (in|at) \D+\d+\.$/,
    test:
      ([n]) =>
      (a) =>
        a !== n,
  },
  {
    kind: 'at one of two',
    values: 1,
    sign: / is (in|at) \D+\d+ or \D+\d+\.$/,
    test:
      ([n, m]) =>
      (a) =>
        a === n || a === m,
  },
  {
    kind: 'at',
    values: 1,
    sign: / is (in|at) \D+\d+\.$/,
    test:
      ([n]) =>
      (a) =>
        a === n,
  },
];

/** No constraint for a sentence that names something outside the attributes. */
function readClue(text: string, number: number, variableOf: ReadonlyMap<string, number>): Constraint[] {
  const words = text.match(/[A-Za-z]+/g) ?? [];
  const variables = words.flatMap((word) => variableOf.get(word) ?? []);
  const pattern = patterns.find(({ values, sign }) => values === variables.length && sign.test(text));
  if (pattern === undefined) return [];
  return [
    { number, kind: pattern.kind, variables, allows: pattern.test((text.match(/\d+/g) ?? []).map(Number)) },
  ];
}
