import type { Solver } from '../solver.ts';
import { readAssociationPrompt } from './association-prompt.ts';
import { unlikeSetBySearch } from './association-search.ts';
import { associationTechniquesIn, repairing, spreading } from './association-techniques.ts';

/** Finds words that meet conditions on letters, classes and ties and are as unlike as is asked for. */
export const associations: Solver = {
  reads: (prompt) => readAssociationPrompt(prompt) !== null,
  techniquesIn: associationTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const question = readAssociationPrompt(prompt);
    if (question === null) return { words: [] };
    const guided = strategy === 'guided';
    const manner = {
      repairs: (condition: Parameters<typeof repairing>[0]) => guided || techniques.has(repairing(condition)),
      spreads: guided || techniques.has(spreading),
    };
    return { words: unlikeSetBySearch(question, manner, budget) };
  },
};
