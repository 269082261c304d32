import { missingInformation as agent } from '../../agents/reasoning/missing-information.ts';
import type { Skill } from '../../domains/contract.ts';
import { gridPuzzles } from '../../domains/reasoning/b5-grid-puzzles.ts';
import { missingInformation } from '../../domains/reasoning/b6-missing-information.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
  title: 'missing information',
  domain: 'reasoning',
  agent,
  skill: missingInformation as Skill,
  otherSkill: gridPuzzles as Skill,
  solvable: (seed) => ({ models: 2 + 5 * seed, questions: 2 + (seed % 11), unplaced: 3 + (seed % 6) }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.9,
});
