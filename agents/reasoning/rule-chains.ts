import type { Budget, Solver, Strategy, Techniques } from '../solver.ts';
import { guidedProof } from './rule-guided.ts';
import { type Puzzle, readRuleChain } from './rule-prompt.ts';
import { proofBySearch } from './rule-search.ts';
import { ruleTechniquesIn } from './rule-techniques.ts';

/** Proves goals from facts and rules, in closed worlds and open ones. */
export const ruleChains: Solver = {
  reads: (prompt) => readRuleChain(prompt) !== null,
  techniquesIn: ruleTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const puzzle = readRuleChain(prompt);
    if (puzzle === null) return [];
    return proveByRules(puzzle, strategy, budget, techniques);
  },
};

/** Ids of the rules of the proof that the strategy finds for a puzzle, wherever it was read. */
export function proveByRules(
  puzzle: Puzzle,
  strategy: Strategy,
  budget: Budget,
  techniques: Techniques,
): string[] {
  const proof =
    strategy === 'guided' ? guidedProof(puzzle, budget) : proofBySearch(puzzle, budget, techniques);
  return proof.map(({ id }) => id);
}
