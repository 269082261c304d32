import { describe, expect, it } from 'vitest';
import { scoreAbility } from '../../../measurement/ability/ability.ts';
import { trainingRules } from '../../../measurement/efficiency/comparison.ts';
import { slopeEvidence } from '../../../measurement/efficiency/difficulty-slope.ts';
import { compareQuartiles, type ProfiledPoint } from '../../../measurement/efficiency/quartile-efficiency.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { meanOf } from '../../../measurement/numeric/statistics.ts';
import { performanceAt, skillWeightsOf } from '../../../measurement/performance/performance.ts';
import { createPerformanceSampler } from '../../../measurement/performance/performance-sampler.ts';
import { difficultyQuartiles } from '../../../measurement/performance/quartiles.ts';
import { answerTask, sampleMix, sampleScale } from '../simulated-session.ts';

const scale = sampleScale(0.4, 0);
const mix = sampleMix(scale);
const weights = skillWeightsOf(mix);
const names = Object.keys(weights);
const even = (theta: number) => Object.fromEntries(names.map((name) => [name, theta]));

/** An ability known almost exactly. */
function surely(theta: number) {
  const draws = createDraws('quartiles', theta);
  const responses = Array.from({ length: 2_400 }, (_, index) =>
    answerTask(scale, even(theta), names[index % names.length]!, theta + draws.normal(), draws),
  );
  return scoreAbility(scale, weights, responses);
}

describe('difficulty quartiles', () => {
  it('hold a quarter of the mix by weight each, easiest first', () => {
    const quartiles = difficultyQuartiles(scale, mix);
    expect(quartiles).toHaveLength(4);
    for (const { cells } of quartiles) {
      expect(cells.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(0.25, 9);
    }
    const bounds = quartiles.flatMap(({ from, to }) => [from, to]);
    expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
    expect(new Set(quartiles.flatMap(({ cells }) => cells)).size).toBe(mix.length);
  });

  it('are fewer where cells are', () => {
    const [one, two] = [mix[0]!, mix[7]!];
    expect(difficultyQuartiles(scale, [one, two])).toHaveLength(2);
    expect(difficultyQuartiles(scale, [{ ...one, weight: 9 }, two])).toHaveLength(2);
  });

  it('are sampled so that their mean is the performance on the whole mix', () => {
    const sampler = createPerformanceSampler(scale, mix, { seed: 'whole', draws: 500 });
    const { performance, quartiles, implied } = sampler.profile('one', surely(0.4));
    performance.forEach((value, draw) => {
      expect(meanOf(quartiles.map((draws) => draws[draw]!))).toBeCloseTo(value, 12);
    });
    const truth = performanceAt(scale, mix, even(0.4));
    expect(meanOf(implied.map((draws) => meanOf(draws)))).toBeCloseTo(truth, 1);
    const means = quartiles.map((draws) => meanOf(draws));
    expect(means).toEqual(means.toSorted((a, b) => b - a));
  });
});

describe('PE by quartile', () => {
  const sampler = createPerformanceSampler(scale, mix, { seed: 'shift', draws: 500 });
  const curve = (name: string, shift: number): ProfiledPoint[] =>
    [-1, 0, 1].map((theta, x) => ({ x, profile: sampler.profile(`${name} ${x}`, surely(theta + shift)) }));
  const evidence = [slopeEvidence(scale, mix, [])];
  const compared = compareQuartiles(sampler.quartiles, curve('model', 0.5), curve('base', 0), trainingRules, {
    model: evidence,
    baseline: evidence,
  })!;

  it('of a plain shift grows with difficulty by itself, as the level alone implies', () => {
    const efficiencies = compared.quartiles.map(({ pe }) => pe!.value);
    expect(efficiencies).toEqual(efficiencies.toSorted((a, b) => a - b));
    expect(efficiencies.at(-1)! / efficiencies[0]!).toBeGreaterThan(1.15);
    for (const { pe, implied } of compared.quartiles) expect(pe!.value).toBeCloseTo(implied!.value, 2);
  });

  it('claims no divergence without random tasks that show one', () => {
    expect(compared).toMatchObject({ diverges: false, slope: { tasks: 0 } });
  });

  it('is null where no quartile has one', () => {
    const short = curve('model', 0.5).slice(0, 2);
    expect(
      compareQuartiles(sampler.quartiles, short, short, trainingRules, {
        model: evidence,
        baseline: evidence,
      }),
    ).toBeNull();
  });
});
