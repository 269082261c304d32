import { describe, expect, it } from 'vitest';
import { type FitOptions, fitItems } from '../../../measurement/items/fit.ts';
import type { FittedItem } from '../../../measurement/items/fitted.ts';
import type { ResponseRow } from '../../../measurement/items/patterns.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { cholesky, inverse } from '../../../measurement/numeric/linear.ts';
import golden from '../../fixtures/golden-measurement.json' with { type: 'json' };
import { bruteLogLikelihood, differenceInformation, simulateRow, simulateRows } from './oracle.ts';

function fitOf(rows: readonly ResponseRow[], options: Partial<FitOptions> = {}) {
  return fitItems(rows, {
    model: '2pl',
    weights: rows.map(() => 1),
    features: null,
    priors: false,
    ...options,
  });
}

const settled = (items: readonly FittedItem[]) => items.map(({ a, b }) => ({ a: a!, b: b! }));

/** All patterns of so many items, in lexicographic order. */
const patterns = (count: number) =>
  Array.from({ length: 2 ** count }, (_, code) =>
    Array.from({ length: count }, (__, item) => (code >> (count - 1 - item)) & 1),
  );

/** Answers with holes and half points, so that nothing is easier than it is in general. */
function raggedRows(count: number, seed: string): ResponseRow[] {
  const items = [
    { a: 1.2, b: -0.6 },
    { a: 0.8, b: 0.2 },
    { a: 1.6, b: 0.5 },
    { a: 1, b: 1.1 },
  ];
  const draws = createDraws(seed);
  return Array.from({ length: count }, () =>
    simulateRow(items, draws.normal(), draws).map((score) => {
      const chance = draws.uniform();
      return chance < 0.1 ? null : chance < 0.2 ? 0.5 : score;
    }),
  );
}

describe('the fit of items', () => {
  it('gives the published parameters of LSAT section 7', () => {
    const { frequencies, slopes, intercepts, logLikelihood } = golden.lsat7;
    const fitted = fitOf(patterns(5), { weights: frequencies });
    expect(fitted.converged).toBe(true);
    expect(fitted.logLikelihood).toBeCloseTo(logLikelihood, 6);
    settled(fitted.items).forEach(({ a, b }, item) => {
      expect(a).toBeCloseTo(slopes[item]!, 4);
      expect(-a * b).toBeCloseTo(intercepts[item]!, 4);
    });
  });

  it.each(['2pl', 'rasch'] as const)(
    'of a %s model is the top of the likelihood, with its curvature as errors',
    (model) => {
      const rows = raggedRows(80, `ragged ${model}`);
      const fitted = fitOf(rows, { model });
      const items = settled(fitted.items);
      expect(fitted.converged).toBe(true);
      expect(fitted.logLikelihood).toBeCloseTo(bruteLogLikelihood(items, rows), 7);

      const brute = (at: readonly number[]) =>
        bruteLogLikelihood(
          items.map((_, item) =>
            model === '2pl' ? { a: at[2 * item]!, b: at[2 * item + 1]! } : { a: at[4]!, b: at[item]! },
          ),
          rows,
        );
      const top =
        model === '2pl' ? items.flatMap(({ a, b }) => [a, b]) : [...items.map(({ b }) => b), items[0]!.a];
      const information = differenceInformation(brute, top, 0.01);
      const covariance = inverse(
        cholesky({ size: top.length, values: Float64Array.from(information.flat()) }),
      );
      const se = (index: number) => Math.sqrt(covariance.values[index * (top.length + 1)]!);
      fitted.items.forEach(({ seA, seB }, item) => {
        expect(seA! / se(model === '2pl' ? 2 * item : 4)).toBeCloseTo(1, 2);
        expect(seB! / se(model === '2pl' ? 2 * item + 1 : item)).toBeCloseTo(1, 2);
      });
      top.forEach((_, index) => {
        const moved = (by: number) => brute(top.map((value, other) => value + (other === index ? by : 0)));
        const slope = (moved(1e-3) - moved(-1e-3)) / 2e-3;
        // The gradient in standard errors: what is left to climb is half its square.
        expect(Math.abs(slope * se(index))).toBeLessThan(1e-3);
      });
    },
  );

  it('recovers simulated items within their standard errors', () => {
    const draws = createDraws('truth');
    const truth = Array.from({ length: 20 }, () => ({
      a: Math.exp(0.3 * draws.normal()),
      b: draws.normal(),
    }));
    const { items } = fitOf(simulateRows(truth, 1000, 'recovery'));
    const squares = items.flatMap(({ a, b, seA, seB }, item) => [
      ((a! - truth[item]!.a) / seA!) ** 2,
      ((b! - truth[item]!.b) / seB!) ** 2,
    ]);
    expect(Math.max(...squares)).toBeLessThan(3.5 ** 2);
    // 40 squares of standard normals: mean 1 with SD .22.
    const mean = squares.reduce((sum, square) => sum + square / squares.length, 0);
    expect(mean).toBeGreaterThan(0.5);
    expect(mean).toBeLessThan(1.6);
  });

  it('of two Rasch items is that of the formula', () => {
    // The model is saturated: it gives every pattern its observed share, and P(10)/P(01) = exp(d1 − d2).
    const weights = [30, 12, 25, 41];
    const { items, logLikelihood, converged } = fitOf(patterns(2), { model: 'rasch', weights });
    const [first, second] = settled(items);
    expect(converged).toBe(true);
    expect(-first!.a * (first!.b - second!.b)).toBeCloseTo(Math.log(25 / 12), 6);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(logLikelihood).toBeCloseTo(
      weights.reduce((sum, weight) => sum + weight * Math.log(weight / total), 0),
      8,
    );
  });

  it('takes weights for repeated rows, and rows and items in any order', () => {
    const rows = raggedRows(60, 'order');
    const plain = fitOf(rows, { model: 'rasch' });
    const doubled = fitOf(rows.slice(0, 30), { model: 'rasch', weights: rows.slice(0, 30).map(() => 2) });
    const repeated = fitOf([...rows.slice(0, 30), ...rows.slice(0, 30)], { model: 'rasch' });
    expect(doubled.logLikelihood).toBeCloseTo(repeated.logLikelihood, 8);
    expect(doubled.items[2]!.seB).toBeCloseTo(repeated.items[2]!.seB!, 8);
    const turned = fitOf(
      [...rows].reverse().map((row) => [...row].reverse()),
      { model: 'rasch' },
    );
    turned.items.forEach((item, index) => {
      expect(item.b).toBeCloseTo(plain.items[3 - index]!.b!, 5);
    });
  });

  it('leaves out what everybody or nobody solved, says so, and fits the rest as if it were not there', () => {
    const rows = raggedRows(120, 'degenerate');
    const plain = fitOf(rows);
    const { items, logLikelihood } = fitOf(rows.map((row) => [1, ...row, 0, null]));
    const none = { a: null, b: null, seA: null, seB: null };
    expect([items[0], items[5], items[6]]).toEqual([
      { ...none, reason: 'solved-by-everybody' },
      { ...none, reason: 'solved-by-nobody' },
      { ...none, reason: 'not-answered' },
    ]);
    expect(items.slice(1, 5)).toEqual(plain.items);
    expect(logLikelihood).toBeCloseTo(plain.logLikelihood, 8);
  });

  it('with priors settles them too, at the mode of likelihood and prior', () => {
    const rows = raggedRows(60, 'priors').map((row) => [1, ...row]);
    const { items, converged } = fitOf(rows, { priors: true });
    const top = settled(items).flatMap(({ a, b }) => [a, b]);
    const penalised = (at: readonly number[]) => {
      const own = items.map((_, item) => ({ a: at[2 * item]!, b: at[2 * item + 1]! }));
      const prior = own.reduce(
        (sum, { a, b }) => sum - 0.5 * (Math.log(a) / 0.3) ** 2 - 0.5 * (b / 4) ** 2,
        0,
      );
      return bruteLogLikelihood(own, rows) + prior;
    };
    expect(converged).toBe(true);
    top.forEach((_, index) => {
      const moved = (by: number) => penalised(top.map((value, other) => value + (other === index ? by : 0)));
      const curvature = (2 * moved(0) - moved(0.01) - moved(-0.01)) / 1e-4;
      const slope = (moved(1e-3) - moved(-1e-3)) / 2e-3;
      expect(curvature).toBeGreaterThan(0);
      expect(Math.abs(slope) / Math.sqrt(curvature)).toBeLessThan(1e-3);
    });
  });

  it('says that it has not converged where a slope runs away', () => {
    // Whoever solves the first item solves the second and third too: no finite slope is steep enough.
    const rows = [...Array(20).fill([0, 0, 0]), ...Array(20).fill([1, 1, 1]), ...Array(10).fill([0, 1, 0])];
    const { items, converged, logLikelihood } = fitOf(rows);
    expect(converged).toBe(false);
    expect(Number.isFinite(logLikelihood)).toBe(true);
    for (const { a, b, seA, seB } of items) for (const value of [a, b, seA, seB]) expect(value).not.toBeNaN();
  });

  it('has no difficulty where the items have no ability in common', () => {
    // Each pattern as often as any other but the two that agree: the common slope is 0.
    const { items } = fitOf(patterns(2), { model: 'rasch', weights: [5, 20, 20, 5] });
    expect(items).toEqual(
      Array(2).fill(expect.objectContaining({ b: null, seB: null, reason: 'slope-zero' })),
    );
  });

  it('refuses too few items', () => {
    expect(() =>
      fitOf([
        [1, 0],
        [0, 1],
        [1, 1],
      ]),
    ).toThrow(/at least 3 items/);
    expect(() =>
      fitOf(
        [
          [1, 0],
          [0, 0],
        ],
        { model: 'rasch' },
      ),
    ).toThrow(/at least 2 items/);
    expect(() => fitOf([[1], [1]], { model: 'lltm', features: [[1]] })).toThrow(RangeError);
  });
});
