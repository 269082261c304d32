/** A function that goes through steps unless an exception decides: clauses of a guard and an outcome; plain JSON. */
import type { Tried } from '../synthesis/inputs.ts';
import {
  type Condition,
  meets,
  type Output,
  outputOf,
  type Procedure,
  resultOf,
} from '../synthesis/operations.ts';

export type Relation = '<' | '<=' | '==' | '>=' | '>';

/** What is asked of a list as it is given. */
export type Guard =
  /** Of an empty list the first and the last number meet nothing, and the sum is 0. */
  | {
      readonly kind: 'size' | 'first' | 'last' | 'sum' | 'some' | 'none';
      readonly condition: Condition;
    }
  | { readonly kind: 'contains'; readonly amount: number }
  | { readonly kind: 'repeats' | 'distinct' }
  /** How the first number stands to the last; an empty list meets nothing. */
  | { readonly kind: 'ends'; readonly relation: Relation }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Guard[] };

export type Outcome =
  | { readonly kind: 'fixed'; readonly output: Output }
  /** Of the list as it is given. */
  | { readonly kind: 'size' | 'sum' | 'given' }
  /** What the steps come to: a number and so much more, or a list and this number at its end. */
  | { readonly kind: 'more'; readonly amount: number }
  /** The steps but for this one, counted from 0. */
  | { readonly kind: 'without'; readonly step: number }
  /** The steps on all numbers but the first. */
  | { readonly kind: 'rest' };

export interface Clause {
  readonly guard: Guard;
  readonly outcome: Outcome;
}

export interface Specification {
  readonly normal: Procedure;
  /** As they stand in the prompt. */
  readonly clauses: readonly Clause[];
  /** Their numbers in the order in which they are looked at: the first that applies decides. */
  readonly order: readonly number[];
}

/** What a guard asks about. */
export function kindsIn(guard: Guard): Guard['kind'][] {
  return 'of' in guard ? guard.of.flatMap(kindsIn) : [guard.kind];
}

export function holds(guard: Guard, list: readonly number[]): boolean {
  switch (guard.kind) {
    case 'size':
      return meets(guard.condition, list.length);
    case 'first':
      return list.length > 0 && meets(guard.condition, list[0] as number);
    case 'last':
      return list.length > 0 && meets(guard.condition, list[list.length - 1] as number);
    case 'sum':
      return meets(guard.condition, sumOf(list));
    case 'some':
    case 'none':
      return someMeets(guard.condition, list) === (guard.kind === 'some');
    case 'contains':
      return list.includes(guard.amount);
    case 'repeats':
    case 'distinct':
      return hasRepeats(list) === (guard.kind === 'repeats');
    case 'ends':
      return list.length > 0 && related(list[0] as number, guard.relation, list[list.length - 1] as number);
    case 'all':
    case 'any': {
      const enough = guard.kind === 'any';
      for (const part of guard.of) if (holds(part, list) === enough) return enough;
      return !enough;
    }
  }
}

function someMeets(condition: Condition, list: readonly number[]): boolean {
  for (const value of list) if (meets(condition, value)) return true;
  return false;
}

/** Lists are short, so that looking behind each number takes less than keeping a set of them. */
export function hasRepeats(list: readonly number[]): boolean {
  for (let at = 0; at < list.length; at++) if (list.indexOf(list[at] as number, at + 1) >= 0) return true;
  return false;
}

function related(left: number, relation: Relation, right: number): boolean {
  switch (relation) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '==':
      return left === right;
    case '>=':
      return left >= right;
    case '>':
      return left > right;
  }
}

export function sumOf(list: readonly number[]): number {
  let sum = 0;
  for (const value of list) sum += value;
  return sum;
}

/** The clause that decides, given which of them apply; how many there are where it is the normal case. */
export function deciderOf(order: readonly number[], applies: readonly boolean[]): number {
  return order.find((number) => applies[number]) ?? applies.length;
}

/** What an outcome, or without one the normal case, makes of a list of which the normal states are known. */
export function outcomeOn(
  normal: Procedure,
  outcome: Outcome | undefined,
  { values, states }: Omit<Tried, 'output'>,
): Output {
  switch (outcome?.kind) {
    case undefined:
      return resultOf(normal.result, states.at(-1)!);
    case 'fixed':
      return outcome.output;
    case 'size':
      return values.length;
    case 'sum':
      return sumOf(values);
    case 'given':
      return values;
    case 'more': {
      const result = resultOf(normal.result, states.at(-1)!);
      return typeof result === 'number' ? result + outcome.amount : [...result, outcome.amount];
    }
    case 'without':
      return outputOf(
        { ...normal, operations: normal.operations.slice(outcome.step + 1) },
        states[outcome.step]!,
      );
    case 'rest':
      return outputOf(normal, values.slice(1));
  }
}

export function withoutStep({ operations, result }: Procedure, step: number): Procedure {
  return { operations: operations.toSpliced(step, 1), result };
}
