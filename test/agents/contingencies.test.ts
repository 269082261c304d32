import { describe, expect, it } from 'vitest';
import { contingencies as agent } from '../../agents/planning/contingencies.ts';
import { Budget } from '../../agents/solver.ts';
import { answerText } from '../../domains/answer.ts';
import type { Parameters, Skill } from '../../domains/contract.ts';
import { contingency } from '../../domains/planning/c7-contingency.ts';
import { ruleChains } from '../../domains/reasoning/b2-rule-chains.ts';
import { generateTask, gradeText } from '../../domains/task.ts';
import { solverContract } from './solver-contract.ts';

const skill = contingency as Skill;

const { taskAt } = solverContract({
  title: 'contingency plans',
  domain: 'planning',
  agent,
  skill,
  otherSkill: ruleChains as Skill,
  solvable: (seed) => ({ unknowns: 1 + (seed % 4), legs: 2 + (seed % 2), traps: seed % 3 }),
  scoreMin: { blind: 1, guided: 1 },
  // What lanes and traps cost shows over more tasks than the contract looks at: below.
  costly: ['unknowns', 'legs'],
  passes: 0.9,
});

/** Of so many tasks, how many the blind search solves within its nodes. */
function solvedBlind(parameters: Parameters, tasks: number, nodesMax: number): number {
  let solved = 0;
  for (let seed = 0; seed < tasks; seed++) {
    const task = generateTask('planning', skill, parameters, `solved/${seed}`);
    const answer = agent.solve(task.prompt, 'blind', new Budget(nodesMax));
    if (gradeText(skill, task.reference, answerText(answer)).score === 1) solved++;
  }
  return solved;
}

describe('the blind agent for contingency plans', () => {
  it('solves fewer tasks as each monotone parameter rises', () => {
    const tasks = 200;
    for (const [name, { min, max, monotone }] of Object.entries(skill.parameters)) {
      if (!monotone) continue;
      const low = solvedBlind({ [name]: min }, tasks, 2_000);
      const high = solvedBlind({ [name]: max }, tasks, 2_000);
      const pooled = (low + high) / (2 * tasks);
      // One-sided p < .01 of two shares.
      expect((low - high) / tasks).toBeGreaterThan(2.33 * Math.sqrt((pooled * (1 - pooled) * 2) / tasks));
    }
  });
});

describe('the learner for contingency plans', () => {
  it('takes techniques from worked solutions, each of which saves nodes', () => {
    const tasks = Array.from({ length: 30 }, (_, seed) => taskAt({}, seed));
    const seen = new Set(
      tasks.flatMap((task) =>
        agent.techniquesIn({ question: task.prompt, solution: skill.solution(task.reference) }),
      ),
    );
    expect(seen.size).toBe(3);
    const nodes = (techniques: ReadonlySet<string>) =>
      tasks.reduce((sum, { prompt }) => {
        const budget = new Budget(100_000);
        agent.solve(prompt, 'learner', budget, techniques);
        return sum + budget.spent;
      }, 0);
    const untaught = nodes(new Set());
    for (const technique of seen) expect(nodes(new Set([technique]))).toBeLessThan(untaught);
    expect(nodes(seen)).toBeLessThan(untaught / 10);
  });
});
