import { budgetedHaulage as agent } from '../../agents/planning/haulage.ts';
import type { Skill } from '../../domains/contract.ts';
import { resources } from '../../domains/planning/c4-resources.ts';
import { replanning } from '../../domains/planning/c8-replanning.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
  title: 'plans within resources',
  domain: 'planning',
  agent,
  skill: resources as Skill,
  otherSkill: replanning as Skill,
  solvable: (seed) => ({ horizon: 4 + (seed % 5), resources: 2 + (seed % 3) }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.9,
  // How many resources there are tells only over more tasks: a few that have no plan outweigh all others.
  costly: ['horizon'],
});
