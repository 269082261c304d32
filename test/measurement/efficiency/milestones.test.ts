import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CurvePoint, heightAt } from '../../../measurement/efficiency/curve.ts';
import { crossingDraws, milestonesOf } from '../../../measurement/efficiency/milestones.ts';

const computeAt = (x: number) => 10 ** x;
const sure = (places: readonly number[], heights: readonly number[]): CurvePoint[] =>
  places.map((x, index) => ({ x, draws: new Float64Array(50).fill(heights[index]!) }));

describe('compute to a milestone', () => {
  it('is where walking along the curve in small steps first meets it', () => {
    const heights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 7 });
    fc.assert(
      fc.property(heights, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, level) => {
        const curve = values.map((value, x) => ({ x, draws: Float64Array.of(value) }));
        const steps = 2_000 * (values.length - 1);
        const walked = Array.from({ length: steps + 1 }, (_, step) => step / 2_000).find(
          (x) => heightAt(curve, x)[0]! >= level,
        );
        const [crossing] = crossingDraws(curve, level);
        if (values[0]! >= level) expect(crossing).toBe(Number.NEGATIVE_INFINITY);
        else if (walked === undefined) expect(crossing).toBe(Number.POSITIVE_INFINITY);
        else expect(Math.abs(crossing! - walked)).toBeLessThan(1 / 2_000 + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('is the first crossing, in compute, of a curve that falls again', () => {
    const [quarter, half, threeQuarters] = milestonesOf(
      sure([20, 21, 22, 23], [0.1, 0.6, 0.2, 0.7]),
      computeAt,
    );
    expect(Math.log10(quarter!.compute!)).toBeCloseTo(20.3, 9);
    expect(Math.log10(half!.compute!)).toBeCloseTo(20.8, 9);
    expect(half).toMatchObject({ performance: 0.5, state: 'reached', prReached: 1, from: 1e20 });
    expect(half!.until / 1e23).toBeCloseTo(1, 12);
    expect([half!.lo, half!.hi]).toEqual([half!.compute, half!.compute]);
    expect(threeQuarters).toMatchObject({
      state: 'not-reached',
      compute: null,
      lo: null,
      hi: null,
      prReached: 0,
    });
  });

  it('that the curve begins above is told as such', () => {
    const [quarter] = milestonesOf(sure([20, 21], [0.3, 0.4]), computeAt);
    expect(quarter).toMatchObject({ state: 'before-first', compute: null, lo: null, hi: null, prReached: 1 });
  });

  it('has bounds over the draws, open on the side that is censored', () => {
    const ends = Float64Array.from({ length: 1_000 }, (_, draw) => 0.2 + draw / 1_000);
    const points = [
      { x: 0, draws: new Float64Array(1_000) },
      { x: 1, draws: ends },
    ];
    const [quarter, half] = milestonesOf(points, computeAt);
    // The line to a height h meets the level at level / h, and not at all below it.
    expect(quarter!.prReached).toBeCloseTo(0.95, 9);
    expect(quarter!.hi).toBeNull();
    expect(Math.log10(quarter!.lo!)).toBeCloseTo(0.25 / 1.175, 2);
    expect(half!.prReached).toBeCloseTo(0.7, 9);
    expect(half!.hi).toBeNull();
    expect(Math.log10(half!.compute!)).toBeCloseTo(0.5 / 0.6995, 9);
  });

  it('is nothing without a point', () => {
    expect(milestonesOf([], computeAt)).toEqual([]);
  });
});
