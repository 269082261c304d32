import { describe, expect, it } from 'vitest';
import { contrastCurves } from '../../../measurement/efficiency/contrast.ts';
import type { CurvePoint } from '../../../measurement/efficiency/curve.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { quantile } from '../../../measurement/numeric/statistics.ts';

const count = 400;
const computeAt = (x: number) => 10 ** x;

/** A straight line from (from, low) to (until, high) through three points, each draw shifted as a whole. */
function line(
  name: string,
  from: number,
  until: number,
  low: number,
  high: number,
  sd: number,
): CurvePoint[] {
  const draws = createDraws('contrast', name);
  const shifts = Float64Array.from({ length: count }, () => sd * draws.normal());
  return [0, 0.5, 1].map((share) => ({
    x: from + share * (until - from),
    draws: shifts.map((shift) => low + share * (high - low) + shift),
  }));
}

describe('two curves side by side', () => {
  const fast = line('fast', 6, 8, 0.1, 0.9, 0.02);
  const slow = line('slow', 6, 10, 0.1, 0.7, 0.02);

  it('have at each milestone the ratio of what they need, with its interval', () => {
    const { milestones } = contrastCurves(fast, slow, computeAt);
    const [quarter, half, most] = milestones;
    for (const milestone of [quarter, half]) {
      const level = milestone!.performance;
      // On straight lines the crossing can be had by hand, draw by draw.
      const x = (points: readonly CurvePoint[], draw: number) => {
        const [low, high] = [points[0]!, points[2]!];
        const share = (level - low.draws[draw]!) / (high.draws[draw]! - low.draws[draw]!);
        return low.x + share * (high.x - low.x);
      };
      const ratios = Float64Array.from(
        { length: count },
        (_, draw) => 10 ** (x(fast, draw) - x(slow, draw)),
      ).sort();
      expect(milestone!.ratio!.lo! / quantile(ratios, 0.025)).toBeCloseTo(1, 1);
      expect(milestone!.ratio!.hi! / quantile(ratios, 0.975)).toBeCloseTo(1, 1);
      expect(milestone!.ratio!.value).toBeCloseTo(milestone!.first.compute! / milestone!.second.compute!, 12);
      expect(milestone!.ratio!.prFirstLess).toBe(ratios.filter((ratio) => ratio < 1).length / count);
    }
    // The slow one never gets there, so that the ratio has no value and no lower bound.
    expect(most).toMatchObject({
      performance: 0.75,
      first: { state: 'reached' },
      second: { state: 'not-reached' },
    });
    expect(most!.ratio).toMatchObject({ value: null, lo: null });
    expect(most!.ratio!.prFirstLess).toBeGreaterThan(0.99);
  });

  it('turn round with their order', () => {
    const forth = contrastCurves(fast, slow, computeAt);
    const back = contrastCurves(slow, fast, computeAt);
    forth.milestones.forEach(({ ratio }, index) => {
      const other = back.milestones[index]!.ratio!;
      expect(other.prFirstLess).toBeCloseTo(1 - ratio!.prFirstLess, 12);
      for (const [own, reciprocal] of [
        [ratio!.lo, other.hi],
        [ratio!.hi, other.lo],
      ] as const) {
        if (own === null) expect(reciprocal).toBeNull();
        else expect(reciprocal! * own).toBeCloseTo(1, 9);
      }
    });
    expect(back.peaks!.prFirstHigher).toBeCloseTo(1 - forth.peaks!.prFirstHigher, 12);
    expect(back.peaks!.difference.value).toBeCloseTo(-forth.peaks!.difference.value, 12);
  });

  it('are each other where they share their draws: ratios of 1, and no peak the higher one', () => {
    const { milestones, peaks } = contrastCurves(fast, fast, computeAt);
    for (const { ratio } of milestones) expect(ratio).toEqual({ value: 1, lo: 1, hi: 1, prFirstLess: 0.5 });
    expect(peaks).toMatchObject({ prFirstHigher: 0.5, difference: { value: 0, lo: 0, hi: 0 } });
  });

  it('are not told apart at a level that both have passed, or none has reached', () => {
    const high = line('high', 6, 7, 0.6, 0.65, 0.001);
    const also = line('also high', 6, 7, 0.55, 0.6, 0.001);
    const { milestones, peaks } = contrastCurves(high, also, computeAt);
    expect(milestones.map(({ ratio }) => ratio)).toEqual([null, null, null]);
    expect(milestones.map(({ first }) => first.state)).toEqual([
      'before-first',
      'before-first',
      'not-reached',
    ]);
    expect(peaks!.first.compute).toBeCloseTo(1e7, 3);
    expect(peaks!.prFirstHigher).toBe(1);
    expect(contrastCurves([], high, computeAt)).toEqual({ milestones: [], peaks: null });
  });
});
