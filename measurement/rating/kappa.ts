import { type Agreement, numbered, resampled } from './resampling.ts';

/** Scores of two raters for the same thing. */
export type ScorePair = readonly [number, number];

/**
 * Cohen's kappa with quadratic weights (Cohen 1968, Psychological Bulletin 70, 213–220): 1 − Σ w_ij o_ij / Σ w_ij e_ij,
 * w_ij = (i − j)², o the shares of the pairs (i, j) and e those that the two marginals imply. The numerator is the mean
 * squared difference of the pairs, the denominator E x² + E y² − 2 E x E y. Null without pairs, or where both raters gave
 * one and the same score throughout.
 */
export function quadraticWeightedKappa(pairs: readonly ScorePair[]): number | null {
  return weightedKappa(pairs, () => 1);
}

/** Kappa with its 95 % interval by resampling `clusters`, one name a pair. */
export function kappaWithInterval(
  pairs: readonly ScorePair[],
  clusters: readonly string[],
  seed: string,
): Agreement {
  const { of, count } = numbered(clusters);
  return resampled(count, (times) => weightedKappa(pairs, (pair) => times[of[pair]!]!), seed);
}

function weightedKappa(pairs: readonly ScorePair[], times: (pair: number) => number): number | null {
  let [n, sumX, sumY, squares, differences] = [0, 0, 0, 0, 0];
  pairs.forEach(([x, y], pair) => {
    const by = times(pair);
    n += by;
    sumX += by * x;
    sumY += by * y;
    squares += by * (x * x + y * y);
    differences += by * (x - y) ** 2;
  });
  const expected = squares - (2 * sumX * sumY) / n;
  // Of equal scores the sums leave a rounding, which is no disagreement.
  return n > 0 && expected > 1e-9 * (1 + squares) ? 1 - differences / expected : null;
}
