import { describe, expect, it } from 'vitest';
import { changeBetween } from '../../../measurement/change/change.ts';
import { settlingDepth } from '../../../measurement/change/settling.ts';
import { depths } from '../../../measurement/constants.ts';
import { normalQuantile } from '../../../measurement/numeric/normal.ts';

const names = ['quick', 'standard', 'deep'] as const;
const draws = 500;

/** Share of each verdict over the whole distribution of observed differences at a depth's SD target. */
function verdictShares(difference: number, depth: (typeof names)[number], runSd: number) {
  const { sdTarget } = depths[depth];
  const sd = Math.sqrt(2 * sdTarget ** 2 + 2 * runSd ** 2);
  const shares = { regression: 0, improvement: 0, equivalent: 0, inconclusive: 0 };
  for (let index = 0; index < draws; index++) {
    const observed = difference + sd * normalQuantile((index + 0.5) / draws);
    const side = (theta: number) => ({ theta, sd: sdTarget });
    // Three others that say nothing make it a comparison of four domains.
    const others = ['b', 'c', 'd'].map((domain) => ({ domain, before: side(0), after: side(0) }));
    const pairs = [{ domain: 'a', before: side(0), after: side(observed) }, ...others];
    shares[changeBetween(pairs, { runSd, linkSd: 0 })[0]!.verdict] += 1 / draws;
  }
  return shares;
}

describe('the depth that would settle a difference', () => {
  it('is the shallowest at which a simulation finds it, or shows equivalence, in 80 % of all cases', () => {
    for (const runSd of [0, 0.1]) {
      for (const difference of [-3, -2.1, -1.5, -0.9, -0.3, 0, 0.005, 0.1, 0.5, 0.7, 1, 1.5, 2.5]) {
        const settled = names.filter((depth) => {
          const { regression, improvement, equivalent } = verdictShares(difference, depth, runSd);
          return Math.max(difference < 0 ? regression : improvement, equivalent) >= 0.8;
        });
        const options = { runSd, linkSd: 0, domainCount: 4 };
        const told = (deeperThan: (typeof names)[number] | null) =>
          settlingDepth(difference, { ...options, deeperThan });
        expect(told(null), `${difference} at ${runSd}`).toBe(settled[0] ?? null);
        expect(told('standard')).toBe(settled.includes('deep') ? 'deep' : null);
        expect(told('deep')).toBeNull();
      }
    }
  });
});
