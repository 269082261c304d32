import { describe, expect, it } from 'vitest';
import { scoreAbility } from '../../../measurement/ability/ability.ts';
import { masteryProbabilityMin, practiceSuccess } from '../../../measurement/constants.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { skillWeightsOf } from '../../../measurement/performance/performance.ts';
import { ontoWalk, summarise, walkThetas } from '../../../measurement/practice/lattice.ts';
import {
  masteryAbility,
  masteryDifficulty,
  probabilityAtLeast,
  skillNow,
} from '../../../measurement/practice/mastery.ts';
import { practiceDifficulty, practiceTarget } from '../../../measurement/practice/target.ts';
import { difficultyOf } from '../../../measurement/response-model/difficulty.ts';
import { expectedScoreAt } from '../../../measurement/response-model/response.ts';
import { answerTask, sampleMix, sampleScale } from '../simulated-session.ts';

const scale = sampleScale(0.7, 0.8);
const mix = sampleMix(scale);
const weights = skillWeightsOf(mix);
const model = scale.skills.second!;
const cells = mix.filter(({ skill }) => skill === 'second');

function responses(score: number, count: number, difficulty: number) {
  return Array.from({ length: count }, () => ({ skill: 'second', difficulty, score }));
}

describe('the mastery point', () => {
  it('is the easiest cell that with the easier ones holds 60 % of the skill', () => {
    const ascending = cells.map((cell) => difficultyOf(model, cell.features)).sort((a, b) => a - b);
    expect(masteryDifficulty(model, cells)).toBe(ascending[Math.ceil(0.6 * cells.length) - 1]);
    const heavy = cells.map((cell) =>
      difficultyOf(model, cell.features) === ascending[0] ? { ...cell, weight: 100 } : cell,
    );
    expect(masteryDifficulty(model, heavy)).toBe(ascending[0]);
  });

  it('asks for the ability that solves a fresh task there four times in five', () => {
    for (const own of [model, { ...model, chance: 0.25 }, { ...model, residualSd: 2 }]) {
      expect(expectedScoreAt(own, masteryAbility(own, 0.7), 0.7)).toBeCloseTo(0.8, 12);
    }
  });
});

describe('a skill along practice', () => {
  const placement = scoreAbility(scale, weights, responses(0.5, 6, 0));

  it('is what placement says while nothing was asked since, its reach beyond the lattice at the ends', () => {
    const now = summarise(walkThetas, skillNow(scale, placement, 'second', [{ x: 0, responses: [] }]));
    expect(now.mean).toBeCloseTo(placement.skills.second!.mean, 3);
    expect(now.sd).toBeCloseTo(placement.skills.second!.sd, 2);
    expect(ontoWalk(Float64Array.of(-20, 0.03, 20), Float64Array.of(0.2, 0.5, 0.3)).at(-1)).toBe(0.3);
  });

  it('lets old failures fade: the same answers count for more when they are recent', () => {
    const failed = responses(0, 8, 0);
    const solved = responses(1, 8, 0);
    const meanAfter = (first: typeof failed, then: typeof failed, x: number) =>
      summarise(
        walkThetas,
        skillNow(scale, placement, 'second', [
          { x: 0, responses: first },
          { x, responses: then },
        ]),
      ).mean;
    expect(meanAfter(failed, solved, 0)).toBeCloseTo(meanAfter(solved, failed, 0), 9);
    expect(meanAfter(failed, solved, 1) - meanAfter(solved, failed, 1)).toBeGreaterThan(1);
    expect(meanAfter(failed, solved, 2)).toBeGreaterThan(meanAfter(failed, solved, 0.5));
  });

  it('ignores answers in other skills', () => {
    const others = responses(1, 8, 0).map((response) => ({ ...response, skill: 'first' }));
    const alone = skillNow(scale, placement, 'second', [{ x: 0.5, responses: responses(1, 2, 0) }]);
    const beside = skillNow(scale, placement, 'second', [
      { x: 0.5, responses: [...others, ...responses(1, 2, 0)] },
    ]);
    expect([...beside]).toEqual([...alone]);
  });

  it('is called mastered wrongly in at most one case of twenty, and rightly when far above', () => {
    const point = masteryAbility(model, masteryDifficulty(model, cells));
    const claims = { wrong: 0, made: 0, far: 0, farMade: 0 };
    for (let seed = 0; seed < 150; seed++) {
      const draws = createDraws('mastery', seed);
      const theta = point + 1.5 * draws.normal();
      const thetas = { first: theta, second: theta, third: theta };
      const ask = (count: number) =>
        Array.from({ length: count }, () =>
          answerTask(scale, thetas, 'second', theta + draws.normal(), draws),
        );
      const before = scoreAbility(scale, weights, ask(16));
      const steps = [0.4, 0.7, 0.9].map((x) => ({ x, responses: ask(5) }));
      const probability = probabilityAtLeast(skillNow(scale, before, 'second', steps), point);
      const mastered = probability >= masteryProbabilityMin;
      if (mastered) claims.made++;
      if (mastered && theta < point) claims.wrong++;
      if (theta > point + 1.5) claims.far++;
      if (theta > point + 1.5 && mastered) claims.farMade++;
    }
    expect(claims.made).toBeGreaterThan(20);
    expect(claims.wrong / claims.made).toBeLessThan(0.05);
    expect(claims.farMade / claims.far).toBeGreaterThan(0.6);
  });
});

describe('the skill to practise', () => {
  const state = (theta: number, mastered = false) => ({ theta, masteryTheta: 1, mastered });
  const chain = { a: [], b: ['a'], c: ['b'], d: ['a'] };

  it('is the one farthest below its mastery point whose prerequisites are mastered', () => {
    const skills = { a: state(2, true), b: state(0), c: state(-3), d: state(-1) };
    expect(practiceTarget(skills, chain)).toBe('d');
    expect(practiceTarget({ ...skills, d: state(0.5) }, chain)).toBe('b');
  });

  it('is a prerequisite while that is not mastered, however weak what builds on it', () => {
    expect(practiceTarget({ a: state(0.9), b: state(-2), c: state(-3), d: state(-4) }, chain)).toBe('a');
  });

  it('is the one with the smallest margin once all are mastered', () => {
    const skills = { a: state(4, true), b: state(2.5, true), c: state(3, true), d: state(2.8, true) };
    expect(practiceTarget(skills, chain)).toBe('b');
  });

  it('is not found in a circle, nor beside an unknown prerequisite', () => {
    expect(() => practiceTarget({ a: state(0), b: state(0) }, { a: ['b'], b: ['a'] })).toThrow(/circle/);
    expect(() => practiceTarget({ a: state(0) }, { a: ['z'] })).toThrow(/z/);
  });
});

describe('the difficulty of practice', () => {
  const around = (theta: number) => {
    const mass = walkThetas.map((own) => Math.exp(-0.5 * ((own - theta) / 0.5) ** 2));
    const total = mass.reduce((sum, value) => sum + value, 0);
    return mass.map((value) => value / total);
  };

  it('is where four of five tasks and a bit are expected to be solved', () => {
    const mass = around(1);
    const difficulty = practiceDifficulty(model, mass);
    const expected = mass.reduce(
      (sum, share, index) => sum + share * expectedScoreAt(model, walkThetas[index]!, difficulty),
      0,
    );
    expect(expected).toBeCloseTo(practiceSuccess, 9);
    expect(difficulty).toBeLessThan(1);
  });

  it('stays within what the skill reaches', () => {
    expect(practiceDifficulty(model, around(-7))).toBeCloseTo(-4, 9);
    expect(practiceDifficulty(model, around(7.5))).toBeCloseTo(4, 9);
  });
});
