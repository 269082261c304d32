import type { Example } from '../notebook.ts';
import type { Solver } from '../solver.ts';
import { type BriefCondition, readBriefPrompt, readCondition } from './brief-prompt.ts';
import { textBySearch } from './brief-search.ts';

/** Meets the conditions of a brief with any words at all: it knows nothing of what judges ask. */
export const briefs: Solver = {
  reads: (prompt) => readBriefPrompt(prompt) !== null,
  techniquesIn: mendedIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const mends = (condition: BriefCondition) => strategy === 'guided' || techniques.has(mending(condition));
    return { sentences: textBySearch(readBriefPrompt(prompt) ?? [], mends, budget) };
  },
};

const mended = /^\d+\. (.+) To meet it, /gm;

/** The sorts of conditions that a worked solution tells how to meet. */
function mendedIn({ solution }: Example): readonly string[] {
  const conditions = [...solution.matchAll(mended)].flatMap(([, text]) => readCondition(text!) ?? []);
  return [...new Set(conditions.map(mending))];
}

function mending({ kind }: BriefCondition): string {
  return `mend "${kind}"`;
}
