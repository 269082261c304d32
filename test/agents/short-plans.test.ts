import { describe, expect, it } from 'vitest';
import { shortPlans as agent } from '../../agents/planning/short-plans.ts';
import { Budget } from '../../agents/solver.ts';
import type { Skill } from '../../domains/contract.ts';
import { planCheck } from '../../domains/planning/c2-plan-check.ts';
import { shortPlans } from '../../domains/planning/c3-short-plans.ts';
import { solverContract } from './solver-contract.ts';

const { taskAt } = solverContract({
  title: 'short plans',
  domain: 'planning',
  agent,
  skill: shortPlans as Skill,
  otherSkill: planCheck as Skill,
  solvable: (seed) => ({ length: 1 + (seed % 9), deadEnds: (seed % 4) / 15, irrelevant: seed % 3 }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.9,
  // Worlds differ too much for the few tasks that are compared there, see below.
  costly: ['length'],
});

describe('planning', () => {
  const medianNodes = (name: string, value: number, strategy: 'blind' | 'guided') => {
    const spent = Array.from({ length: 60 }, (_, seed) => {
      const budget = new Budget(100_000);
      agent.solve(taskAt({ [name]: value }, seed).prompt, strategy, budget);
      return budget.spent;
    });
    return spent.sort((left, right) => left - right)[30]!;
  };

  it.each(['branching', 'irrelevant'])('costs more nodes with a larger %s', (name) => {
    const { min, max } = shortPlans.parameters[name]!;
    for (const strategy of ['blind', 'guided'] as const) {
      expect(medianNodes(name, max, strategy)).toBeGreaterThan(1.2 * medianNodes(name, min, strategy));
    }
  });
});
