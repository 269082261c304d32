import { normal90, plateauPointsMin, plateauRiseLogits, plateauSlope } from '../constants.ts';
import type { Measured } from './change.ts';

/** One checkpoint of a series: its ability, and its training compute in whatever unit the series has. */
export interface SeriesPoint extends Measured {
  readonly compute: number;
}

export interface SeriesChange {
  readonly verdict: 'plateau' | 'gain';
  /** Logits a doubling of compute, with the bounds of its 90 % interval. */
  readonly slope: number;
  readonly lo: number;
  readonly hi: number;
  /** Slopes within ± this would be a plateau. */
  readonly margin: number;
  /** log2 of the largest compute over the smallest. */
  readonly doublings: number;
  readonly points: number;
}

/**
 * The slope of theta on log2 of compute by least squares with weights 1/(sd² + s_run²), its SE that of known
 * variances. A plateau is a 90 % interval within ±max(.05, .2 / doublings covered) from three points on; all else
 * is a gain a doubling, which may be negative. Null where fewer than two different computes are known: compute 0
 * has no logarithm and is left out. `runSd` in logits, null counting as 0.
 */
export function seriesChange(points: readonly SeriesPoint[], runSd: number | null): SeriesChange | null {
  const placed = points
    .filter(({ compute }) => compute > 0 && Number.isFinite(compute))
    .map(({ compute, theta, sd }) => ({
      x: Math.log2(compute),
      theta,
      weight: 1 / (sd ** 2 + (runSd ?? 0) ** 2),
    }));
  const xs = placed.map(({ x }) => x);
  const doublings = Math.max(...xs) - Math.min(...xs);
  if (placed.length < 2 || doublings === 0) return null;

  const total = placed.reduce((sum, { weight }) => sum + weight, 0);
  const centre = placed.reduce((sum, { weight, x }) => sum + weight * x, 0) / total;
  const spread = placed.reduce((sum, { weight, x }) => sum + weight * (x - centre) ** 2, 0);
  const slope = placed.reduce((sum, { weight, x, theta }) => sum + weight * (x - centre) * theta, 0) / spread;
  const reach = normal90 / Math.sqrt(spread);
  const margin = Math.max(plateauSlope, plateauRiseLogits / doublings);
  const within = slope - reach > -margin && slope + reach < margin;
  return {
    verdict: placed.length >= plateauPointsMin && within ? 'plateau' : 'gain',
    slope,
    lo: slope - reach,
    hi: slope + reach,
    margin,
    doublings,
    points: placed.length,
  };
}
