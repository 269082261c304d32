import type { Solver, Strategy, Techniques } from '../solver.ts';
import { readMissingPrompt } from './missing-prompt.ts';
import { bestQuestionBySearch, type Manner } from './missing-search.ts';
import {
  completingOrder,
  missingTechniquesIn,
  narrowBy,
  statedFirst,
  tallyOnce,
} from './missing-techniques.ts';

/** Counts the arrangements that incomplete clues leave and finds the question that is worth its price most. */
export const missingInformation: Solver = {
  reads: (prompt) => readMissingPrompt(prompt) !== null,
  techniquesIn: missingTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const situation = readMissingPrompt(prompt);
    if (situation === null) return {};
    return bestQuestionBySearch(situation, mannerOf(strategy, techniques), budget);
  },
};

function mannerOf(strategy: Strategy, techniques: Techniques): Manner {
  const guided = strategy === 'guided';
  return {
    statedFirst: guided || techniques.has(statedFirst),
    completingOrder: guided || techniques.has(completingOrder),
    narrows: (clue) => guided || techniques.has(narrowBy(clue)),
    tallies: (question) => guided || techniques.has(tallyOnce(question)),
  };
}
