import { describe, expect, it } from 'vitest';
import { type RunPair, runVariance } from '../../../measurement/change/run-variance.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';

function repeatedRuns(count: number, sd: number, runSd: number): RunPair[] {
  const draws = createDraws('run-variance', count, sd, runSd);
  const run = (truth: number) => ({ theta: truth + runSd * draws.normal() + sd * draws.normal(), sd });
  return Array.from({ length: count }, () => {
    const truth = 2 * draws.normal();
    return [run(truth), run(truth)] as const;
  });
}

describe('the SD between runs', () => {
  it('is found again from repeated runs, and is 0 where they differ by their posterior SDs alone', () => {
    expect(runVariance(repeatedRuns(4_000, 0.3, 0.4)).sd).toBeCloseTo(0.4, 1);
    expect(runVariance(repeatedRuns(4_000, 0.3, 0)).sd).toBeLessThan(0.05);
  });

  it('does not depend on which run of a pair is called the first', () => {
    const pairs = repeatedRuns(9, 0.3, 0.2);
    const turned = pairs.map(([a, b], index): RunPair => (index % 2 === 0 ? [b, a] : [a, b]));
    expect(runVariance(turned).sd).toBeCloseTo(runVariance(pairs).sd!, 12);
  });

  it('is unknown while fewer than five pairs are known', () => {
    expect(runVariance(repeatedRuns(4, 0.3, 0.4))).toEqual({ sd: null, pairs: 4 });
    expect(runVariance(repeatedRuns(5, 0.3, 0.4)).sd).not.toBeNull();
  });
});
