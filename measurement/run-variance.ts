import type { Measured } from './change.ts';
import { runPairsMin } from './constants.ts';
import { meanOf } from './statistics.ts';

/** Two evaluations of the same checkpoint under the same protocol, in either order. */
export type RunPair = readonly [Measured, Measured];

export interface RunVariance {
  /** s_run in logits; null while fewer than five pairs are known: then it counts as 0, and is said to be unknown. */
  readonly sd: number | null;
  readonly pairs: number;
}

/**
 * s_run² = max(0, Var(A/A differences) / 2 − mean sd²): what repeated runs differ by beyond their posterior SDs.
 * Which run of a pair comes first is arbitrary, so the differences have mean 0 and their variance is their mean
 * square.
 */
export function runVariance(pairs: readonly RunPair[]): RunVariance {
  if (pairs.length < runPairsMin) return { sd: null, pairs: pairs.length };
  const between = meanOf(pairs.map(([first, second]) => (second.theta - first.theta) ** 2)) / 2;
  const within = meanOf(pairs.flatMap((pair) => pair.map(({ sd }) => sd ** 2)));
  return { sd: Math.sqrt(Math.max(0, between - within)), pairs: pairs.length };
}
