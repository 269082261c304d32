import type { Solver } from '../solver.ts';
import { readDesignPrompt } from './design-prompt.ts';
import { designBySearch } from './design-search.ts';
import { changeByChange, designTechniquesIn, seldomMet } from './design-techniques.ts';

/** Designs levels that have given properties. */
export const designs: Solver = {
  reads: (prompt) => readDesignPrompt(prompt) !== null,
  techniquesIn: designTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const brief = readDesignPrompt(prompt);
    if (brief === null) return {};
    const guided = strategy === 'guided';
    const manner = {
      climbs: guided || techniques.has(changeByChange),
      picksRare: guided || techniques.has(seldomMet),
    };
    const parts = designBySearch(brief, manner, budget);
    return { parts: parts.map(({ symbol, cell }) => [symbol, Math.floor(cell / 10), cell % 10]) };
  },
};
