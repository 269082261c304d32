import { runPairsMin } from '../constants.ts';
import { meanOf } from '../numeric/statistics.ts';
import type { Measured } from './change.ts';

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

/** One domain of one run; runs of the same checkpoint and domain repeat each other. */
export interface Run extends Measured {
  readonly checkpointId: number;
  readonly domain: string;
  readonly run: number;
}

/** Runs in pairs that share none: the first and second of a checkpoint and domain, the third and fourth, … */
export function runPairs(runs: readonly Run[]): RunPair[] {
  const repeated = Map.groupBy(runs, ({ checkpointId, domain }) => `${checkpointId}/${domain}`);
  return [...repeated.values()].flatMap((group) => {
    const inOrder = group.toSorted((a, b) => a.run - b.run);
    return inOrder.flatMap((first, index): RunPair[] => {
      const second = inOrder[index + 1];
      return index % 2 === 0 && second !== undefined ? [[first, second]] : [];
    });
  });
}
