import type { Names } from './dispersed-names.ts';
import type { Constraint } from './grid-prompt.ts';

type Test = (...places: readonly number[]) => boolean;

interface Pattern {
  readonly kind: string;
  /** How many people the sentence speaks of. */
  readonly people: number;
  readonly sign: RegExp;
  readonly test: (numbers: readonly number[]) => Test;
}

const pattern = (
  people: number,
  kind: string,
  sign: RegExp,
  test: (numbers: readonly number[]) => Test,
): Pattern => ({ people, kind, sign, test });
const isBetween: Test = (a, b, c) => (b! < a! && a! < c!) || (c! < a! && a! < b!);

/** Sentences by what they say of the people in them, in the order in which they stand; the first that fits counts. */
const patterns: readonly Pattern[] = [
  pattern(3, 'between', / is somewhere between /, () => isBetween),
  pattern(3, 'between', / somewhere between them\.$/, () => (b, c, a) => isBetween(a!, b!, c!)),
  pattern(3, 'one of two', / is either .+, but not both\.$/, () => (a, b, c) => (a === b) !== (a === c)),
  pattern(3, 'one of two', /exactly one of .+ is the same /i, () => (b, c, a) => (a === b) !== (a === c)),
  pattern(2, 'not next to', / (is not next to|are not neighbours)/, () => (a, b) => Math.abs(a! - b!) !== 1),
  pattern(2, 'next to', / (is next to|are neighbours)/, () => (a, b) => Math.abs(a! - b!) === 1),
  pattern(2, 'somewhere left of', / somewhere to the left of /, () => (a, b) => a! < b!),
  pattern(2, 'somewhere left of', / somewhere to the right of /, () => (a, b) => a! > b!),
  pattern(2, 'directly left of', / directly to the left of /, () => (a, b) => a! + 1 === b!),
  pattern(2, 'directly left of', / directly to the right of /, () => (a, b) => a! === b! + 1),
  pattern(2, 'not left of', / is not to the left of /, () => (a, b) => a! >= b!),
  pattern(2, 'not left of', / is not to the right of /, () => (a, b) => a! <= b!),
  pattern(
    2,
    'apart',
    / exactly \d+ .+ between /,
    ([n]) =>
      (a, b) =>
        Math.abs(a! - b!) === n! + 1,
  ),
  pattern(2, 'not the same', / two different | is not /, () => (a, b) => a !== b),
  pattern(2, 'the same', /./, () => (a, b) => a === b),
  pattern(
    1,
    'not at',
    / is not (in|at) \D+\d+\.$|the one (in|at) \D+\d+ is not /i,
    ([n]) =>
      (a) =>
        a !== n,
  ),
  pattern(
    1,
    'at one of two',
    /\d+ or \D+\d+/,
    ([n, m]) =>
      (a) =>
        a === n || a === m,
  ),
  pattern(
    1,
    'at',
    /\d/,
    ([n]) =>
      (a) =>
        a === n,
  ),
];

const aboutPeople =
  /^(In the \S+ row, |The (one|\S+ who) |[A-Z]\w+ (is|and) |Exactly one of |There (is|are) exactly |Either the one )/;
/** Words with a capital letter that are no names. */
const openings: ReadonlySet<string> = new Set(['The', 'Exactly', 'There', 'Either']);

/** The clue that the sentence is about the row asked about; null for another row's and for any other sentence. */
export function readDispersedClue(
  sentence: string,
  row: string,
  variableOf: ReadonlyMap<string, number>,
  names: Names,
  number: number,
): Constraint | null {
  if (!aboutPeople.test(sentence)) return null;
  const variables: number[] = [];
  const said = rowIn(sentence);
  let itsRow = said;
  for (const [word] of sentence.matchAll(/[A-Za-z]+/g)) {
    const variable = variableOf.get(word);
    if (variable !== undefined) variables.push(variable);
    else if (said === null && /^[A-Z]/.test(word) && !openings.has(word)) {
      const person = describedBy(names.originOf(word), variableOf);
      if (person === null) return null;
      variables.push(person.variable);
      itsRow = person.row;
    }
  }
  if (itsRow !== row) return null;
  const found = patterns.find(({ people, sign }) => people === variables.length && sign.test(sentence));
  if (found === undefined) return null;
  const allows = found.test((sentence.match(/\d+/g) ?? []).map(Number));
  return { number, kind: found.kind, variables, allows };
}

function rowIn(sentence: string): string | null {
  return /^In the (\S+) row, /.exec(sentence)?.[1] ?? null;
}

function describedBy(
  sentence: string,
  variableOf: ReadonlyMap<string, number>,
): { readonly row: string; readonly variable: number } | null {
  const row = rowIn(sentence);
  const value = (sentence.match(/[A-Za-z]+/g) ?? []).find((word) => variableOf.has(word));
  return row === null || value === undefined ? null : { row, variable: variableOf.get(value) as number };
}
