import { ruleChains as agent } from '../../agents/reasoning/rule-chains.ts';
import type { Skill } from '../../domains/contract.ts';
import { syllogisms } from '../../domains/reasoning/b1-syllogisms.ts';
import { ruleChains } from '../../domains/reasoning/b2-rule-chains.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
  title: 'rule chains',
  domain: 'reasoning',
  agent,
  skill: ruleChains as Skill,
  otherSkill: syllogisms as Skill,
  solvable: (seed) => ({ depth: 2 + (seed % 4), deadEnds: 1 + (seed % 3), negation: (seed % 3) / 4 }),
  // The first proof that is found need not be the shortest.
  scoreMin: { blind: 0.75, guided: 1 },
  passes: 0.8,
});
