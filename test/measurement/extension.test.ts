import { describe, expect, it } from 'vitest';
import { calibrate } from '../../measurement/calibration/calibrate.ts';
import { buildDesign } from '../../measurement/calibration/design.ts';
import { fitDesign } from '../../measurement/calibration/fit.ts';
import { skillScaleOf } from '../../measurement/calibration/skill-scale.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import { coefficientsOf, difficultyOf } from '../../measurement/response-model/difficulty.ts';
import type { SkillScale } from '../../schema/scale.ts';
import { type PlantedSkill, simulatePool } from './simulated-pool.ts';

const old: PlantedSkill[] = [
  {
    id: 'x',
    slope: 1.25,
    residualSd: 0.8,
    intercept: -2.5,
    difficulty: (a, b) => 2 * a + 3 * b,
    graded: false,
  },
  { id: 'y', slope: 0.8, residualSd: 0.5, intercept: -1.5, difficulty: (a) => 3 * a, graded: true },
];
const added: PlantedSkill = {
  id: 'z',
  slope: 1.4,
  residualSd: 0.6,
  intercept: -0.5,
  difficulty: (a, b) => 2 * a + 2 * b,
  graded: false,
};

/** The pool that the old scale comes from has mean 0, which is its origin; the later one is better by this. */
const poolMean = 1.5;
const options = { seed: 'control' };
const first = simulatePool('first', old, 18, 120, 0.6);
const known = calibrate(first.skills, first.responses, options);
const second = simulatePool('second', [...old, added], 18, 100, 0.6, poolMean);
const newSkills = second.skills.filter(({ id }) => id === 'z');
const extended = calibrate(newSkills, second.responses, { ...options, extended: known });

/** Mean error of the difficulties of skill z over its range, and the error of its worst corner. */
function errorsOf(scale: SkillScale): { mean: number; worst: number } {
  const errors = [0.1, 0.5, 0.9].flatMap((a) =>
    [0.1, 0.5, 0.9].map(
      (b) => difficultyOf(scale, { a, b, c: 0.5 }) - added.intercept - added.difficulty(a, b),
    ),
  );
  return { mean: meanOf(errors), worst: Math.max(...errors.map(Math.abs)) };
}

/** Three times the SD by which the mean misses over repeated simulations (0.09), and a fifth of the pool's mean. */
const originBound = 0.3;

describe('a calibration that extends a scale', () => {
  it('finds the difficulties of a new skill on the origin and unit of the old scale, whatever its pool', () => {
    const found = extended.skills.z!;
    const { mean, worst } = errorsOf(found);
    expect(Math.abs(mean)).toBeLessThan(originBound);
    expect(worst).toBeLessThan(1);
    expect(Math.abs(Math.log(found.slope / added.slope))).toBeLessThan(0.3);
    expect(Math.abs(found.residualSd - added.residualSd)).toBeLessThan(0.25);
  });

  it('finds what calibrating the same responses for themselves misses by the mean of the pool', () => {
    const own = second.responses.filter(({ skill }) => skill === 'z');
    for (const naive of [
      calibrate(newSkills, own, options),
      calibrate(second.skills, second.responses, options),
    ]) {
      const { mean } = errorsOf(naive.skills.z!);
      expect(Math.abs(mean)).toBeGreaterThan(originBound);
      expect(Math.abs(mean + poolMean)).toBeLessThan(originBound);
    }
  });

  it('places its pool on the old scale', () => {
    const abilities = Object.values(extended.statistics.abilities).map(({ value }) => value);
    expect(Math.abs(meanOf(abilities) - poolMean)).toBeLessThan(originBound);
  });

  it('holds the old skills to the last bit, in its result and while it fits', () => {
    const { mode, hyper } = fitDesign(buildDesign(newSkills, second.responses, known));
    Object.entries(known.skills).forEach(([id, skill], f) => {
      expect(extended.skills[id]).toEqual(skill);
      expect([...mode.state.skills[f]!.coefficients]).toEqual(coefficientsOf(skill));
      expect(hyper.logSlopes[f]).toBe(Math.log(skill.slope));
      expect(hyper.residualSds[f]).toBe(skill.residualSd);
      expect(hyper.weights[f]).toBe(skill.weight);
    });
    expect(hyper.deviationSd).toBe(known.deviationSd);
    expect(extended.deviationSd).toBe(known.deviationSd);
  });

  it('publishes statistics of the new skill alone, judged on instances that its fit has not seen', () => {
    const { skills, heldOut, control } = extended.statistics;
    expect(Object.keys(skills)).toEqual(['z']);
    expect(heldOut.responses).toBe(second.responses.filter(({ skill }) => skill === 'z').length);
    expect(heldOut.logLoss).toBeLessThan(heldOut.logLossOfModelMeans - 0.03);
    expect(control.sound).toBe(true);
  });

  it('says in its standard error that deviations have mean 0 in the population only', () => {
    const wide = fitDesign(buildDesign(newSkills, second.responses, { ...known, deviationSd: 2 }));
    const variances = [skillScaleOf(wide, 2), extended.skills.z!].map(({ intercept }) => intercept.se ** 2);
    // Their mean in a pool varies by tau² / models, and what the old skills say of the pool is less certain too.
    const models = second.abilities.length;
    expect(variances[0]! - variances[1]!).toBeGreaterThan((2 ** 2 - known.deviationSd ** 2) / models);
  });

  it('refuses to estimate a skill that the scale has', () => {
    expect(() => calibrate(second.skills, second.responses, { ...options, extended: known })).toThrow(
      /has a skill x already/,
    );
  });
});
