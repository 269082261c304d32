import type { DomainPair, Measured } from '../../measurement/change/change.ts';
import { abilityPriorSd } from '../../measurement/constants.ts';
import type { Draws } from '../../measurement/numeric/draws.ts';
import { normalQuantile } from '../../measurement/numeric/normal.ts';

/** An ability whose posterior has this SD under the prior of every checkpoint; `error` is standard normal. */
export function measured(truth: number, sd: number, error: number): Measured {
  // 1/sd² = 1/prior² + 1/noise²: what the answers alone say is noisier, and the prior then shrinks it.
  const kept = 1 - (sd / abilityPriorSd) ** 2;
  const noise = sd / Math.sqrt(kept);
  return { theta: kept * (truth + noise * error), sd };
}

export interface PairPlan {
  readonly domains: number;
  /** Posterior SD of each side, in logits. */
  readonly sd: number;
  /** True change in the first domain; the others stay what they are. */
  readonly change: number;
}

/**
 * `count` pairs of checkpoints of N(0, 1.5²) abilities. The errors of the first domain's differences are stratified:
 * the share of verdicts on it then has next to no sampling error.
 */
export function* simulatedPairs({ domains, sd, change }: PairPlan, count: number, draws: Draws) {
  for (let index = 0; index < count; index++) {
    const pairs: DomainPair[] = [];
    for (let domain = 0; domain < domains; domain++) {
      const truth = 1.5 * draws.normal();
      const half = draws.normal();
      const rank = domain === 0 ? normalQuantile((index + draws.uniform()) / count) : draws.normal();
      // Sum and difference of two independent normals are independent normals.
      const [before, after] = [(half - rank) / Math.SQRT2, (half + rank) / Math.SQRT2];
      pairs.push({
        domain: `domain-${domain}`,
        before: measured(truth, sd, before),
        after: measured(truth + (domain === 0 ? change : 0), sd, after),
      });
    }
    yield pairs;
  }
}
