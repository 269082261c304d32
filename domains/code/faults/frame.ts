/** What calls of functions of whole numbers and lists of them come to, and what is kept of a call while it runs. */
import { ProgramError } from '../ir/interpreter.ts';

/** What functions take and return. */
export type Whole = number | readonly number[];

/** What comes of a call. */
export interface Outcome {
  /** Null when it comes to nothing. */
  readonly returned: Whole | null;
  /** Steps of the call and of all calls inside it. */
  readonly steps: number;
  /** Whether variables that are said to be `naturals` have no number below 0 in them, in the calls inside it too. */
  readonly keepsNaturals: boolean;
}

/** What comes of calling the function of this number. */
export type Calls = (called: number, given: Whole) => Outcome;

export interface Frame {
  /** The values of variables. */
  readonly slots: (number | number[])[];
  readonly calls: Calls;
  stepsLeft: number;
  stepsInside: number;
  keepsNaturals: boolean;
  returned: number | number[];
}

/** A part of a function as a closure. */
export type Evaluate<T> = (frame: Frame) => T;

export const nothing: Outcome = { returned: null, steps: 0, keepsNaturals: false };

/** Thrown where a call comes to nothing; made once, since to trace the stack takes longer than most calls. */
export const comesToNothing = new ProgramError('result', 'a call comes to nothing');

export function copiedWhole(value: Whole): number | number[] {
  return typeof value === 'number' ? value : value.slice();
}

export function indexIn(list: readonly number[], index: number): number {
  if (index < 0 || index >= list.length) throw comesToNothing;
  return index;
}

export function notDrawn({ kind }: { readonly kind: string }): never {
  throw new TypeError(`${kind}: no program that is drawn has one`);
}
