import { describe, expect, it } from 'vitest';
import { scoreAbility } from '../../../measurement/ability/ability.ts';
import { depths } from '../../../measurement/constants.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { meanOf } from '../../../measurement/numeric/statistics.ts';
import { expectedSdGain } from '../../../measurement/placement/expected-sd.ts';
import { plannedSkills, targetDifficulty } from '../../../measurement/placement/selection.ts';
import { decideStop } from '../../../measurement/placement/stopping.ts';
import { answerTask, sampleScale } from '../simulated-session.ts';

const depth = depths.standard;
const going = { attempts: 30, sd: 0.4, expectedSdGain: 0.02, budgetSpent: false };

describe('stopping', () => {
  it.each([
    ['goes on while tasks still teach', {}, null],
    ['ends at the SD target', { sd: 0.3 }, 'sd-target'],
    ['ends when the next tasks would teach too little', { expectedSdGain: 0.009 }, 'no-gain'],
    ['ends at the cap', { attempts: 48 }, 'tasks-max'],
    ['ends when the budget is spent, however early', { attempts: 3, budgetSpent: true }, 'budget'],
    ['does not end before the minimum', { attempts: 23, sd: 0.2, expectedSdGain: 0 }, null],
  ])('%s', (_, change, reason) => {
    const decision = decideStop(depth, { ...going, ...change });
    expect(decision).toEqual(reason === null ? { stop: false } : { stop: true, reason });
  });

  it('asks no depth for more than its tasks can bring: the gain at the SD target passes the threshold', () => {
    for (const { sdTarget, sdGainMin } of Object.values(depths)) {
      // Five tasks of the most information that a slope of 1 gives, a quarter each.
      const after = 1 / Math.sqrt(sdTarget ** -2 + 5 / 4);
      expect(sdTarget - after).toBeGreaterThan(sdGainMin);
    }
  });

  it('expects of the next five tasks the gain that they bring on average', () => {
    const scale = sampleScale(0.5, 0.8);
    const weights = { first: 1 / 3, second: 1 / 3, third: 1 / 3 };
    const names = Object.keys(weights);
    const gains: number[] = [];
    const expected: number[] = [];
    for (let repeat = 0; repeat < 150; repeat++) {
      const draws = createDraws('gain', repeat);
      // The truth is drawn from the prior, so that posterior expectations are what happens on average.
      const domain = 2 * draws.normal();
      const thetas = Object.fromEntries(names.map((name) => [name, domain + 0.8 * draws.normal()]));
      const ask = (skill: string, difficulty: number) => answerTask(scale, thetas, skill, difficulty, draws);
      const responses = Array.from({ length: 24 }, (_, i) => ask(names[i % 3]!, 2 * draws.normal()));
      const before = scoreAbility(scale, weights, responses);
      expected.push(expectedSdGain(scale, before, weights));
      const next = plannedSkills(before, weights, 5).map((skill) =>
        ask(skill, targetDifficulty(scale.skills[skill]!, before, skill).difficulty),
      );
      gains.push(before.sd - scoreAbility(scale, weights, [...responses, ...next]).sd);
    }
    expect(meanOf(expected) / meanOf(gains)).toBeGreaterThan(0.8);
    expect(meanOf(expected) / meanOf(gains)).toBeLessThan(1.25);
  });
});
