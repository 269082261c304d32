import { replannings as agent } from '../../agents/planning/replanning.ts';
import type { Skill } from '../../domains/contract.ts';
import { resources } from '../../domains/planning/c4-resources.ts';
import { replanning } from '../../domains/planning/c8-replanning.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
  title: 're-planning',
  domain: 'planning',
  agent,
  skill: replanning as Skill,
  otherSkill: resources as Skill,
  solvable: (seed) => ({ horizon: 6 + (seed % 8), penalty: seed % 4, shock: 1 + (seed % 5) }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.9,
});
