import { projections as agent } from '../../agents/planning/projections.ts';
import type { Skill } from '../../domains/contract.ts';
import { projection } from '../../domains/planning/c1-projection.ts';
import { syllogisms } from '../../domains/reasoning/b1-syllogisms.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
  title: 'state projection',
  domain: 'planning',
  agent,
  skill: projection as Skill,
  otherSkill: syllogisms as Skill,
  solvable: (seed) => ({ steps: 1 + 2 * seed, objects: 5 + (seed % 20), sideEffects: seed % 4 }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.99,
});
