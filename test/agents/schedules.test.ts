import { expect, it } from 'vitest';
import { schedules as agent } from '../../agents/planning/schedules.ts';
import { Budget } from '../../agents/solver.ts';
import { answerText } from '../../domains/answer.ts';
import type { Skill } from '../../domains/contract.ts';
import { projection } from '../../domains/planning/c1-projection.ts';
import { scheduling } from '../../domains/planning/c5-scheduling.ts';
import { gradeText } from '../../domains/task.ts';
import { solverContract } from './solver-contract.ts';

const skill = scheduling as Skill;
const { taskAt } = solverContract({
  title: 'scheduling',
  domain: 'planning',
  agent,
  skill,
  otherSkill: projection as Skill,
  solvable: (seed) => ({ tasks: 5 + (seed % 2), machines: 1 + (seed % 3), slack: (seed % 3) / 4 }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.95,
  // The order of jobs leaves fewer schedules, machines beyond those it needs make no difference, set-ups hardly one;
  // the number of jobs has its own test, since the blind agent takes minutes for twelve.
  costly: ['slack'],
});

it('needs more nodes for more jobs', () => {
  for (const strategy of ['blind', 'guided'] as const) {
    const [few, some, many] = [5, 7, 9].map((count) =>
      Array.from({ length: 12 }, (_, seed) => {
        const budget = new Budget(10_000_000);
        agent.solve(taskAt({ tasks: count }, seed).prompt, strategy, budget);
        return budget.spent;
      }).reduce((sum, spent) => sum + spent, 0),
    ) as [number, number, number];
    expect(some).toBeGreaterThan(1.5 * few);
    expect(many).toBeGreaterThan(1.5 * some);
  }
});

it('learns from worked solutions: each technique that they show saves nodes or finds more', () => {
  const tasks = Array.from({ length: 110 }, (_, seed) => taskAt({}, seed));
  const learned = tasks
    .slice(0, 60)
    .flatMap((task) =>
      agent.techniquesIn({ question: task.prompt, solution: skill.solution(task.reference) }),
    );
  const techniques = [...new Set(learned)];
  expect(techniques).toHaveLength(5);
  const scoreWith = (known: readonly string[]) =>
    tasks.slice(60).reduce((sum, { prompt, reference }) => {
      const answer = agent.solve(prompt, 'learner', new Budget(300), new Set(known));
      return sum + gradeText(skill, reference, answerText(answer)).score;
    }, 0);
  const all = scoreWith(techniques);
  expect(all).toBeGreaterThan(scoreWith([]) + 6);
  for (const technique of techniques)
    expect(all).toBeGreaterThanOrEqual(scoreWith(techniques.filter((other) => other !== technique)));
});
