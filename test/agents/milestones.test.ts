import { expect, it } from 'vitest';
import { doWithout, followNeeds, goShortestWays } from '../../agents/planning/milestone-techniques.ts';
import { milestones as agent } from '../../agents/planning/milestones.ts';
import { Budget } from '../../agents/solver.ts';
import { answerText } from '../../domains/answer.ts';
import type { Skill } from '../../domains/contract.ts';
import { scheduling } from '../../domains/planning/c5-scheduling.ts';
import { decomposition } from '../../domains/planning/c6-decomposition.ts';
import { gradeText } from '../../domains/task.ts';
import { solverContract } from './solver-contract.ts';

const skill = decomposition as Skill;
const { taskAt } = solverContract({
  title: 'goal decomposition',
  domain: 'planning',
  agent,
  skill,
  otherSkill: scheduling as Skill,
  solvable: (seed) => ({ subgoals: 3, depth: 3 + (seed % 2), threats: seed % 3 }),
  // Without knowing which milestones can be done without, the order may have one too many.
  scoreMin: { blind: 0.5, guided: 1 },
  passes: 0.1,
  // The blind agent cannot finish the largest worlds, and many passes leave it fewer ways: see below.
  costly: [],
});

it('needs more nodes for more goals and longer routes', () => {
  for (const [strategy, name, values] of [
    ['blind', 'subgoals', [3, 4]],
    ['guided', 'subgoals', [3, 5, 8]],
    ['guided', 'depth', [3, 5, 7]],
    ['guided', 'shared', [4, 5.5, 7]],
  ] as const) {
    const spent = values.map((value) =>
      Array.from({ length: 8 }, (_, seed) => {
        const budget = new Budget(1_000_000);
        agent.solve(taskAt({ subgoals: 3, [name]: value }, seed).prompt, strategy, budget);
        return budget.spent;
      }).reduce((sum, nodes) => sum + nodes, 0),
    );
    for (const [at, nodes] of spent.entries())
      if (at > 0) expect(nodes).toBeGreaterThan(1.05 * spent[at - 1]!);
  }
});

it('learns from worked solutions: each technique that they show is worth something', () => {
  const tasks = Array.from({ length: 80 }, (_, seed) => taskAt({}, seed));
  const learned = tasks
    .slice(0, 40)
    .flatMap((task) =>
      agent.techniquesIn({ question: task.prompt, solution: skill.solution(task.reference) }),
    );
  const techniques = [...new Set(learned)];
  expect(techniques).toHaveLength(3);
  const scoreWith = (known: readonly string[], nodes = 3_000) =>
    tasks.slice(40).reduce((sum, { prompt, reference }) => {
      const answer = agent.solve(prompt, 'learner', new Budget(nodes), new Set(known));
      return sum + gradeText(skill, reference, answerText(answer)).score;
    }, 0);
  const all = scoreWith(techniques);
  for (const technique of [goShortestWays, doWithout])
    expect(all).toBeGreaterThan(scoreWith(techniques.filter((other) => other !== technique)));
  // Whoever goes the shortest ways sees at once that there is none.
  expect(scoreWith([followNeeds], 500)).toBeGreaterThan(scoreWith([], 500));
});
