import type { Example } from '../notebook.ts';
import type { Solver } from '../solver.ts';
import { readRepurposingPrompt } from './repurposing-prompt.ts';
import { assemblyBySearch } from './repurposing-search.ts';

/** A thing is prepared by processes that help what it lacks. */
const aims = 'prepare things by what they lack';
/** Parts are given to things that need much preparation, which others seldom take. */
const rare = 'prefer things that need more preparation';

/** Finds other things for the parts of tools that are missing. */
export const repurposings: Solver = {
  reads: (prompt) => readRepurposingPrompt(prompt) !== null,
  techniquesIn: ({ question, solution }: Example) => {
    if (readRepurposingPrompt(question) === null) return [];
    return [
      ...(/^Each step sees to a condition that does not hold yet/m.test(solution) ? [aims] : []),
      ...(/it is unusual\. The more preparation .* the rarer it is\.$/m.test(solution) ? [rare] : []),
    ];
  },
  solve(prompt, strategy, budget, techniques = new Set()) {
    const read = readRepurposingPrompt(prompt);
    if (read === null) return {};
    const guided = strategy === 'guided';
    const manner = { aims: guided || techniques.has(aims), rare: guided || techniques.has(rare) };
    return { steps: assemblyBySearch(read, manner, budget) };
  },
};
