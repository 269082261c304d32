import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../../../measurement/efficiency/curve.ts';
import { heightAt } from '../../../measurement/efficiency/curve.ts';
import { computeMultiplier } from '../../../measurement/efficiency/multiplier.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const curve = (places: readonly number[], height: (x: number) => number, noise = 0): CurvePoint[] => {
  const draws = createDraws('multiplier', places.length, height(places[0]!));
  return places.map((x) => ({
    x,
    draws: Float64Array.from({ length: noise === 0 ? 1 : 400 }, () => height(x) + noise * draws.normal()),
  }));
};
const places = [18, 18.5, 19, 19.4, 20, 21, 22];
const climb = (x: number) => sigmoid(1.6 * (x - 20));

/** The same objective on a fine lattice, and the best of many shifts: slow, and found another way. */
function bruteForce(model: readonly CurvePoint[], baseline: readonly CurvePoint[]): number {
  const [m, b] = [model, baseline].map((points) => [points[0]!.x, points.at(-1)!.x] as const);
  const reach = (Math.min(m![1], b![1]) - Math.max(m![0], b![0])) / 2;
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let index = -400; index <= 400; index++) {
    const shift = (index / 400) * reach;
    const lower = Math.max(m![0], b![0] - shift) + 1e-9;
    const upper = Math.min(m![1], b![1] - shift) - 1e-9;
    let sum = 0;
    for (let k = 0; k < 600; k++) {
      const x = lower + ((k + 0.5) / 600) * (upper - lower);
      sum += (heightAt(model, x)[0]! - heightAt(baseline, x + shift)[0]!) ** 2;
    }
    if (sum < least) [best, least] = [shift, sum];
  }
  return best;
}

describe('the compute multiplier', () => {
  it('of a curve that was shifted is the shift', () => {
    fc.assert(
      fc.property(fc.double({ min: -1.3, max: 1.3, noNaN: true }), (shift) => {
        // Shifted by more than 4/3, the two would share less than twice that of their 4 powers of ten.
        const baseline = curve(places, climb);
        const model = curve(
          places.map((x) => x - shift),
          (x) => climb(x + shift),
        );
        expect(Math.log10(computeMultiplier(model, baseline)!.value)).toBeCloseTo(shift, 6);
      }),
      { numRuns: 40 },
    );
  });

  it('of a curve and itself is exactly 1 with no width', () => {
    const noisy = curve(places, climb, 0.05);
    expect(computeMultiplier(noisy, noisy)).toEqual({ value: 1, lo: 1, hi: 1 });
  });

  it('is the minimum that a search over everything finds', () => {
    for (const [scale, shift] of [
      [0.8, 0.5],
      [1.1, -0.7],
      [0.9, 0],
    ] as const) {
      const baseline = curve(places, climb);
      const model = curve([18.2, 18.9, 19.7, 20.1, 21.4], (x) => scale * climb(x + shift));
      const found = Math.log10(computeMultiplier(model, baseline)!.value);
      expect(Math.abs(found - bruteForce(model, baseline))).toBeLessThan(0.01);
    }
  });

  it('has bounds that widen with the noise and hold the shift', () => {
    const model = (noise: number) => curve(places, (x) => climb(x + 0.6), noise);
    const [narrow, wide] = [0.01, 0.05].map((noise) =>
      computeMultiplier(model(noise), curve(places, climb, noise)),
    );
    for (const { lo, hi } of [narrow!, wide!]) {
      expect(Math.log10(lo!)).toBeLessThan(0.6);
      expect(Math.log10(hi!)).toBeGreaterThan(0.6);
    }
    expect(wide!.hi! / wide!.lo!).toBeGreaterThan(1.5 * (narrow!.hi! / narrow!.lo!));
  });

  it('is null where curves cannot be laid on one another', () => {
    const flat = (height: number) => curve(places, () => height);
    expect(computeMultiplier(flat(0.3), flat(0.6))).toBeNull();
    expect(computeMultiplier(flat(0.3), flat(0.3))).toBeNull();
    expect(
      computeMultiplier(
        curve(places, (x) => 0.9 + x / 1000),
        curve(places, climb),
      ),
    ).toBeNull();
    expect(computeMultiplier(curve([1, 2, 3], climb), curve(places, climb))).toBeNull();
  });

  it('leaves a bound open where the draws go as far as a shift may', () => {
    const model = curve(places, (x) => climb(x + 1.4), 0.2);
    const found = computeMultiplier(model, curve(places, climb, 0.2));
    expect(found!.hi).toBeNull();
    expect(found!.value).toBeGreaterThan(1);
  });
});
