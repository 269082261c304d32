import type { Language } from '../languages.ts';
import type { Output, Procedure } from './operations.ts';
import type { Signature } from './program.ts';
import type { Example } from './wording.ts';

/** A function that is asked for, and what tells whether an answer is it. */
export interface FunctionReference {
  readonly procedure: Procedure;
  readonly signature: Signature;
  readonly language: Language;
  readonly examples: readonly Example[];
  /** Hidden inputs, what the function returns for each, and the number of the behaviour class of each. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly Output[];
  readonly classes: readonly number[];
  /** Variants that any input drawn tells apart, and how many of them the hidden inputs do. */
  readonly variants: number;
  readonly variantsTold: number;
}
