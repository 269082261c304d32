import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** Pr(Z > z) of the standard normal, to full relative precision far into the tail, where p-values live. */
export function normalTail(z: number): number {
  return cdf(-z, 0, 1);
}

/** The z with Pr(Z ≤ z) = `probability`; within 1e-8 down to probabilities of 1e-10. */
export function normalQuantile(probability: number): number {
  return quantile(probability, 0, 1);
}
