import { describe, expect, it } from 'vitest';
import { compareCurves, trainingRules } from '../../../measurement/efficiency/comparison.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { drawnCurves, type MeasuredPoint } from '../../../measurement/performance/measured-curve.ts';
import golden from '../../fixtures/golden-measurement.json' with { type: 'json' };

const { log10C, model, ref, A_model, A_ref, PE } = golden.practiceEfficiencyToy;

function curveOf(heights: readonly number[], sd = 0.03, unit = 1): MeasuredPoint[] {
  return heights.map((performance, index) => ({ compute: unit * 10 ** log10C[index]!, performance, sd }));
}

function compare(own: readonly MeasuredPoint[], reference: readonly MeasuredPoint[]) {
  const curves = drawnCurves(own, reference);
  return compareCurves(curves.model, curves.baseline, trainingRules);
}

describe('curves of measured performances', () => {
  it('have the published areas and ratio, whatever their errors', () => {
    const { pe, areas } = compare(curveOf(model), curveOf(ref));
    expect(areas!.model.value).toBeCloseTo(A_model, 12);
    expect(areas!.baseline.value).toBeCloseTo(A_ref, 12);
    expect(pe!.value).toBeCloseTo(PE, 12);
  });

  it('are exactly as efficient as themselves', () => {
    const { pe } = compare(curveOf(ref), [...curveOf(ref)].reverse());
    expect(pe).toMatchObject({ value: 1, lo: 1, hi: 1, prAboveOne: 0.5 });
  });

  it('compare alike in any unit of compute', () => {
    const plain = compare(curveOf(model), curveOf(ref));
    const scaled = compare(curveOf(model, 0.03, 1000), curveOf(ref, 0.03, 1000));
    expect(scaled.pe!.lo).toBeCloseTo(plain.pe!.lo, 9);
    expect(scaled.pe!.hi).toBeCloseTo(plain.pe!.hi, 9);
  });

  it('leave out points without compute, and count equal points of one side apart', () => {
    const unknown = { compute: null, performance: 0.9, sd: 0.1 };
    const zero = { compute: 0, performance: 0.9, sd: 0.1 };
    expect(drawnCurves([unknown, zero], curveOf(ref)).model).toEqual([]);
    const [point] = curveOf([0.4]);
    const { model: twice } = drawnCurves([point!, point!], []);
    expect(twice[0]!.draws).not.toEqual(twice[1]!.draws);
  });

  it('draw nothing below chance or above perfection', () => {
    const { model: drawn } = drawnCurves(curveOf([0.01, 0.5, 0.99], 0.2), []);
    for (const { draws } of drawn) {
      expect(draws.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
  });

  it('have intervals of PE that hold the true ratio in 95 of 100 repetitions', () => {
    const source = createDraws('coverage of measured curves');
    const sd = 0.04;
    const noisy = (heights: readonly number[]) =>
      curveOf(heights, sd).map((point) => ({
        ...point,
        performance: point.performance + sd * source.normal(),
      }));
    const repetitions = 300;
    let covered = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const { pe } = compare(noisy(model), noisy(ref));
      if (pe!.lo <= PE && PE <= pe!.hi) covered++;
    }
    // Two standard errors of the share are .025.
    expect(covered / repetitions).toBeGreaterThan(0.91);
    expect(covered / repetitions).toBeLessThan(0.99);
  });
});
