import { describe, expect, it } from 'vitest';
import { budgetedHaulage } from '../../agents/planning/haulage.ts';
import { replannings } from '../../agents/planning/replanning.ts';
import { Budget, type Solver } from '../../agents/solver.ts';
import { answerText } from '../../domains/answer.ts';
import type { Skill } from '../../domains/contract.ts';
import { resources } from '../../domains/planning/c4-resources.ts';
import { replanning } from '../../domains/planning/c8-replanning.ts';
import { generateTask, gradeText } from '../../domains/task.ts';

const cases: readonly (readonly [string, Skill, Solver, readonly string[]])[] = [
  [
    'C4',
    resources as Skill,
    budgetedHaulage,
    ['count the steps still needed', 'deliver at once', 'watch coins', 'watch passes', 'watch tank'],
  ],
  [
    'C8',
    replanning as Skill,
    replannings,
    ['count the steps still needed', 'deliver at once', 'give up old steps', 'watch tank'],
  ],
];

describe.each(cases)('who learns %s', (_, skill, solver, taught) => {
  const tasks = Array.from({ length: 40 }, (_, seed) => generateTask('planning', skill, {}, `learn/${seed}`));
  const techniques = tasks.map(({ prompt, reference }) =>
    solver.techniquesIn({ question: prompt, solution: skill.solution(reference) }),
  );

  it('finds every technique in some worked solution, and none without one', () => {
    expect([...new Set(techniques.flat())].sort()).toEqual(taught);
    for (const { prompt } of tasks)
      expect(solver.techniquesIn({ question: prompt, solution: 'See above.' })).toEqual([]);
  });

  it('does better the more solutions it has seen', () => {
    const [none, one, four] = [0, 1, 4].map((count) => {
      const known = new Set(techniques.slice(0, count).flat());
      const scores = tasks.slice(4).map(({ prompt, reference }) => {
        const answer = solver.solve(prompt, 'learner', new Budget(600), known);
        return gradeText(skill, reference, answerText(answer)).score;
      });
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    }) as [number, number, number];
    expect(one).toBeGreaterThan(none + 0.1);
    expect(four).toBeGreaterThanOrEqual(one);
  });
});
