import { describe, expect, it } from 'vitest';
import { syllogisms as agent } from '../../agents/reasoning/syllogisms.ts';
import { Budget, type Strategy } from '../../agents/solver.ts';
import { answerText } from '../../domains/answer.ts';
import type { Parameters, Skill } from '../../domains/contract.ts';
import { syllogisms } from '../../domains/reasoning/b1-syllogisms.ts';
import { ruleChains as otherSkill } from '../../domains/reasoning/b2-rule-chains.ts';
import { generateTask, gradeText, referenceText, type Task } from '../../domains/task.ts';

const skill = syllogisms as Skill;
const strategies = ['blind', 'guided'] as const;

function taskAt(parameters: Parameters, seed: number): Task {
  return generateTask('reasoning', skill, parameters, `agent/${seed}`);
}

function scoreOf(task: Task, strategy: Strategy, nodesMax: number): number {
  const answer = agent.solve(task.prompt, strategy, new Budget(nodesMax));
  return gradeText(skill, task.reference, answerText(answer)).score;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('the agent for syllogisms', () => {
  it('solves every task from the prompt alone when its budget is large enough', () => {
    for (let seed = 0; seed < 24; seed++) {
      const parameters = { chain: 2 + (seed % 5), distractors: seed % 4, negation: (seed % 3) / 2 };
      const task = taskAt(parameters, seed);
      for (const strategy of strategies) expect(scoreOf(task, strategy, 1_000_000)).toBe(1);
    }
  });

  it('does better with a larger budget, and guided better than blind', () => {
    const tasks = Array.from({ length: 30 }, (_, seed) => taskAt({}, seed));
    const budgets = [10, 100, 300, 1_000, 3_000, 10_000, 30_000];
    const curve = (strategy: Strategy) =>
      budgets.map((nodes) => meanOf(tasks.map((task) => scoreOf(task, strategy, nodes))));
    const [blind, guided] = [curve('blind'), curve('guided')];
    for (const scores of [blind, guided]) {
      expect(scores[0]).toBeLessThan(0.1);
      expect(scores.at(-1)).toBeGreaterThan(0.9);
      for (let at = 1; at < scores.length; at++)
        expect(scores[at]).toBeGreaterThanOrEqual(scores[at - 1]! - 0.02);
    }
    budgets.forEach((_, at) => {
      expect(guided[at]).toBeGreaterThanOrEqual(blind[at] as number);
    });
    expect(meanOf(guided)).toBeGreaterThan(meanOf(blind) + 0.2);
  });

  it('needs more nodes as each search parameter rises', () => {
    const searched = Object.entries(skill.parameters).filter(([, { kind }]) => kind === 'search');
    expect(searched.length).toBeGreaterThan(0);
    for (const [name, { min, max }] of searched) {
      for (const strategy of strategies) {
        const [low, middle, high] = [min, (min + max) / 2, max].map((value) =>
          meanOf(
            Array.from({ length: 15 }, (_, seed) => {
              const budget = new Budget(10_000_000);
              agent.solve(taskAt({ [name]: value }, seed).prompt, strategy, budget);
              return budget.spent;
            }),
          ),
        ) as [number, number, number];
        expect(middle).toBeGreaterThan(low);
        expect(high).toBeGreaterThan(middle);
      }
    }
  });

  it('answers the last task when worked ones stand before it, and reads no other kind of prompt', () => {
    const [first, second] = [taskAt({}, 1), taskAt({}, 2)];
    const notebook = `${first.prompt}\n${referenceText(skill, first.reference)}\n${skill.solution(first.reference)}`;
    const answer = agent.solve(`${notebook}\n\n${second.prompt}`, 'guided', new Budget(100_000));
    expect(answer).toEqual(skill.answer(second.reference));
    expect(agent.reads(second.prompt)).toBe(true);
    expect(agent.reads(second.prompt.replace('P1. ', 'P1. Most '))).toBe(false);
    const other = generateTask('reasoning', otherSkill as Skill, {}, 'other').prompt;
    expect(agent.reads(`${other}\n\n${second.prompt}`)).toBe(true);
    expect(agent.reads(`${second.prompt}\n\n${other}`)).toBe(false);
  });
});
