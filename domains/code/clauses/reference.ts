import type { Language } from '../languages.ts';
import type { Output } from '../synthesis/operations.ts';
import type { Signature } from '../synthesis/program.ts';
import type { Specification } from './clause.ts';

/** A function with exceptions that is asked for, and what tells whether an answer is it. */
export interface ClausesReference {
  readonly specification: Specification;
  readonly signature: Signature;
  readonly language: Language;
  /** Hidden inputs, what the function returns for each, and the clause that decides; the last number is the normal case. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly Output[];
  readonly classes: readonly number[];
  /** Variants that any input drawn tells apart, and how many of them the hidden inputs do. */
  readonly variants: number;
  readonly variantsTold: number;
}
