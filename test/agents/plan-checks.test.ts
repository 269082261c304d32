import { describe, expect, it } from 'vitest';
import { planChecks as agent } from '../../agents/planning/plan-checks.ts';
import { Budget } from '../../agents/solver.ts';
import type { Skill } from '../../domains/contract.ts';
import { projection } from '../../domains/planning/c1-projection.ts';
import { planCheck } from '../../domains/planning/c2-plan-check.ts';
import { solverContract } from './solver-contract.ts';

const { taskAt } = solverContract({
  title: 'plan checks',
  domain: 'planning',
  agent,
  skill: planCheck as Skill,
  otherSkill: projection as Skill,
  solvable: (seed) => ({
    length: 5 + seed,
    depth: (seed % 5) / 4,
    objects: 5 + (seed % 20),
    sideEffects: seed % 3,
  }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.99,
  // The worlds of a mean number of objects or side effects differ too much for the few tasks that are compared there.
  costly: ['length', 'depth'],
});

describe('checking a plan', () => {
  it.each(['objects', 'sideEffects'])('costs more nodes with more %s', (name) => {
    const { min, max } = planCheck.parameters[name]!;
    for (const strategy of ['blind', 'guided'] as const) {
      const [few, many] = [min, max].map((value) =>
        Array.from({ length: 60 }, (_, seed) => {
          const budget = new Budget(1_000_000);
          agent.solve(taskAt({ [name]: value }, seed).prompt, strategy, budget);
          return budget.spent;
        }).reduce((sum, spent) => sum + spent, 0),
      ) as [number, number];
      expect(many).toBeGreaterThan(1.2 * few);
    }
  });
});
