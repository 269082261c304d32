import { describe, expect, it } from 'vitest';
import { fitItems } from '../../../measurement/items/fit.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { bruteLogLikelihood, simulateRows } from './oracle.ts';

function explain(rows: readonly number[][], features: number[][], priors = false) {
  return fitItems(rows, { model: 'lltm', weights: rows.map(() => 1), features, priors });
}

/** Items whose difficulties follow −0.5 + 0.8·x + 1·z up to a normal residual. */
function simulate(itemCount: number, people: number, residualSd: number, seed: string) {
  const draws = createDraws('explanatory', seed);
  const features = Array.from({ length: itemCount }, () => [1, draws.normal(), draws.uniform()]);
  const items = features.map(([one, x, z]) => ({
    a: 1.2,
    b: -0.5 * one! + 0.8 * x! + z! + residualSd * draws.normal(),
  }));
  return { features, items, rows: simulateRows(items, people, `explanatory ${seed}`) };
}

describe('the explanatory fit of items', () => {
  it('recovers coefficients, spread, slope and difficulties within their standard errors', () => {
    const { features, items, rows } = simulate(24, 250, 0.6, 'recovery');
    const fitted = explain(rows, features);
    expect(fitted.converged).toBe(true);
    const z = [
      ...[-0.5, 0.8, 1].map((eta, k) => (fitted.eta![k]! - eta) / fitted.seEta![k]!),
      (fitted.s! - 0.6) / fitted.seS!,
      (fitted.items[0]!.a! - 1.2) / fitted.items[0]!.seA!,
      ...fitted.items.map(({ b, seB }, item) => (b! - items[item]!.b) / seB!),
    ];
    expect(Math.max(...z.map(Math.abs))).toBeLessThan(3.2);
    const mean = z.reduce((sum, each) => sum + each ** 2 / z.length, 0);
    expect(mean).toBeGreaterThan(0.5);
    expect(mean).toBeLessThan(1.7);
  });

  it('with a feature for every item leaves no spread and is the Rasch model', () => {
    const { rows } = simulate(6, 200, 0.5, 'saturated');
    const identity = rows[0]!.map((_, item) => rows[0]!.map((__, other) => (item === other ? 1 : 0)));
    const explained = explain(rows, identity);
    const rasch = fitItems(rows, {
      model: 'rasch',
      weights: rows.map(() => 1),
      features: null,
      priors: false,
    });
    expect(explained.s).toBe(0);
    expect(explained.logLikelihood).toBeCloseTo(rasch.logLikelihood, 5);
    rasch.items.forEach(({ a, b, seB }, item) => {
      expect(explained.items[item]!.a).toBeCloseTo(a!, 3);
      expect(explained.eta![item]).toBeCloseTo(b!, 3);
      expect(explained.seEta![item]! / seB!).toBeCloseTo(1, 3);
    });
  });

  it('has the log-likelihood that integrating the residuals out by brute force gives', () => {
    const { rows } = simulate(3, 150, 0.8, 'brute');
    const { eta, s, items, logLikelihood } = explain(rows, [[1], [1], [1]]);
    const a = items[0]!.a!;
    const patterns = new Map<string, number>();
    for (const row of rows) patterns.set(row.join(''), (patterns.get(row.join('')) ?? 0) + 1);
    const different = [...patterns.keys()].map((key) => [...key].map(Number));
    const weights = [...patterns.values()];
    const residuals = Array.from({ length: 15 }, (_, index) => -2.8 + 0.4 * index);
    const density = (e: number) => (Math.exp(-0.5 * e * e) / Math.sqrt(2 * Math.PI)) * 0.4;
    let integral = 0;
    for (const x of residuals) {
      for (const y of residuals) {
        for (const z of residuals) {
          const own = [x, y, z].map((e) => ({ a, b: eta![0]! + s! * e }));
          const log = bruteLogLikelihood(own, different, weights);
          integral += Math.exp(log - logLikelihood) * density(x) * density(y) * density(z);
        }
      }
    }
    expect(Math.log(integral)).toBeCloseTo(0, 1.5);
  }, 30_000);

  it('with priors keeps coefficients finite that the responses leave open', () => {
    // The second feature marks one item, which everybody solves.
    const { rows } = simulate(5, 100, 0.5, 'open');
    const open = rows.map((row) => [...row.slice(1), 1]);
    const features = [
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 1],
    ];
    const { eta, seEta, converged } = explain(open, features, true);
    expect(converged).toBe(true);
    expect(eta![1]).toBeLessThan(-1);
    expect(eta![1]).toBeGreaterThan(-6);
    expect(seEta![1]).toBeLessThan(1.6);
  });

  it('refuses features of which one follows from the others', () => {
    const { rows } = simulate(4, 50, 0.5, 'dependent');
    expect(() =>
      explain(rows, [
        [1, 2, 1],
        [1, 0, 3],
        [1, 1, 2],
        [1, 5, -2],
      ]),
    ).toThrow(/follows from the others/);
    expect(() => explain(rows, [[0], [0], [0], [0]])).toThrow(RangeError);
  });
});
