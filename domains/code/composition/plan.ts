/**
 * A composed program as what it does, without the words of any skin: functions that take a value through steps and use
 * one another. Plain JSON.
 */
import type { Change, Condition, Operation, Result } from '../synthesis/operations.ts';

/** A single number or record, lists of numbers, records and words, and a tally: a map from words to numbers. */
export type Shape = 'number' | 'record' | 'numbers' | 'records' | 'tally' | 'words';
export type ListShape = Exclude<Shape, 'number' | 'record'>;

/** A word, by its number among those that a lexicon has. */
export type Label = number;
export const labelCount = 5;

export interface Item {
  readonly label: Label;
  readonly first: number;
  readonly second: number;
}

/** In the order in which the words came in. */
export type Tally = readonly (readonly [Label, number])[];

export type Value = number | Item | readonly number[] | readonly Item[] | Tally;

export type Field = 'first' | 'second';

export interface FieldCondition {
  readonly field: Field;
  readonly condition: Condition;
}

/** What is made of numbers; the largest of none is 0. */
export type Summary = { readonly kind: 'sum' | 'largest' } | Extract<Result, { readonly kind: 'count' }>;

/** Steps that leave the shape as it is. `of` tells whether it is one record or a list of them, and the like. */
export type PlainStep =
  | { readonly kind: 'numbers'; readonly operation: Operation }
  | { readonly kind: 'number'; readonly operation: Extract<Operation, { kind: 'change' | 'choose' }> }
  | {
      readonly kind: 'field';
      readonly of: 'record' | 'records';
      readonly field: Field;
      readonly change: Change;
      /** Null changes all records. */
      readonly when: FieldCondition | null;
    }
  /** Adds the other number of the record to this one. */
  | { readonly kind: 'addField'; readonly of: 'record' | 'records'; readonly field: Field }
  | { readonly kind: 'keepRecords'; readonly when: FieldCondition }
  | { readonly kind: 'relabel'; readonly from: Label; readonly to: Label }
  | { readonly kind: 'firstOfLabel' }
  | { readonly kind: 'values'; readonly change: Change }
  | { readonly kind: 'keepEntries'; readonly condition: Condition }
  | { readonly kind: 'dropEntry'; readonly label: Label }
  | { readonly kind: 'addToEntry'; readonly label: Label; readonly amount: number }
  | { readonly kind: 'replaceWord'; readonly from: Label; readonly to: Label }
  | { readonly kind: 'dropWord'; readonly label: Label }
  | { readonly kind: 'distinctWords' }
  | { readonly kind: 'skipItems'; readonly of: 'records' | 'words'; readonly count: number }
  | { readonly kind: 'reverseItems'; readonly of: 'records' | 'words' };

/** Steps that change the shape. */
export type ShapeStep =
  | {
      readonly kind: 'summary';
      /** Numbers of a list or a tally, or those in a field of records. */
      readonly of: 'numbers' | 'tally' | Field;
      readonly result: Summary;
    }
  /** What is `met` and `unmet` goes by the condition; a record has the number first and its position, from 1, second. */
  | {
      readonly kind: 'numbersToRecords' | 'numbersToWords' | 'numbersToTally';
      readonly condition: Condition;
      readonly met: Label;
      readonly unmet: Label;
    }
  | {
      readonly kind: 'combine';
      readonly of: 'record' | 'records';
      readonly how: 'first' | 'second' | 'sum' | 'difference';
    }
  | {
      readonly kind: 'recordsToTally';
      readonly how: 'sum' | 'largest' | 'count';
      /** Means nothing where records are counted. */
      readonly field: Field;
    }
  | { readonly kind: 'recordsToWords' }
  | { readonly kind: 'tallyToNumbers' }
  /** The words whose numbers meet the condition. */
  | { readonly kind: 'tallyToWords'; readonly condition: Condition }
  /** The number first and the position of the entry, from 1, second. */
  | { readonly kind: 'tallyToRecords' }
  /** 0 for a word that is not there. */
  | { readonly kind: 'entry'; readonly label: Label }
  | { readonly kind: 'wordsToTally' }
  | {
      readonly kind: 'wordsToNumbers';
      readonly table: readonly (readonly [Label, number])[];
      readonly otherwise: number;
    }
  /** The position of the word, from 1, first and how often it occurs second. */
  | { readonly kind: 'wordsToRecords' }
  | { readonly kind: 'countWord'; readonly label: Label };

/**
 * How a function is used: on the whole value (`pass`), on each number or record in turn (`each`), its number added to
 * every number, first field or entry (`offset`), or its list put behind the value (`append`).
 */
export interface CallStep {
  readonly kind: 'call';
  readonly way: 'pass' | 'each' | 'offset' | 'append';
  /** By its number in the composition. */
  readonly function: number;
}

export type OwnStep = PlainStep | ShapeStep;
export type Step = OwnStep | CallStep;

export interface FunctionPlan {
  readonly takes: Shape;
  readonly gives: Shape;
  readonly steps: readonly Step[];
}

/** The first function is the main one; each calls only functions after it. */
export interface Composition {
  readonly functions: readonly FunctionPlan[];
}

/** A step that is left out. One that changes the shape leaves nothing of the new shape: an empty list, or 0. */
export interface LeftOut {
  readonly function: number;
  readonly step: number;
}

export function shapeAfter(step: Step, before: Shape, functions: readonly FunctionPlan[]): Shape {
  switch (step.kind) {
    case 'call': {
      const { gives } = functions[step.function]!;
      if (step.way === 'pass') return gives;
      if (step.way === 'each') return gives === 'record' ? 'records' : 'numbers';
      return before;
    }
    case 'summary':
    case 'entry':
    case 'countWord':
      return 'number';
    case 'combine':
      return step.of === 'record' ? 'number' : 'numbers';
    case 'numbersToRecords':
    case 'tallyToRecords':
    case 'wordsToRecords':
      return 'records';
    case 'numbersToWords':
    case 'recordsToWords':
    case 'tallyToWords':
      return 'words';
    case 'numbersToTally':
    case 'recordsToTally':
    case 'wordsToTally':
      return 'tally';
    case 'tallyToNumbers':
    case 'wordsToNumbers':
      return 'numbers';
    default:
      return before;
  }
}

/** The shape before each step of a function and after the last. */
export function shapesOf({ takes, steps }: FunctionPlan, functions: readonly FunctionPlan[]): Shape[] {
  const shapes = [takes];
  for (const step of steps) shapes.push(shapeAfter(step, shapes.at(-1)!, functions));
  return shapes;
}

/** True for a step of the function's own, no call, after which the shape is another one. */
export function changesShape(step: Step): step is ShapeStep {
  return shapeChanging.has(step.kind);
}

const shapeChanging: ReadonlySet<Step['kind']> = new Set<Step['kind']>([
  'summary',
  'numbersToRecords',
  'numbersToWords',
  'numbersToTally',
  'combine',
  'recordsToTally',
  'recordsToWords',
  'tallyToNumbers',
  'tallyToWords',
  'tallyToRecords',
  'entry',
  'wordsToTally',
  'wordsToNumbers',
  'wordsToRecords',
  'countWord',
]);
