import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreAbility } from '../../../measurement/ability/ability.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { meanOf } from '../../../measurement/numeric/statistics.ts';
import {
  performanceAt,
  predictedScore,
  skillWeightsOf,
} from '../../../measurement/performance/performance.ts';
import { createPerformanceSampler } from '../../../measurement/performance/performance-sampler.ts';
import { difficultyOf } from '../../../measurement/response-model/difficulty.ts';
import type { Cell } from '../../../schema/scale.ts';
import { answerTask, sampleMix, sampleScale } from '../simulated-session.ts';

const scale = sampleScale(0.6, 0.7, 0.15);
const mix = sampleMix(scale);
const weights = skillWeightsOf(mix);

function posteriorAt(theta: number, count = 60) {
  const draws = createDraws('performance', theta);
  const names = Object.keys(weights);
  const thetas = Object.fromEntries(names.map((name) => [name, theta]));
  return scoreAbility(
    scale,
    weights,
    Array.from({ length: count }, (_, i) =>
      answerTask(scale, thetas, names[i % 3]!, theta + draws.normal(), draws),
    ),
  );
}

describe('performance', () => {
  it('is what a model with these abilities scores on the mix on average', () => {
    const thetas = { first: 0.5, second: -0.4, third: 1.1 };
    const draws = createDraws('average');
    const scores = Array.from({ length: 60_000 }, () => {
      const cell = mix[Math.floor(draws.uniform() * mix.length)]!;
      const difficulty = difficultyOf(scale.skills[cell.skill]!, cell.features);
      return answerTask(scale, thetas, cell.skill, difficulty, draws).score;
    });
    expect(performanceAt(scale, mix, thetas)).toBeCloseTo(meanOf(scores), 2);
  });

  it('is 0 for blind answers and rises with every ability', () => {
    const guessing = Object.fromEntries(
      Object.entries(scale.skills).map(([id, skill]) => [id, { ...skill, chance: 0.2 }]),
    );
    const withChance = { ...scale, skills: guessing };
    const far = { first: -40, second: -40, third: -40 };
    expect(performanceAt(withChance, mix, far)).toBeCloseTo(0, 9);
    const ability = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        ability,
        ability,
        ability,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (a, b, c, more) => {
          const before = performanceAt(withChance, mix, { first: a, second: b, third: c });
          const after = performanceAt(withChance, mix, { first: a, second: b + more, third: c });
          expect(after).toBeGreaterThan(before);
          expect(after).toBeLessThan(1);
        },
      ),
    );
  });

  it('is sampled with the mean that the posterior and the exact item parameters give', () => {
    const exact = sampleScale(0.6, 0.7);
    const posterior = posteriorAt(0.8);
    const draws = createPerformanceSampler(exact, mix, { seed: 'mean' }).profile(
      'one',
      posterior,
    ).performance;
    const expected = mix.reduce((sum, cell: Cell) => {
      const difficulty = difficultyOf(exact.skills[cell.skill]!, cell.features);
      return sum + cell.weight * predictedScore(exact, posterior, { skill: cell.skill, difficulty });
    }, 0);
    expect(meanOf(draws)).toBeCloseTo(expected, 2);
  });

  it('shares item parameters between evaluations and ability draws under one key alone', () => {
    // With abilities known almost exactly only the shared item parameters are left to vary.
    const sure = posteriorAt(0.5, 3000);
    const sampler = createPerformanceSampler(sampleScale(0.6, 0.7, 0.5), mix, { seed: 'shared' });
    const one = sampler.profile('one', sure).performance;
    const other = sampler.profile('other', sure).performance;
    const spread = (values: Float64Array) => {
      const mean = meanOf(values);
      return meanOf(values.map((value) => (value - mean) ** 2));
    };
    expect(spread(one.map((value, draw) => value - other[draw]!))).toBeLessThan(0.2 * spread(one));
    expect(one).not.toEqual(other);
    const afresh = createPerformanceSampler(sampleScale(0.6, 0.7, 0.5), mix, { seed: 'shared' });
    expect(afresh.profile('one', sure).performance).toEqual(one);
  });

  it('is less sure when evaluations of one checkpoint are known to differ between runs', () => {
    const posterior = posteriorAt(0);
    const width = (runSd: number) => {
      const draws = createPerformanceSampler(scale, mix, { seed: 'run', runSd }).profile(
        'one',
        posterior,
      ).performance;
      const mean = meanOf(draws);
      return Math.sqrt(meanOf(draws.map((value) => (value - mean) ** 2)));
    };
    expect(width(0.5)).toBeGreaterThan(1.3 * width(0));
  });
});
