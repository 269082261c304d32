import { describe, expect, it } from 'vitest';
import { dispersed as agent } from '../../agents/reasoning/dispersed.ts';
import { Budget } from '../../agents/solver.ts';
import type { Skill } from '../../domains/contract.ts';
import { ruleChains } from '../../domains/reasoning/b2-rule-chains.ts';
import { dispersedContext } from '../../domains/reasoning/b8-dispersed-context.ts';
import { solverContract } from './solver-contract.ts';

const skill = dispersedContext as Skill;
const { taskAt } = solverContract({
  title: 'premises dispersed through a report',
  domain: 'reasoning',
  agent,
  skill,
  otherSkill: ruleChains as Skill,
  solvable: (seed) => ({
    tokens: 2_000 + 500 * (seed % 5),
    relevant: 0.25 + 0.25 * (seed % 4),
    hops: seed % 4,
    paraphrase: (seed % 3) / 2,
  }),
  // The first proof that is found need not be the shortest.
  scoreMin: { blind: 0.75, guided: 1 },
  passes: 0.8,
});

describe('the agent for premises dispersed through a report', () => {
  it('learns from a worked solution to gather the names, and then reads with fewer nodes', () => {
    let [before, after] = [0, 0];
    for (let seed = 0; seed < 12; seed++) {
      const task = taskAt({ hops: 2 }, seed);
      const techniques = new Set(
        agent.techniquesIn({ question: task.prompt, solution: skill.solution(task.reference) }),
      );
      expect(techniques).toContain('gather the names first');
      const other = taskAt({ hops: 2 }, 100 + seed).prompt;
      const spent = (known: ReadonlySet<string>) => {
        const budget = new Budget(1_000_000);
        agent.solve(other, 'learner', budget, known);
        return budget.spent;
      };
      before += spent(new Set());
      after += spent(techniques);
    }
    expect(after).toBeLessThan(before / 2);
  });
});
