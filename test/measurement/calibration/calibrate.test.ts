import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../measurement/calibration/calibrate.ts';
import { buildDesign } from '../../../measurement/calibration/design.ts';
import { fitDesign } from '../../../measurement/calibration/fit.ts';
import { skillScaleOf } from '../../../measurement/calibration/skill-scale.ts';
import { meanOf } from '../../../measurement/numeric/statistics.ts';
import { difficultyOf, difficultySd } from '../../../measurement/response-model/difficulty.ts';
import type { SkillScale } from '../../../schema/scale.ts';
import { type PlantedSkill, simulatePool } from '../simulated-pool.ts';

const planted: PlantedSkill[] = [
  {
    id: 'x',
    slope: 1.25,
    residualSd: 1,
    intercept: -2.5,
    difficulty: (a, b) => 2 * a + 3 * b,
    graded: false,
  },
  { id: 'y', slope: 1, residualSd: 0.5, intercept: -1.5, difficulty: (a) => 3 * a, graded: false },
  {
    id: 'z',
    slope: 0.8,
    residualSd: 0,
    intercept: -2,
    difficulty: (a, b) => 2 * a + 4 * Math.max(b - 0.5, 0),
    graded: true,
  },
];

const pool = simulatePool('planted', planted, 18, 120, 0.8);
const fitted = calibrate(pool.skills, pool.responses, { seed: 'control' });

function correlation(left: readonly number[], right: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const product = (a: readonly number[], b: readonly number[]) =>
    mean(a.map((value, index) => (value - mean(a)) * (b[index]! - mean(b))));
  return product(left, right) / Math.sqrt(product(left, left) * product(right, right));
}

/** The covariance with the prior of the language parameter's terms taken out. */
function searchOnly({ terms, covariance }: SkillScale): number[][] {
  const calibrated = [true, ...terms.map(({ status }) => status === 'calibrated')];
  return covariance!.map((row, i) => row.map((value, j) => (calibrated[i] && calibrated[j] ? value : 0)));
}

describe('the calibration', () => {
  it.each(planted)('finds the difficulties planted in skill $id', ({ id, intercept, difficulty }) => {
    const grid = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((a) =>
      [0.1, 0.3, 0.5, 0.7, 0.9].map((b) => [a, b] as const),
    );
    const truth = grid.map(([a, b]) => intercept + difficulty(a, b));
    const found = grid.map(([a, b]) => difficultyOf(fitted.skills[id]!, { a, b, c: 0.5 }));
    const rmse = Math.sqrt(truth.reduce((sum, b, i) => sum + (b - found[i]!) ** 2, 0) / truth.length);
    expect(correlation(truth, found)).toBeGreaterThan(0.97);
    expect(rmse).toBeLessThan(0.45);
  });

  it.each(planted)('finds slope and item spread planted in skill $id', ({ id, slope, residualSd }) => {
    const found = fitted.skills[id]!;
    expect(Math.abs(Math.log(found.slope / slope))).toBeLessThan(0.3);
    expect(Math.abs(found.residualSd - residualSd)).toBeLessThan(0.25);
    if (residualSd > 0) expect(fitted.statistics.skills[id]!.residualP).toBeLessThan(0.01);
    else expect(fitted.statistics.skills[id]!.residualP).toBeGreaterThan(0.05);
  });

  it('finds the abilities of the pool and how far skills deviate', () => {
    const found = Object.values(fitted.statistics.abilities).map(({ value }) => value);
    expect(correlation(pool.abilities, found)).toBeGreaterThan(0.97);
    expect(Math.abs(fitted.deviationSd - 0.8)).toBeLessThan(0.25);
  });

  it('keeps its conventions: pool mean 0, geometric mean of the slopes 1', () => {
    const abilities = Object.values(fitted.statistics.abilities).map(({ value }) => value);
    expect(abilities.reduce((sum, theta) => sum + theta, 0)).toBeCloseTo(0, 3);
    const logs = Object.values(fitted.skills).map(({ slope }) => Math.log(slope));
    expect(logs.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
  });

  it('weighs a score by its spread: 1 where binary, about 4 for the mean of four coins', () => {
    expect(fitted.skills.x!.weight).toBe(1);
    expect(fitted.skills.z!.weight).toBeGreaterThan(3.4);
  });

  it('predicts unseen instances better than the models’ means do, by more than the spread allows for chance', () => {
    const { heldOut, leaveStrongestOut } = fitted.statistics;
    expect(heldOut.logLoss).toBeLessThan(heldOut.logLossOfModelMeans - 0.03);
    expect(leaveStrongestOut.logLoss).toBeLessThan(leaveStrongestOut.logLossOfModelMeans);
  });

  it('says no more than the means when the features say nothing', () => {
    const flat = planted.map((skill) => ({ ...skill, residualSd: 0.8, intercept: 0, difficulty: () => 0 }));
    const blind = simulatePool('blind', flat, 10, 60, 0.5);
    const { heldOut } = calibrate(blind.skills, blind.responses, { seed: 'control' }).statistics;
    expect(heldOut.logLoss).toBeGreaterThan(heldOut.logLossOfModelMeans - 0.01);
    expect(heldOut.logLoss).toBeLessThan(heldOut.logLossOfModelMeans + 0.03);
  });

  it('never makes a monotone parameter easier, and leaves language parameters at their prior', () => {
    for (const { terms } of Object.values(fitted.skills)) {
      expect(terms.filter(({ coefficient }) => coefficient < 0)).toEqual([]);
      for (const term of terms) {
        if (term.parameters.includes('c')) {
          expect(term).toMatchObject({ coefficient: 0, se: 1.5, status: 'uncalibrated' });
        } else {
          expect(term.status).toBe('calibrated');
        }
      }
    }
  });

  it('has standard errors that match how far difficulties miss over repeated calibrations', () => {
    const pair = [planted[0]!, { ...planted[1]!, slope: 0.8 }];
    const features = [0.2, 0.5, 0.8].map((unit) => ({ a: unit, b: unit, c: 0 }));
    const squares = Array.from({ length: 8 }, (_, repeat) => {
      const repeated = simulatePool(`repeat ${repeat}`, pair, 10, 60, 0.5);
      const fit = fitDesign(buildDesign(repeated.skills, repeated.responses));
      return pair.map(({ intercept, difficulty }, f) => {
        const scale = skillScaleOf(fit, f);
        const calibratedOnly = { ...scale, covariance: searchOnly(scale) };
        const misses = features.map((point) => {
          const off = difficultyOf(scale, point) - intercept - difficulty(point.a, point.b);
          return (off / difficultySd(calibratedOnly, point)) ** 2;
        });
        return meanOf(misses);
      });
    }).flat();
    const rootMeanSquare = Math.sqrt(meanOf(squares));
    expect(rootMeanSquare).toBeGreaterThan(0.6);
    expect(rootMeanSquare).toBeLessThan(1.4);
  });

  it('gives the same scale whatever the order of the responses', () => {
    const small = simulatePool('order', planted.slice(0, 2), 6, 30, 0.5);
    const forward = calibrate(small.skills, small.responses, { seed: 'control' });
    const backward = calibrate(small.skills, [...small.responses].reverse(), { seed: 'control' });
    expect(backward).toEqual(forward);
  });

  it('refuses a pool that is too small to tell ability from difficulty', () => {
    const tiny = simulatePool('tiny', planted.slice(0, 1), 2, 30, 0.5);
    expect(() => calibrate(tiny.skills, tiny.responses, { seed: 'control' })).toThrow(/at least 3 models/);
  });
});
