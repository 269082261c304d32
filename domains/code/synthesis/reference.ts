import type { Procedure } from './operations.ts';
import type { TestedFunction } from './tested-function.ts';
import type { Example } from './wording.ts';

/** A function that is asked for by its steps. */
export interface FunctionReference extends TestedFunction {
  readonly procedure: Procedure;
  readonly examples: readonly Example[];
  /** Variants that any input drawn tells apart, and how many of them the hidden inputs do. */
  readonly variants: number;
  readonly variantsTold: number;
}
