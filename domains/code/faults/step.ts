/** What the steps have in common that functions are put together from. */
import type { RandomStream } from '../../random.ts';
import { arithmetic, type Expression, int, type Place, type Statement, variable } from '../ir/program.ts';

/** Where a step stands. */
export interface Site {
  /** The variable that the step takes up. */
  readonly from: string;
  /** Whether no number in it can be below 0. */
  readonly natural: boolean;
  /** Whether the step is to look like a slip, though its comment says just that. */
  readonly odd: boolean;
  readonly random: RandomStream;
  /** A name that is free in the function. */
  fresh(name: string): string;
}

export interface Step {
  readonly statements: readonly Statement[];
  /** The variable that holds what comes of it. */
  readonly result: string;
  /** What it does, as the comment says it: an imperative without a full stop. */
  readonly text: string;
  /** Whether no number that it leaves can be below 0. */
  readonly natural: boolean;
  /** Its other variables that hold no number below 0. */
  readonly naturals: readonly string[];
}

export type DrawStep = (site: Site) => Step;

export function plus(value: Expression, more: number): Expression {
  return arithmetic(value, '+', int(more));
}

export function itemAt(list: string, index: Expression): Place {
  return { kind: 'element', of: variable(list), index };
}

export function lengthOf(list: string): Expression {
  return { kind: 'length', of: variable(list) };
}

export function when(condition: Expression, ...body: readonly Statement[]): Statement {
  return { kind: 'if', branches: [{ condition, body }], otherwise: [] };
}
