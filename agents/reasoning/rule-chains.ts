import type { Solver } from '../solver.ts';
import { guidedProof } from './rule-guided.ts';
import { readRuleChain } from './rule-prompt.ts';
import { proofBySearch } from './rule-search.ts';
import { ruleTechniquesIn } from './rule-techniques.ts';

/** Proves goals from facts and rules in which what cannot be derived counts as not holding. */
export const ruleChains: Solver = {
  reads: (prompt) => readRuleChain(prompt) !== null,
  techniquesIn: ruleTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const puzzle = readRuleChain(prompt);
    if (puzzle === null) return [];
    const proof =
      strategy === 'guided' ? guidedProof(puzzle, budget) : proofBySearch(puzzle, budget, techniques);
    return proof.map(({ id }) => id);
  },
};
