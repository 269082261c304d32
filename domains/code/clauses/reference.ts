import type { TestedFunction } from '../synthesis/tested-function.ts';
import type { Specification } from './clause.ts';

/**
 * A function with exceptions that is asked for. The class of an input is the clause that decides; the last number is the
 * normal case.
 */
export interface ClausesReference extends TestedFunction {
  readonly specification: Specification;
  /** Variants that any input drawn tells apart, and how many of them the hidden inputs do. */
  readonly variants: number;
  readonly variantsTold: number;
}
