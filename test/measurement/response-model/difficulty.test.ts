import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { meanOf } from '../../../measurement/numeric/statistics.ts';
import {
  coefficientSampler,
  difficultyOf,
  difficultySd,
} from '../../../measurement/response-model/difficulty.ts';
import type { SkillScale } from '../../../schema/scale.ts';

const scale: SkillScale = {
  ranges: {
    depth: { min: 1, max: 16, scale: 'log' },
    width: { min: 0, max: 10, scale: 'linear' },
  },
  intercept: { value: -1, se: 0.3 },
  terms: [
    { parameters: ['depth'], basis: 'lower', coefficient: 1, se: 0.2, status: 'calibrated' },
    { parameters: ['depth'], basis: 'upper', coefficient: 3, se: 0.4, status: 'calibrated' },
    { parameters: ['width'], basis: 'lower', coefficient: 0, se: 1.5, status: 'uncalibrated' },
    { parameters: ['depth', 'width'], basis: 'product', coefficient: 2, se: 0.5, status: 'calibrated' },
  ],
  slope: 1,
  chance: 0,
  slip: 0.02,
  residualSd: 0.5,
  weight: 1,
};

describe('predicted difficulty', () => {
  it.each([
    [1, 0, -1],
    [4, 0, 0],
    // The log-scaled unit of 8 is 3/4: -1 + 1·1 + 3·(1/2) + 2·(3/4)(1/2).
    [8, 5, 2.25],
    [16, 10, 5],
    // Outside the range the nearest end stands in.
    [40, 12, 5],
  ])('at depth %f and width %f is the spline worked out by hand', (depth, width, difficulty) => {
    expect(difficultyOf(scale, { depth, width })).toBeCloseTo(difficulty, 12);
  });

  it('never falls along a parameter whose coefficients are not negative', () => {
    const depth = fc.double({ min: 1, max: 16, noNaN: true });
    fc.assert(
      fc.property(depth, depth, fc.double({ min: 0, max: 10, noNaN: true }), (one, other, width) => {
        const low = difficultyOf(scale, { depth: Math.min(one, other), width });
        const high = difficultyOf(scale, { depth: Math.max(one, other), width });
        expect(high).toBeGreaterThanOrEqual(low - 1e-12);
      }),
    );
  });

  it('refuses a feature that is missing', () => {
    expect(() => difficultyOf(scale, { depth: 3 })).toThrow(/width/);
  });

  it('takes an instance from before a parameter as one at its default', () => {
    const ranges = { ...scale.ranges, width: { ...scale.ranges.width!, default: 5 } };
    expect(difficultyOf({ ...scale, ranges }, { depth: 8 })).toBeCloseTo(2.25, 12);
    expect(difficultyOf({ ...scale, ranges }, { depth: 16, width: 10 })).toBeCloseTo(5, 12);
  });

  it('has a standard error in which correlated coefficients cancel', () => {
    const covariance = [0.3, 0.2, 0.4, 1.5, 0.5].map((left, i, all) =>
      all.map((right, j) => (i === j ? left * right : i + j === 1 ? -0.9 * left * right : 0)),
    );
    const independent = difficultySd(scale, { depth: 4, width: 0 });
    const correlated = difficultySd({ ...scale, covariance }, { depth: 4, width: 0 });
    expect(independent).toBeCloseTo(Math.hypot(0.3, 0.2), 12);
    expect(correlated).toBeCloseTo(Math.sqrt(0.09 + 0.04 - 2 * 0.9 * 0.06), 12);
  });

  it('draws coefficients with the stated covariance and leaves uncalibrated ones alone', () => {
    const covariance = [0.3, 0.2, 0.4, 1.5, 0.5].map((left, i, all) =>
      all.map((right, j) => (i === j ? left * right : i + j === 1 ? -0.9 * left * right : 0)),
    );
    const sample = coefficientSampler({ ...scale, covariance });
    const draws = createDraws('coefficients');
    const samples = Array.from({ length: 20_000 }, () => sample(draws));
    const product = (i: number, j: number, means: readonly number[]) =>
      meanOf(samples.map((one) => (one[i]! - means[i]!) * (one[j]! - means[j]!)));
    const means = [-1, 1, 3, 0, 2];
    expect(product(0, 0, means)).toBeCloseTo(0.09, 2);
    expect(product(0, 1, means)).toBeCloseTo(-0.054, 2);
    expect(product(4, 4, means)).toBeCloseTo(0.25, 1);
    expect(new Set(samples.map((one) => one[3]))).toEqual(new Set([0]));
  });
});
