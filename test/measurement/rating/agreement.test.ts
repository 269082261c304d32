import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlphaMetric, alphaWithInterval, krippendorffAlpha } from '../../../measurement/rating/alpha.ts';
import { quadraticWeightedKappa, type ScorePair } from '../../../measurement/rating/kappa.ts';

const metrics: readonly AlphaMetric[] = ['nominal', 'ordinal', 'interval'];

/** Observers × units, as published; a point is a missing value. */
function unitsOf(...observers: readonly string[]): (number | null)[][] {
  const rows = observers.map((row) => row.split(' ').map((cell) => (cell === '.' ? null : Number(cell))));
  return rows[0]!.map((_, unit) => rows.map((row) => row[unit]!));
}

/** Krippendorff (2011), section C: four observers, twelve units. */
const published = unitsOf(
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
);
/** Values 1, 2, 4 and 6 are never used. */
const gaps = unitsOf('0 0 3 5 . 7 7 0 3 5', '0 3 3 5 5 7 . . 3 0', '. 0 5 5 3 7 7 0 . 5');

/**
 * Alpha as its definition has it, without a coincidence matrix: mean distance of pairs within units, each unit's
 * pairs weighted 1/(m − 1), over the mean distance of all pairs of pairable values.
 */
function alphaByPairs(units: readonly (readonly (number | null)[])[], metric: AlphaMetric): number | null {
  const rated = units.map((unit) => unit.filter((value) => value !== null)).filter((unit) => unit.length > 1);
  const all = rated.flat();
  const between = (a: number, b: number) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const inside = all.filter((value) => low <= value && value <= high).length;
    return inside - all.filter((value) => value === low || value === high).length / 2;
  };
  const distance = (a: number, b: number) =>
    a === b ? 0 : { nominal: 1, ordinal: between(a, b) ** 2, interval: (a - b) ** 2 }[metric];
  const pairsOf = (values: readonly number[]) =>
    values.flatMap((a, i) => values.filter((_, j) => i !== j).map((b) => distance(a, b)));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const observed = sum(rated.map((unit) => sum(pairsOf(unit)) / (unit.length - 1))) / all.length;
  const expected = sum(pairsOf(all)) / (all.length * (all.length - 1));
  return expected > 0 ? 1 - observed / expected : null;
}

describe("Krippendorff's alpha", () => {
  // To more digits than are printed: the Python package krippendorff 0.9.0.
  it.each([
    ['nominal', 0.743421052631579, 0.5879828326180256],
    ['ordinal', 0.8153875037548814, 0.7666091245376079],
    ['interval', 0.8491071428571428, 0.7545056015586946],
  ] as const)('%s, of the published example and of values with gaps', (metric, ofPublished, ofGaps) => {
    expect(krippendorffAlpha(published, metric)).toBeCloseTo(ofPublished, 12);
    expect(krippendorffAlpha(gaps, metric)).toBeCloseTo(ofGaps, 12);
  });

  it('is what its definition by pairs gives, whatever is missing', () => {
    const value = fc.option(fc.integer({ min: 0, max: 5 }), { nil: null });
    const data = fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(data, fc.constantFrom(...metrics), (units, metric) => {
        const direct = alphaByPairs(units, metric);
        const alpha = krippendorffAlpha(units, metric);
        if (direct === null) expect(alpha).toBeNull();
        else expect(Math.abs(alpha! - direct)).toBeLessThan(1e-9);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('has an interval that lies around it, is the same for the same seed, and needs units to resample', () => {
    const clusters = published.map((_, unit) => `unit ${unit}`);
    const alpha = alphaWithInterval(published, 'interval', clusters, 'a');
    expect(alpha).toEqual(alphaWithInterval(published, 'interval', clusters, 'a'));
    expect(alpha.value).toBeCloseTo(0.849107, 6);
    expect(alpha.lo!).toBeLessThan(alpha.value!);
    expect(alpha.hi!).toBeGreaterThan(alpha.value!);
    expect(alphaWithInterval([[1, 2]], 'ordinal', ['one'], 'a')).toMatchObject({ lo: null, hi: null });
    expect(
      krippendorffAlpha(
        [
          [3, 3],
          [3, null],
        ],
        'ordinal',
      ),
    ).toBeNull();
  });
});

/** Cohen's matrices as he has them. */
function kappaByMatrices(pairs: readonly ScorePair[], scoreMax: number): number {
  const scores = Array.from({ length: scoreMax + 1 }, (_, score) => score);
  const share = (test: (pair: ScorePair) => boolean) => pairs.filter(test).length / pairs.length;
  let [observed, expected] = [0, 0];
  for (const i of scores) {
    for (const j of scores) {
      observed += (i - j) ** 2 * share(([x, y]) => x === i && y === j);
      expected += (i - j) ** 2 * share(([x]) => x === i) * share(([, y]) => y === j);
    }
  }
  return 1 - observed / expected;
}

describe('quadratic weighted kappa', () => {
  it('is what the matrices of observed and expected shares give', () => {
    const score = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score), { minLength: 1, maxLength: 30 }), (pairs) => {
        const kappa = quadraticWeightedKappa(pairs);
        const byMatrices = kappaByMatrices(pairs, 4);
        if (Number.isFinite(byMatrices)) expect(kappa).toBeCloseTo(byMatrices, 9);
        else expect(kappa).toBeNull();
      }),
      { seed: 2, numRuns: 300 },
    );
    expect(quadraticWeightedKappa([])).toBeNull();
  });
});
