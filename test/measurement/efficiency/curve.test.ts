import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  heightAt,
  meanHeight,
  orderCurve,
  overlap,
  pointsInside,
  trainingAxis,
} from '../../../measurement/efficiency/curve.ts';
import golden from '../../fixtures/golden-measurement.json' with { type: 'json' };

const point = (x: number, y: number) => ({ x, draws: Float64Array.of(y) });

describe('a curve', () => {
  it('has the published areas of the practice-efficiency toy', () => {
    const { log10C, model, ref, A_model, A_ref } = golden.practiceEfficiencyToy;
    const window = { lower: log10C[0]!, upper: log10C.at(-1)! };
    const area = (heights: readonly number[]) =>
      meanHeight(
        log10C.map((x, index) => point(x, heights[index]!)),
        window,
      )[0];
    expect(area(model)).toBeCloseTo(A_model, 12);
    expect(area(ref)).toBeCloseTo(A_ref, 12);
  });

  it('has the published area under a stepped learning curve when the steps are drawn as steep slopes', () => {
    const { x, s, alc_step_post } = golden.areaUnderLearningCurve;
    const steep = 1e-12;
    const stepped = [
      point(0, 0),
      point(x[1]! - steep, 0),
      point(x[1]!, s[0]!),
      point(x[2]! - steep, s[0]!),
      point(x[2]!, s[1]!),
      point(1, s[1]!),
    ];
    expect(meanHeight(stepped, { lower: 0, upper: 1 })[0]).toBeCloseTo(alc_step_post, 9);
  });

  it('is cut off inside a segment by linear interpolation', () => {
    const line = [point(0, 0), point(4, 4), point(6, 0)];
    expect(meanHeight(line, { lower: 1, upper: 5 })[0]).toBeCloseTo((7.5 + 3) / 4, 12);
    expect(heightAt(line, 5)[0]).toBeCloseTo(2, 12);
    expect(heightAt(line, 4)[0]).toBe(4);
  });

  it('is never extrapolated', () => {
    const line = [point(1, 0), point(2, 1)];
    expect(() => meanHeight(line, { lower: 0.5, upper: 2 })).toThrow(RangeError);
    expect(() => meanHeight(line, { lower: 1, upper: 2.5 })).toThrow(RangeError);
  });

  it('splits at any place into parts that sum to the whole', () => {
    const heights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(heights, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (values, share) => {
        const curve = values.map((value, index) => point(index, value));
        const upper = values.length - 1;
        const cut = share * upper;
        const part = (from: number, to: number) =>
          (to - from) * meanHeight(curve, { lower: from, upper: to })[0]!;
        expect(part(0, cut) + part(cut, upper)).toBeCloseTo(part(0, upper), 9);
      }),
    );
  });

  it('merges points at one place and sorts the rest', () => {
    const ordered = orderCurve([point(3, 0.9), point(1, 0.2), point(1, 0.4)]);
    expect(ordered.map(({ x }) => x)).toEqual([1, 3]);
    expect(ordered[0]!.draws[0]).toBeCloseTo(0.3, 12);
  });

  it('shares with another what both cover', () => {
    const left = [point(1, 0), point(2, 0), point(5, 0)];
    const right = [point(2, 0), point(7, 0)];
    expect(overlap(left, right)).toEqual({ lower: 2, upper: 5 });
    expect(pointsInside(left, { lower: 2, upper: 5 })).toBe(2);
    expect(overlap(left, [point(5, 0), point(6, 0)])).toBeNull();
    expect(overlap([], right)).toBeNull();
  });

  it('has no place for compute that is unknown or zero', () => {
    expect([1e20, 0, null, Number.NaN].map(trainingAxis)).toEqual([20, null, null, null]);
  });
});
