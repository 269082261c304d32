import { describe, expect, it } from 'vitest';
import { ruleChains as agent } from '../../agents/reasoning/rule-chains.ts';
import { Budget } from '../../agents/solver.ts';
import { answerText } from '../../domains/answer.ts';
import type { Skill } from '../../domains/contract.ts';
import { syllogisms } from '../../domains/reasoning/b1-syllogisms.ts';
import { ruleChains } from '../../domains/reasoning/b2-rule-chains.ts';
import { gradeText, type Task } from '../../domains/task.ts';
import { solverContract } from './solver-contract.ts';

const { taskAt } = solverContract({
  title: 'rule chains',
  domain: 'reasoning',
  agent,
  skill: ruleChains as Skill,
  otherSkill: syllogisms as Skill,
  solvable: (seed) => ({
    depth: 2 + (seed % 4),
    deadEnds: 1 + (seed % 3),
    negation: (seed % 3) / 4,
    openWorld: seed % 2,
  }),
  // The first proof that is found need not be the shortest.
  scoreMin: { blind: 0.75, guided: 1 },
  passes: 0.8,
});

describe('the agent for rule chains in worked examples of the other world', () => {
  it('takes the world of the last task', () => {
    for (let seed = 0; seed < 12; seed++) {
      const [before, last] = [seed % 2, 1 - (seed % 2)].map((openWorld) =>
        taskAt({ openWorld, negation: 0.5 }, seed),
      ) as [Task, Task];
      const example = `${before.prompt}\n${ruleChains.solution(before.reference as never)}`;
      const answer = agent.solve(`${example}\n\n${last.prompt}`, 'guided', new Budget(1_000_000));
      expect(gradeText(ruleChains as Skill, last.reference, answerText(answer)).score).toBe(1);
    }
  });
});
