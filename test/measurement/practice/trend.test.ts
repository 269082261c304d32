import { describe, expect, it } from 'vitest';
import { scoreAbility } from '../../../measurement/ability/ability.ts';
import { trendTasks } from '../../../measurement/constants.ts';
import { skillWeightsOf } from '../../../measurement/performance/performance.ts';
import { followPath, type PathStep } from '../../../measurement/practice/path.ts';
import { judgeTrend } from '../../../measurement/practice/trend.ts';
import { gainBetween, priorGain } from '../../../measurement/practice/walk-gain.ts';
import { sampleMix, sampleScale } from '../simulated-session.ts';

const scale = sampleScale(0, 0.5);
const weights = skillWeightsOf(sampleMix(scale));
const skills = ['first', 'second', 'third'];

/** Answers at difficulty 0 that are as good as expected of this ability: scores are expectations, not coins. */
function answersOf(theta: number, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const skill = skills[index % 3]!;
    const { slope, slip } = scale.skills[skill]!;
    return { skill, difficulty: 0, score: (1 - slip) / (1 + Math.exp(-slope * theta)) };
  });
}

const placement = scoreAbility(scale, weights, answersOf(0, 120));

function judge(abilities: readonly number[], tasksPerStep: number, distance = 0.1) {
  const steps: PathStep[] = abilities.map((theta, index) => ({
    x: index * distance,
    responses: answersOf(theta, tasksPerStep),
  }));
  return judgeTrend(followPath(scale, weights, placement, steps), steps);
}

const twelve = Array.from({ length: 12 }, (_, index) => index);

describe('the trend of a session', () => {
  it('is a plateau when many answers show none', () => {
    const trend = judge(
      twelve.map(() => 0),
      12,
    );
    expect(trend.verdict).toBe('plateau');
    expect(trend.plateauProbability).toBeGreaterThan(0.8);
    expect(trend.relativeWidth).toBeLessThan(0.7);
  });

  it('is a regress when they show a loss, and undecided when they show a gain', () => {
    // Twelve tasks a step: the last 24 are those of the last two steps.
    expect(judge([0, 2, -1], 12, 0.5).verdict).toBe('regress');
    expect(judge([0, -2, 1], 12, 0.5).verdict).toBe('undecided');
  });

  it('is undecided before there are enough tasks, or while they lie at one place', () => {
    const few = judge(twelve.slice(1), 2);
    expect(few).toMatchObject({ verdict: 'undecided', tasks: trendTasks - 2, gain: null });
    const steps = [{ x: 0, responses: answersOf(0, trendTasks) }];
    expect(judgeTrend(followPath(scale, weights, placement, steps), steps)).toMatchObject({
      verdict: 'undecided',
      tasks: trendTasks,
    });
  });

  it('looks back over the last tasks only', () => {
    const steps = twelve.map((index) => ({ x: index * 0.1, responses: answersOf(0, 4) }));
    const path = followPath(scale, weights, placement, steps);
    const { mean, lower, upper } = gainBetween(path.walk, 6, 11);
    expect(judgeTrend(path, steps).gain).toEqual({ mean, lower, upper });
  });

  it('knows beforehand what the walk alone would do, more over a longer stretch', () => {
    const steps = twelve.map((index) => ({ x: index * 0.1, responses: answersOf(0, 4) }));
    const { walk } = followPath(scale, weights, placement, steps);
    const near = priorGain(walk, 0, 1);
    const far = priorGain(walk, 0, 4);
    expect(near.mean).toBeCloseTo(0, 9);
    // A walk's variance grows with the distance.
    expect(far.sd / near.sd).toBeCloseTo(2, 2);
  });
});
