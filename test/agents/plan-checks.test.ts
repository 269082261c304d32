import { planChecks as agent } from '../../agents/planning/plan-checks.ts';
import type { Skill } from '../../domains/contract.ts';
import { projection } from '../../domains/planning/c1-projection.ts';
import { planCheck } from '../../domains/planning/c2-plan-check.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
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
  costly: ['length', 'depth', 'objects'],
  passes: 0.99,
});
