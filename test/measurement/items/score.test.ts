import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KnownItem, scoreItems } from '../../../measurement/items/score.ts';

const plain = { g: 0, u: 0, s: 0, m: 1 };

const anyItem = fc.record({
  a: fc.double({ min: 0.4, max: 2.5, noNaN: true }),
  b: fc.double({ min: -3, max: 3, noNaN: true }),
  g: fc.constantFrom(0, 0.2),
  u: fc.constantFrom(0, 0.05),
  s: fc.constantFrom(0, 0.8),
  m: fc.constantFrom(1, 0.5, 3),
});
const anyScore = fc.constantFrom(0, 0.25, 0.5, 1, null);
const anyAnswers = fc.array(fc.tuple(anyItem, anyScore), { minLength: 1, maxLength: 15 });
const itemsOf = (answers: readonly (readonly [KnownItem, number | null])[]) => answers.map(([item]) => item);
const scoresOf = (answers: readonly (readonly [KnownItem, number | null])[]) =>
  answers.map(([, score]) => score);

/** Moments and interval by a sum over steps of a thousandth, from the formulas of the model as they stand. */
function bruteForce(items: readonly KnownItem[], scores: readonly (number | null)[], mean = 0, sd = 2) {
  const step = 1e-3;
  const thetas = Array.from({ length: 12_001 }, (_, index) => -6 + index * step);
  const density = thetas.map((theta) => {
    let log = -0.5 * ((theta - mean) / sd) ** 2;
    items.forEach(({ a, b, g, u, s, m }, item) => {
      const y = scores[item];
      if (y === null || y === undefined) return;
      const flat = a / Math.sqrt(1 + 0.346 * a * a * s * s);
      const p = g + (1 - g - u) / (1 + Math.exp(-flat * (theta - b)));
      log += m * (y * Math.log(p) + (1 - y) * Math.log(1 - p));
    });
    return Math.exp(log);
  });
  const total = density.reduce((sum, value) => sum + value, 0);
  const moment = (of: (theta: number) => number) =>
    density.reduce((sum, value, index) => sum + (value / total) * of(thetas[index]!), 0);
  const theta = moment((value) => value);
  const quantile = (share: number) => {
    let sum = 0;
    return thetas[
      density.findIndex((value) => {
        sum += value / total;
        return sum >= share;
      })
    ]!;
  };
  return {
    theta,
    sd: Math.sqrt(moment((value) => (value - theta) ** 2)),
    lo: quantile(0.025),
    hi: quantile(0.975),
  };
}

describe('the score on known items', () => {
  it('is that of brute-force integration', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const scored = scoreItems(itemsOf(answers), scoresOf(answers));
        const exact = bruteForce(itemsOf(answers), scoresOf(answers));
        // The prior is cut off at ±6, where steps of .05 end a little farther out than steps of .001.
        expect(Math.abs(scored.theta - exact.theta)).toBeLessThan(2e-3);
        expect(Math.abs(scored.sd - exact.sd)).toBeLessThan(2e-3);
        expect(Math.abs(scored.lo - exact.lo)).toBeLessThan(0.03);
        expect(Math.abs(scored.hi - exact.hi)).toBeLessThan(0.03);
      }),
      { numRuns: 40, seed: 1 },
    );
    const items = Array.from({ length: 30 }, (_, index) => ({ ...plain, a: 1, b: (index - 15) / 8 }));
    const scores = items.map((_, index) => (index % 3 === 0 ? 0 : 1));
    const exact = bruteForce(items, scores, 0.5, 0.7);
    const scored = scoreItems(items, scores, { mean: 0.5, sd: 0.7 });
    expect(scored.theta).toBeCloseTo(exact.theta, 8);
    expect(scored.sd).toBeCloseTo(exact.sd, 8);
    expect(scored.lo).toBeCloseTo(exact.lo, 2);
    expect(scored.hi).toBeCloseTo(exact.hi, 2);
  });

  it('moves with the scale when items and prior do', () => {
    const line = fc.record({
      slope: fc.double({ min: 0.3, max: 3, noNaN: true }),
      intercept: fc.double({ min: -5, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(anyAnswers, line, (answers, { slope, intercept }) => {
        const prior = { mean: 0.3, sd: 0.8 };
        const there = scoreItems(itemsOf(answers), scoresOf(answers), prior);
        const moved = itemsOf(answers).map((item) => ({
          ...item,
          a: item.a / slope,
          b: slope * item.b + intercept,
          s: slope * item.s,
        }));
        const here = scoreItems(moved, scoresOf(answers), {
          mean: slope * prior.mean + intercept,
          sd: slope * prior.sd,
        });
        for (const key of ['theta', 'lo', 'hi'] as const) {
          expect((here[key] - intercept) / slope).toBeCloseTo(there[key], key === 'theta' ? 6 : 2.3);
        }
        expect(here.sd / slope).toBeCloseTo(there.sd, 6);
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it('counts a weight of 2 as the item put twice, a null as not put, and the items in any order', () => {
    const items = [
      { ...plain, a: 1.3, b: 0.4 },
      { ...plain, a: 0.7, b: -1, g: 0.2 },
    ];
    const twice = scoreItems([items[0]!, items[0]!, items[1]!], [0.75, 0.75, 0]);
    const weighted = scoreItems(
      [items[1]!, { ...plain, a: 9, b: 9 }, { ...items[0]!, m: 2 }],
      [0, null, 0.75],
    );
    expect(weighted.theta).toBeCloseTo(twice.theta, 10);
    expect(weighted.sd).toBeCloseTo(twice.sd, 10);
  });

  it('without responses is the prior, however wide or narrow, and the standard one cut off at three SDs', () => {
    const unanswered = (prior?: { mean: number; sd: number }) =>
      scoreItems([{ ...plain, a: 1, b: 0 }], [null], prior);
    for (const prior of [
      { mean: 40, sd: 10 },
      { mean: -1, sd: 0.001 },
    ]) {
      const { theta, sd, lo, hi } = unanswered(prior);
      expect((theta - prior.mean) / prior.sd).toBeCloseTo(0, 6);
      expect(sd / prior.sd).toBeCloseTo(1, 6);
      expect((lo - prior.mean) / prior.sd).toBeCloseTo(-1.96, 2);
      expect((hi - prior.mean) / prior.sd).toBeCloseTo(1.96, 2);
    }
    expect(unanswered()).toEqual(unanswered({ mean: 0, sd: 2 }));
    // The SD of a standard normal between −3 and 3.
    expect(unanswered().sd / 2).toBeCloseTo(Math.sqrt(1 - (6 * 0.004431848) / 0.997300204), 2);
  });

  it('stays exact with thousands of items and with items of any steepness', () => {
    const many = Array.from({ length: 1600 }, (_, index) => ({
      ...plain,
      a: 1.5,
      b: ((index % 400) - 200) / 100,
    }));
    const scores = many.map(({ b }, index) =>
      (index * 0.618034) % 1 < 1 / (1 + Math.exp(-1.5 * (0.7 - b))) ? 1 : 0,
    );
    const precise = scoreItems(many, scores);
    expect(precise.theta).toBeCloseTo(0.7, 1);
    expect(precise.sd).toBeGreaterThan(0.01);
    expect(precise.sd).toBeLessThan(0.06);
    // Solved at b = 50 and a = 10000: the likelihood is a line in logarithms, and pushes the prior to the grid's end.
    const steep = scoreItems([{ ...plain, a: 1e4, b: 50 }], [1]);
    expect(steep.theta).toBeGreaterThan(5.5);
    expect(Object.values(steep).every(Number.isFinite)).toBe(true);
  });
});
