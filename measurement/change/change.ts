import {
  changeAlpha,
  changeLogitsMin,
  changeProbabilityMin,
  detectionPower,
  equivalenceLogits,
  normal90,
} from '../constants.ts';
import { normalQuantile, normalTail } from '../numeric/normal.ts';

/** An ability in logits with its posterior SD. */
export interface Measured {
  readonly theta: number;
  readonly sd: number;
}

/** One domain of two checkpoints, both on the same scale. */
export interface DomainPair {
  readonly domain: string;
  readonly before: Measured;
  readonly after: Measured;
}

export interface ChangeOptions {
  /** s_run: SD between repeated evaluations of one checkpoint beyond their posterior SDs, in logits; null: unknown, counted 0. */
  readonly runSd: number | null;
  /** s_link: SD of the link between two scales, in logits; 0 where both are measured on the same frozen scale. */
  readonly linkSd: number;
}

export type ChangeVerdict = 'regression' | 'improvement' | 'equivalent' | 'inconclusive';

export interface DomainChange {
  readonly domain: string;
  /** D = theta after − theta before, in logits. */
  readonly difference: number;
  /** V = sd_before² + sd_after² + s_link² + 2 s_run². */
  readonly variance: number;
  readonly z: number;
  /** Two-sided, of this domain alone. */
  readonly p: number;
  /** Holm's, over all domains that were compared. */
  readonly pAdjusted: number;
  readonly verdict: ChangeVerdict;
  /** The difference that this comparison would have found with power .8, in logits. */
  readonly detectable: number;
}

/**
 * What has changed from one checkpoint to another, domain by domain. A regression is a drop that is there
 * (Holm-adjusted p < .05 over the domains) and matters (Pr(D < −0.2) ≥ .95); an improvement mirrors it;
 * equivalent means a 90 % interval within ±0.5 (two one-sided tests); all else is inconclusive, and `detectable`
 * says why. Throws a RangeError for SDs of which no variance comes.
 */
export function changeBetween(
  domains: readonly DomainPair[],
  options: ChangeOptions,
): readonly DomainChange[] {
  const tests = domains.map(({ domain, before, after }) => {
    const difference = after.theta - before.theta;
    const variance = before.sd ** 2 + after.sd ** 2 + errorBeyondSds(options);
    if (!(variance > 0 && Number.isFinite(variance) && Number.isFinite(difference))) {
      throw new RangeError(`${domain}: a change needs finite abilities and SDs that are not both 0`);
    }
    const z = difference / Math.sqrt(variance);
    return { domain, difference, variance, z, p: 2 * normalTail(Math.abs(z)) };
  });
  const adjusted = holmAdjusted(tests.map(({ p }) => p));
  return tests.map((test, index) => {
    const pAdjusted = adjusted[index]!;
    return {
      ...test,
      pAdjusted,
      verdict: verdictOn(test.difference, Math.sqrt(test.variance), pAdjusted),
      detectable: detectableDifference(test.variance, domains.length),
    };
  });
}

/**
 * Holm's step-down adjustment: the k-th smallest of m p-values times m − k + 1, never below a smaller one's, at
 * most 1. Rejecting what is below alpha keeps the family-wise error at alpha under any dependence
 * (Holm 1979, Scandinavian Journal of Statistics 6, 65–70).
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const ascending = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  ascending.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = highest;
  });
  return adjusted;
}

/**
 * The smallest true change that a comparison of this variance finds with power .8 among `domainCount` domains, in
 * logits: the larger of the two critical differences (Holm's first step, Bonferroni, is its strictest) and what
 * the power takes on top.
 */
export function detectableDifference(variance: number, domainCount: number): number {
  const sd = Math.sqrt(variance);
  const significant = normalQuantile(1 - changeAlpha / (2 * domainCount)) * sd;
  const relevant = changeLogitsMin + normalQuantile(changeProbabilityMin) * sd;
  return Math.max(significant, relevant) + normalQuantile(detectionPower) * sd;
}

/** What adds to the variance of a difference beside the posterior variances of the two sides. */
export function errorBeyondSds({ runSd, linkSd }: ChangeOptions): number {
  return linkSd ** 2 + 2 * (runSd ?? 0) ** 2;
}

function verdictOn(difference: number, sd: number, pAdjusted: number): ChangeVerdict {
  const beyond = normalTail((changeLogitsMin - Math.abs(difference)) / sd);
  if (pAdjusted < changeAlpha && beyond >= changeProbabilityMin) {
    return difference < 0 ? 'regression' : 'improvement';
  }
  return Math.abs(difference) + normal90 * sd < equivalenceLogits ? 'equivalent' : 'inconclusive';
}
