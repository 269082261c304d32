import type { Solver } from '../solver.ts';
import { readContingency } from './contingency-prompt.ts';
import { planBySearch } from './contingency-search.ts';
import { allTechniques, contingencyTechniquesIn } from './contingency-techniques.ts';

/** Makes plans that branch on what is inspected, or shows that none is certain to arrive. */
export const contingencies: Solver = {
  reads: (prompt) => readContingency(prompt) !== null,
  techniquesIn: contingencyTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const puzzle = readContingency(prompt);
    if (puzzle === null) return { plan: [] };
    return planBySearch(puzzle, budget, strategy === 'guided' ? allTechniques : techniques);
  },
};
