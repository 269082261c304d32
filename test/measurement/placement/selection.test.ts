import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreAbility, skillMass } from '../../../measurement/ability/ability.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import {
  chooseCandidate,
  drawParameters,
  reachableDifficulty,
  usageOf,
} from '../../../measurement/placement/candidates.ts';
import {
  planRound,
  skillOfLargestDeficit,
  targetDifficulty,
} from '../../../measurement/placement/selection.ts';
import { difficultyOf } from '../../../measurement/response-model/difficulty.ts';
import { freshInformation } from '../../../measurement/response-model/response.ts';
import { answerTask, sampleScale } from '../simulated-session.ts';

const scale = sampleScale(0.5, 0.8);
const skill = scale.skills.second!;
const weights = { first: 0.5, second: 0.25, third: 0.25 };

function posteriorAt(theta: number, count: number) {
  const draws = createDraws('selection', theta);
  const thetas = { first: theta, second: theta, third: theta };
  const names = ['first', 'second', 'third'];
  return scoreAbility(
    scale,
    weights,
    Array.from({ length: count }, (_, i) =>
      answerTask(scale, thetas, names[i % 3]!, theta + draws.normal(), draws),
    ),
  );
}

describe('selection', () => {
  it('keeps every skill within one task of its quota', () => {
    const attempts: Record<string, number> = {};
    for (let task = 1; task <= 200; task++) {
      const chosen = skillOfLargestDeficit(weights, attempts);
      attempts[chosen] = (attempts[chosen] ?? 0) + 1;
      for (const [name, weight] of Object.entries(weights)) {
        expect(Math.abs((attempts[name] ?? 0) - weight * task)).toBeLessThan(1);
      }
    }
  });

  it.each([-1.5, 0, 2])('aims where expected information is largest (ability %f)', (theta) => {
    const posterior = posteriorAt(theta, 30);
    const mass = skillMass(posterior, 'second');
    const informationAt = (difficulty: number) =>
      mass.reduce((sum, p, i) => sum + p * freshInformation(skill, posterior.skillThetas[i]!, difficulty), 0);
    const target = targetDifficulty(skill, posterior, 'second');
    const fine = Array.from({ length: 801 }, (_, index) => informationAt(-4 + index / 100));
    expect(target.information).toBeCloseTo(informationAt(target.difficulty), 6);
    expect(target.information).toBeGreaterThan(0.9999 * Math.max(...fine));
  });

  it('stays inside what the skill can reach', () => {
    const hard = posteriorAt(5.5, 60);
    const reach = reachableDifficulty(skill);
    expect([reach.min, reach.max]).toEqual([expect.closeTo(-4), expect.closeTo(4)]);
    expect(targetDifficulty(skill, hard, 'second').difficulty).toBe(reach.max);
  });

  it('leaves about an eighth of a long placement off target', () => {
    const draws = createDraws('off target');
    const posterior = posteriorAt(0, 12);
    const planned = planRound(scale, posterior, weights, 1000, draws.uniform);
    const share = planned.filter(({ difficulty }) => difficulty === null).length / planned.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.15);
  });

  it('draws parameters that have the wanted difficulty, whatever the draw', () => {
    fc.assert(
      fc.property(fc.double({ min: -4, max: 4, noNaN: true }), fc.integer(), (difficulty, seed) => {
        const parameters = drawParameters(skill, difficulty, createDraws('parameters', seed).uniform);
        expect(difficultyOf(skill, parameters)).toBeCloseTo(difficulty, 6);
      }),
    );
  });

  it('draws the parameters of one difficulty from all over the range', () => {
    const draws = createDraws('variety');
    const widths = Array.from({ length: 300 }, () => drawParameters(skill, 0, draws.uniform).width!);
    for (let tenth = 1; tenth < 9; tenth++) {
      expect(widths.some((width) => Math.floor(width) === tenth)).toBe(true);
    }
  });

  it('takes the nearest candidate, and of near-ties the one in the least-used cells', () => {
    const at = (depth: number, width: number) => ({
      features: { depth, width },
      difficulty: difficultyOf(skill, { depth, width }),
    });
    const deep = at(64, 0);
    const wide = at(1, 10);
    const off = at(64, 2);
    expect(deep.difficulty).toBeCloseTo(wide.difficulty);
    const used = usageOf(skill, [deep.features, deep.features, wide.features]);
    expect(chooseCandidate(skill, [off, deep, wide], 0, used)).toBe(2);
    expect(chooseCandidate(skill, [off, deep, wide], off.difficulty, used)).toBe(0);
    expect(chooseCandidate(skill, [deep, wide], null, usageOf(skill, [wide.features]))).toBe(0);
  });
});
