import { describe, expect, it } from 'vitest';
import { answerMessages } from '../../agents/agent.ts';
import { grids } from '../../agents/reasoning/grids.ts';
import type { Strategy } from '../../agents/solver.ts';
import { ruleChains } from '../../domains/reasoning/b2-rule-chains.ts';
import { gridPuzzles } from '../../domains/reasoning/b5-grid-puzzles.ts';
import { generateTask, gradeText, type Task } from '../../domains/task.ts';

function tasksAt(parameters: Record<string, number>, count: number): Task[] {
  return Array.from({ length: count }, (_, index) =>
    generateTask('reasoning', gridPuzzles, parameters, `agent ${index}`),
  );
}

function meanScore(tasks: readonly Task[], strategy: Strategy, nodesMax: number): number {
  const scores = tasks.map(({ prompt, reference }) => {
    const { text, nodes } = answerMessages([{ role: 'user', content: prompt }], strategy, nodesMax);
    expect(nodes).toBeLessThanOrEqual(nodesMax);
    const grade = gradeText(gridPuzzles, reference, text);
    expect(grade.cause === null || grade.cause === 'WRONG').toBe(true);
    return grade.score;
  });
  return scores.reduce((left, right) => left + right, 0) / scores.length;
}

describe('the solver of grid puzzles', () => {
  const tasks = tasksAt({}, 40);
  const budgets = [10, 30, 100, 300, 1_000, 10_000, 100_000];

  it.each(['blind', 'guided'] as const)(
    '%s scores more with every larger budget, from little to all',
    (strategy) => {
      const scores = budgets.map((nodesMax) => meanScore(tasks, strategy, nodesMax));
      for (const [index, score] of scores.entries()) {
        // Best guesses of two small budgets may differ by luck.
        if (index > 0) expect(score).toBeGreaterThanOrEqual((scores[index - 1] as number) - 0.02);
      }
      expect(scores[0]).toBeLessThan(0.25);
      expect(scores.at(-1)).toBe(1);
    },
  );

  it('does better guided than blind at the same budget', () => {
    for (const nodesMax of [10, 30, 100, 300, 1_000]) {
      expect(meanScore(tasks, 'guided', nodesMax)).toBeGreaterThan(meanScore(tasks, 'blind', nodesMax));
    }
  });

  it.each([
    ['positions', 3, 6],
    ['categories', 2, 6],
    ['relational', 0, 1],
    ['indirect', 0, 0.5],
  ])('needs more nodes when %s is high than when it is low', (name, low, high) => {
    const nodesAt = (value: number) =>
      tasksAt({ [name]: value }, 40)
        .map(({ prompt }) => answerMessages([{ role: 'user', content: prompt }], 'guided', 1_000_000).nodes)
        .reduce((left, right) => left + right, 0);
    expect(nodesAt(high)).toBeGreaterThan(1.2 * nodesAt(low));
  });

  it('is not misled by redundant clues, distractors or an earlier puzzle in the same prompt', () => {
    const [earlier, ...others] = tasksAt({ slack: 0.5, distractors: 8, positions: 5 }, 20) as [
      Task,
      ...Task[],
    ];
    const other = generateTask('reasoning', ruleChains, {}, 'other');
    const shown = others.map((task) => ({ ...task, prompt: `${earlier.prompt}\n\n${task.prompt}` }));
    expect(meanScore(shown, 'guided', 1_000_000)).toBe(1);
    expect(grids.reads(`${earlier.prompt}\n\n${other.prompt}`)).toBe(false);
  });
});
