import { describe, expect, it } from 'vitest';
import { ascend } from '../../../measurement/numeric/ascend.ts';
import { placeByDifferences } from '../../../measurement/numeric/differences.ts';

describe('the ascent', () => {
  it("finds the top of Rosenbrock's ridge from behind its bend", () => {
    const ridge = ([x, y]: Float64Array) => -((1 - x!) ** 2) - 100 * (y! - x! * x!) ** 2;
    const top = ascend((at) => placeByDifferences(ridge, at, 1e-4), Float64Array.of(-1.2, 1), 1e-10);
    expect(top.converged).toBe(true);
    expect(Array.from(top.parameters)).toEqual([expect.closeTo(1, 4), expect.closeTo(1, 4)]);
  });

  it('climbs out of where the function bends upwards, and never over an edge', () => {
    // −∞ beyond 2; between −1/√3 and 1/√3 the second derivative is positive.
    const double = ([x]: Float64Array) =>
      Math.abs(x!) > 2 ? Number.NEGATIVE_INFINITY : x! * x! - 0.5 * x! ** 4;
    const top = ascend((at) => placeByDifferences(double, at, 1e-4), Float64Array.of(0.1), 1e-12);
    expect(top.parameters[0]).toBeCloseTo(1, 5);
    expect(top.converged).toBe(true);
  });

  it('says that it has not converged on a slope without a top', () => {
    const slope = ([x]: Float64Array) => Math.log(x!);
    expect(ascend((at) => placeByDifferences(slope, at, 1e-4), Float64Array.of(1), 1e-12).converged).toBe(
      false,
    );
  });
});
