import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile, ranks, spearman } from '../../../domains/check/statistics.ts';
import { corners, valueAt } from '../../../domains/check/vectors.ts';
import type { Skill } from '../../../domains/contract.ts';
import { toySkill } from '../../support/toy-skill.ts';

describe('what the gates reckon with', () => {
  it('ranks ties by their mean place', () => {
    expect(ranks([10, 20, 20, 5, 20])).toEqual([2, 4, 4, 1, 4]);
  });

  it("gives Spearman's figure of a worked example with ties", () => {
    // Ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: covariance 4.5, squares 4.5 and 5.
    expect(spearman([1, 2, 2, 3], [1, 3, 2, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  it("agrees with the textbook's formula without ties, and only sees order", () => {
    const distinct = (length: number) =>
      fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: length, maxLength: length });
    const pairs = fc
      .integer({ min: 3, max: 30 })
      .chain((length) => fc.tuple(distinct(length), distinct(length)));
    fc.assert(
      fc.property(pairs, ([x, y]) => {
        const place = (values: readonly number[]) => values.map((v) => values.filter((w) => w < v).length);
        const [a, b] = [place(x), place(y)];
        const squares = a.reduce((sum, rank, index) => sum + (rank - b[index]!) ** 2, 0);
        const expected = 1 - (6 * squares) / (x.length * (x.length ** 2 - 1));
        expect(spearman(x, y)).toBeCloseTo(expected, 10);
        const cubes = x.map((value) => value ** 3);
        expect(spearman(cubes, y)).toBeCloseTo(expected, 10);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('takes the smallest value that enough do not exceed as a quantile', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect([0.01, 0.5, 0.99, 1].map((share) => quantile(values, share))).toEqual([2, 100, 198, 200]);
    expect(quantile([7], 0.99)).toBe(7);
  });

  it('walks a log scale evenly in ratios, a linear one evenly in differences', () => {
    const spec = toySkill.parameters.spread!;
    expect(valueAt(spec, 0.5)).toBeCloseTo(Math.sqrt(40 * 400), 2);
    expect(valueAt({ ...spec, scale: 'linear' }, 0.5)).toBe(220);
    expect([valueAt(spec, 0), valueAt(spec, 1)]).toEqual([40, 400]);
  });

  it('visits every corner, or a thousand of too many', () => {
    expect(new Set(corners(toySkill as Skill, 's').map((corner) => JSON.stringify(corner))).size).toBe(4);
    const spec = toySkill.parameters.items!;
    const wide = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`p${index}`, spec]));
    const found = corners({ ...toySkill, parameters: wide } as Skill, 's');
    expect(found).toHaveLength(1024);
    expect(
      found.flatMap((corner) => Object.values(corner)).every((value) => value === 6 || value === 16),
    ).toBe(true);
  });
});
