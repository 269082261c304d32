import { truthTellers as agent } from '../../agents/reasoning/truth-tellers.ts';
import type { Skill } from '../../domains/contract.ts';
import { ruleChains } from '../../domains/reasoning/b2-rule-chains.ts';
import { truthTellers } from '../../domains/reasoning/b3-truth-tellers.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
  title: 'truth-tellers and liars',
  domain: 'reasoning',
  agent,
  skill: truthTellers as Skill,
  otherSkill: ruleChains as Skill,
  solvable: (seed) => ({ people: 4 + (seed % 9), depth: 1 + (seed % 4), parity: (seed % 3) / 2 }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.9,
});
