import { conflicts as agent } from '../../agents/reasoning/conflicts.ts';
import type { Skill } from '../../domains/contract.ts';
import { ruleChains } from '../../domains/reasoning/b2-rule-chains.ts';
import { conflictingPremises } from '../../domains/reasoning/b7-conflicting-premises.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
  title: 'conflicting premises',
  domain: 'reasoning',
  agent,
  skill: conflictingPremises as Skill,
  otherSkill: ruleChains as Skill,
  solvable: (seed) => ({
    conflicts: 1 + (seed % 3),
    coreSize: 3 + (seed % 4),
    priorityDepth: 1 + (seed % 3),
    bystanders: 3 + (seed % 9),
  }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.9,
});
