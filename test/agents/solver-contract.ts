import { describe, expect, it } from 'vitest';
import { Budget, type Solver } from '../../agents/solver.ts';
import { answerText } from '../../domains/answer.ts';
import type { Parameters, Skill } from '../../domains/contract.ts';
import { generateTask, gradeText, referenceText, type Task } from '../../domains/task.ts';

const strategies = ['blind', 'guided'] as const;
type Strategy = (typeof strategies)[number];

export interface SolverHarness {
  readonly title: string;
  readonly domain: string;
  readonly agent: Solver;
  readonly skill: Skill;
  /** A skill whose prompts this solver must not read. */
  readonly otherSkill: Skill;
  /** Parameters of the tasks that are solved whole, by seed. */
  readonly solvable: (seed: number) => Parameters;
  /** What each strategy scores on those at least, given nodes enough. */
  readonly scoreMin: Readonly<Record<Strategy, number>>;
  /** What both strategies pass, at default parameters, with the largest budget. */
  readonly passes: number;
  /**
   * Search parameters that cost more nodes the higher they are, over their whole range; all of them where this is left
   * out, and none where the solver has a test of its own for that.
   */
  readonly costly?: readonly string[];
}

/** What every solver of the reference agents must do; returns how its tasks are made, for tests of its own. */
export function solverContract(harness: SolverHarness): {
  taskAt(parameters: Parameters, seed: number): Task;
} {
  const { title, domain, agent, skill, otherSkill, solvable, scoreMin, passes, costly } = harness;
  const taskAt = (parameters: Parameters, seed: number) =>
    generateTask(domain, skill, parameters, `agent/${seed}`);

  function scoreOf(task: Task, strategy: Strategy, nodesMax: number): number {
    const answer = agent.solve(task.prompt, strategy, new Budget(nodesMax));
    return gradeText(skill, task.reference, answerText(answer)).score;
  }

  describe(`the agent for ${title}`, () => {
    it('solves every task from the prompt alone when its budget is large enough', () => {
      for (let seed = 0; seed < 24; seed++) {
        const task = taskAt(solvable(seed), seed);
        for (const strategy of strategies) {
          expect(scoreOf(task, strategy, 1_000_000)).toBeGreaterThanOrEqual(scoreMin[strategy]);
        }
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
        expect(scores.at(-1)).toBeGreaterThan(passes);
        for (let at = 1; at < scores.length; at++)
          expect(scores[at]).toBeGreaterThanOrEqual(scores[at - 1]! - 0.02);
      }
      budgets.forEach((_, at) => {
        expect(guided[at]).toBeGreaterThanOrEqual(blind[at] as number);
      });
      expect(meanOf(guided)).toBeGreaterThan(meanOf(blind) + 0.2);
    });

    it.skipIf(costly?.length === 0)('needs more nodes as a search parameter rises', () => {
      const searched = Object.entries(skill.parameters).filter(
        ([name, { kind }]) => kind === 'search' && (costly?.includes(name) ?? true),
      );
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
      expect(gradeText(skill, second.reference, answerText(answer)).score).toBe(1);
      expect(agent.reads(second.prompt)).toBe(true);

      const other = generateTask(domain, otherSkill, {}, 'other').prompt;
      expect(agent.reads(`${other}\n\n${second.prompt}`)).toBe(true);
      expect(agent.reads(`${second.prompt}\n\n${other}`)).toBe(false);
    });
  });

  return { taskAt };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
