import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SeriesPoint, seriesChange } from '../../../measurement/change/series-change.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';

const points = fc.array(
  fc.record({
    compute: fc.double({ min: 1e3, max: 1e20, noNaN: true }),
    theta: fc.double({ min: -3, max: 3, noNaN: true }),
    sd: fc.double({ min: 0.1, max: 1, noNaN: true }),
  }),
  { minLength: 2, maxLength: 10 },
);

/** Slope and its variance from (X'WX)⁻¹X'Wy, intercept and slope solved for at once. */
function normalEquations(series: readonly SeriesPoint[]) {
  const sums = [0, 0, 0, 0, 0] as [number, number, number, number, number];
  for (const { compute, theta, sd } of series) {
    const x = Math.log(compute) / Math.LN2;
    [1, x, x * x, theta, x * theta].forEach((term, index) => {
      sums[index]! += term / sd ** 2;
    });
  }
  const [w, wx, wxx, wy, wxy] = sums;
  const determinant = w * wxx - wx * wx;
  return { slope: (w * wxy - wx * wy) / determinant, variance: w / determinant };
}

/** Share of simulated series of `count` doublings with this true slope that `verdict` is said of. */
function verdictShare(slope: number, count: number, sd: number, verdict: 'plateau' | 'gain'): number {
  const draws = createDraws('series', slope, count, sd);
  let said = 0;
  for (let repetition = 0; repetition < 1_000; repetition++) {
    const series = Array.from({ length: count + 1 }, (_, x) => ({
      compute: 1e6 * 2 ** x,
      theta: slope * x + sd * draws.normal(),
      sd,
    }));
    if (seriesChange(series, null)?.verdict === verdict) said++;
  }
  return said / 1_000;
}

describe('the slope of a series', () => {
  it('is that of weighted least squares, with its standard error', () => {
    fc.assert(
      fc.property(points, (series) => {
        const own = seriesChange(series, null);
        fc.pre(own !== null && own.doublings > 0.5);
        const { slope, variance } = normalEquations(series);
        expect(own!.slope).toBeCloseTo(slope, 6);
        expect((own!.hi - own!.lo) / 2 / Math.sqrt(variance)).toBeCloseTo(1.645, 3);
      }),
    );
  });

  it('is a plateau in at most 5 % of series that rise by the margin, and in most that do not rise', () => {
    expect(verdictShare(0.05, 8, 0.1, 'plateau')).toBeLessThanOrEqual(0.06);
    expect(verdictShare(0.1, 2, 0.05, 'plateau')).toBeLessThanOrEqual(0.06);
    expect(verdictShare(0, 8, 0.1, 'plateau')).toBeGreaterThan(0.9);
  });

  it('needs two computes for a slope and three points for a plateau', () => {
    const at = (compute: number, theta = 0) => ({ compute, theta, sd: 0.01 });
    expect(seriesChange([], null)).toBeNull();
    expect(seriesChange([at(0), at(1e6)], null)).toBeNull();
    expect(seriesChange([at(1e6), at(1e6)], null)).toBeNull();
    expect(seriesChange([at(1e6), at(1e9)], null)?.verdict).toBe('gain');
    expect(seriesChange([at(1e6), at(1e8), at(1e9)], null)?.verdict).toBe('plateau');
  });

  it('rests less on its points the more runs differ', () => {
    const series = [1, 2, 3].map((x) => ({ compute: 2 ** x, theta: x, sd: 0.3 }));
    const [alone, withRuns] = [seriesChange(series, null), seriesChange(series, 0.4)];
    expect((withRuns!.hi - withRuns!.lo) / (alone!.hi - alone!.lo)).toBeCloseTo(0.5 / 0.3, 10);
  });
});
