import { describe, expect, it } from 'vitest';
import { type Answer, scoreTree, thetas } from '../../../bench/real-models/abilities.ts';
import { estimateAccuracy } from '../../../bench/real-models/accuracy.ts';
import type { KnownBank, KnownItem } from '../../../bench/real-models/known-bank.ts';
import { scoreAbility } from '../../../measurement/ability/ability.ts';
import { createDraws, type Draws } from '../../../measurement/numeric/draws.ts';
import { meanOf } from '../../../measurement/numeric/statistics.ts';
import { expectedScoreAt } from '../../../measurement/response-model/response.ts';
import { sampleScale } from '../../measurement/simulated-session.ts';

const names = ['first', 'second', 'third'];
const deviationSd = 0.8;
const scale = sampleScale(0.5, deviationSd);

function bankOf(groupVariance: number, groupOf: (skill: string) => string): KnownBank {
  const skills = names.map((id) => ({ id, group: groupOf(id), variance: deviationSd ** 2 }));
  return { skills, groupVariance, items: new Map() };
}

function itemOf(skill: string, difficulty: number): KnownItem {
  return { skill, instance: String(difficulty), difficulty, model: scale.skills[skill]! };
}

function answered(item: KnownItem, theta: number, draws: Draws): Answer {
  return { item, score: draws.uniform() < expectedScoreAt(item.model, theta, item.difficulty) ? 1 : 0 };
}

const meanTheta = (mass: Float64Array) => mass.reduce((sum, share, t) => sum + share * thetas[t]!, 0);

describe('abilities that hang on groups and a domain', () => {
  it('are those of the placement where groups do not deviate', () => {
    const draws = createDraws('tree');
    const answers = Array.from({ length: 45 }, (_, index) =>
      answered(itemOf(names[index % 3]!, 2 * draws.normal()), 0.5 * (index % 3), draws),
    );
    const tree = scoreTree(
      bankOf(0, (skill) => skill),
      answers,
    );
    const responses = answers.map(({ item, score }) => ({
      skill: item.skill,
      difficulty: item.difficulty,
      score,
    }));
    const weights = { first: 0.4, second: 0.3, third: 0.3 };
    const placement = scoreAbility({ skills: scale.skills, deviationSd }, weights, responses);
    for (const name of names) {
      expect(meanTheta(tree.skills.get(name)!)).toBeCloseTo(placement.skills[name]!.mean, 2);
    }
  });

  it('lend more to a skill of the same group than to one of another', () => {
    const answers = Array.from({ length: 30 }, (_, index) => ({
      item: itemOf('first', index / 10),
      score: 1,
    }));
    const tree = scoreTree(
      bankOf(1.5, (skill) => (skill === 'third' ? 'other' : 'own')),
      answers,
    );
    const [first, second, third] = names.map((name) => meanTheta(tree.skills.get(name)!));
    expect(first).toBeGreaterThan(second! + 0.2);
    expect(second).toBeGreaterThan(third! + 0.5);
    expect(third).toBeGreaterThan(0.2);
  });
});

describe('the estimate of a bank’s accuracy', () => {
  it('has intervals that hold it as often as they say, for models that are what the bank says', () => {
    const groupVariance = 0.5;
    const bank = bankOf(groupVariance, (skill) => (skill === 'third' ? 'other' : 'own'));
    const repetitions = 200;
    const inside = Array.from({ length: repetitions }, (_, repetition) => {
      const draws = createDraws('bank-accuracy', repetition);
      const domain = 2 * draws.normal();
      const [own, other] = [1, 1].map(() => domain + Math.sqrt(groupVariance) * draws.normal());
      const all = names.flatMap((skill) => {
        const theta = (skill === 'third' ? other! : own!) + deviationSd * draws.normal();
        return Array.from({ length: 40 }, () => answered(itemOf(skill, 2 * draws.normal()), theta, draws));
      });
      const answers = all.filter((_, index) => index % 10 === 0);
      const rest = all.filter((_, index) => index % 10 !== 0).map(({ item }) => item);
      const { lo, hi } = estimateAccuracy({ answers, rest, posterior: scoreTree(bank, answers) }, draws);
      const accuracy = meanOf(all.map(({ score }) => score));
      return lo <= accuracy && accuracy <= hi;
    });
    const coverage = inside.filter(Boolean).length / repetitions;
    expect(coverage).toBeGreaterThan(0.91);
    expect(coverage).toBeLessThan(0.99);
  });
});
