/** The prompt, in the reader's terms: steps and exceptions in sentences, the call in the language. */
import { counted, listed } from '../../skins.ts';
import type { Language } from '../languages.ts';
import type { Condition, Procedure } from '../synthesis/operations.ts';
import type { Signature } from '../synthesis/program.ts';
import {
  closingText,
  conditionText,
  divisionText,
  type Example,
  examplesLines,
  listText,
  openingText,
  operationText,
  resultText,
} from '../synthesis/wording.ts';
import {
  type Clause,
  type Guard,
  kindsIn,
  type Outcome,
  type Relation,
  type Specification,
} from './clause.ts';
import type { Move } from './order.ts';

const letters = 'ABCDEFGHIJ';

const relationTexts: Readonly<Record<Relation, string>> = {
  '<': 'less than',
  '<=': 'not greater than',
  '==': 'equal to',
  '>=': 'not less than',
  '>': 'greater than',
};

export function bodyOf(
  { normal, clauses }: Specification,
  moves: readonly Move[],
  signature: Signature,
  language: Language,
  examples: readonly Example[],
): string {
  const sentences = [
    ...normal.operations.map((operation) => operationText(operation)),
    resultText(normal.result),
  ];
  return [
    openingText(signature, language),
    '',
    `Its parameter is a list of whole numbers, which may be empty. It goes through these steps, each of them on the list that the step before it left, unless ${clauses.length === 1 ? 'the exception' : 'an exception'} below applies:`,
    ...sentences.map((sentence, index) => `${index + 1}. ${sentence}`),
    '',
    clauses.length === 1 ? 'Exception:' : 'Exceptions:',
    ...clauses.map(
      (clause, number) =>
        `${letterOf(number)}. If ${guardText(clause.guard)}, ${outcomeText(clause.outcome, normal)}.`,
    ),
    '',
    ...(clauses.length === 1 ? [] : [orderText(moves)]),
    notesText(clauses),
    divisionText,
    ...examplesLines(signature, language, examples),
    '',
    closingText(language, examples),
  ].join('\n');
}

export function letterOf(clause: number): string {
  return letters[clause] as string;
}

function orderText(moves: readonly Move[]): string {
  const changes = moves.map(
    ({ moved, before }, index) =>
      `${letterOf(moved)} ${index === 0 ? 'is looked at ' : ''}right before ${letterOf(before)}`,
  );
  const but = moves.length === 0 ? '' : `, except that ${listed(changes)}`;
  return `Where several exceptions apply, only one of them decides: the first that applies when they are looked at in the order in which they stand${but}.`;
}

/** What is to be said of the empty list and of lists of one number, where exceptions ask it. */
function notesText(clauses: readonly Clause[]): string {
  const kinds = new Set(clauses.flatMap(({ guard }) => kindsIn(guard)));
  const asks = (...some: readonly Guard['kind'][]) => some.some((kind) => kinds.has(kind));
  const empty = [
    ...(asks('first', 'last', 'ends') ? ['a condition on its first or last number does not hold'] : []),
    ...(asks('none', 'distinct') ? ['a condition that begins with "no number" holds'] : []),
    ...(asks('sum') || clauses.some(({ outcome }) => outcome.kind === 'sum') ? ['the sum is 0'] : []),
  ];
  return [
    'The conditions are about the list as it is given, before any step.',
    ...(empty.length === 0 ? [] : [`For an empty list, ${listed(empty)}.`]),
    ...(asks('ends') ? ['In a list of one number, this number is the first and the last.'] : []),
  ].join(' ');
}

export function guardText(guard: Guard): string {
  switch (guard.kind) {
    case 'size':
      return `the list ${sizeText(guard.condition)}`;
    case 'first':
    case 'last':
      return `the ${guard.kind} number is ${conditionText(guard.condition)}`;
    case 'sum':
      return `the sum of the numbers is ${conditionText(guard.condition)}`;
    case 'some':
      return `some number is ${conditionText(guard.condition)}`;
    case 'none':
      return `no number is ${conditionText(guard.condition)}`;
    case 'contains':
      return `the list contains the number ${guard.amount}`;
    case 'repeats':
      return 'some number occurs more than once';
    case 'distinct':
      return 'no number occurs more than once';
    case 'ends':
      return `the first number is ${relationTexts[guard.relation]} the last`;
    case 'all':
    case 'any':
      return listed(guard.of.map(guardText), guard.kind === 'all' ? 'and' : 'or');
  }
}

function sizeText({ test, amount }: Condition): string {
  if (test === 'below' && amount === 1) return 'is empty';
  return `has ${test === 'above' ? 'more' : 'fewer'} than ${counted(amount, 'number')}`;
}

function outcomeText(outcome: Outcome, { result }: Procedure): string {
  switch (outcome.kind) {
    case 'fixed': {
      const { output } = outcome;
      if (typeof output === 'number') return `return ${output}`;
      return output.length === 0 ? 'return the empty list' : `return the list ${listText(output)}`;
    }
    case 'size':
      return 'return how many numbers the list has';
    case 'sum':
      return 'return the sum of the numbers as they are given';
    case 'given':
      return 'return the list as it is given';
    case 'more': {
      const { amount } = outcome;
      if (result.kind === 'list') return `return what the steps come to, with ${amount} added at the end`;
      return `return what the steps come to, ${amount < 0 ? `minus ${-amount}` : `plus ${amount}`}`;
    }
    case 'without':
      return `go through the steps without step ${outcome.step + 1}`;
    case 'rest':
      return 'leave out the first number, if there is one, and go through the steps with the others';
  }
}
