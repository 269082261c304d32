import { Budget, type Solver } from '../solver.ts';
import { readDispersed, readsDispersed } from './dispersed-prompt.ts';
import { gridTechniquesOf } from './grid-techniques.ts';
import { solveGrid } from './grids.ts';
import { proveByRules } from './rule-chains.ts';
import { ruleTechniquesOf } from './rule-techniques.ts';

/** Notes every name while reading, instead of looking for it again in the whole report. */
const gatherNames = 'gather the names first';

/** What a notebook writes in place of the middle of a long question. */
const leftOut = 'of this long question is left out here';

/** Answers questions of which the premises are dispersed through a report, with the solvers of the inner questions. */
export const dispersed: Solver = {
  reads: readsDispersed,
  techniquesIn({ question, solution }) {
    if (!readsDispersed(question)) return [];
    const outer = /^Names for one and the same .+, gathered first: /m.test(solution) ? [gatherNames] : [];
    // The steps of a solution are understood beside the whole of the question only.
    if (question.includes(leftOut)) return outer;
    const read = readDispersed(question, true, new Budget(Number.POSITIVE_INFINITY));
    const inner =
      read.kind === 'grid'
        ? gridTechniquesOf(read.puzzle, solution)
        : ruleTechniquesOf(read.puzzle, solution);
    return [...outer, ...inner];
  },
  solve(prompt, strategy, budget, techniques = new Set()) {
    const gathered = strategy === 'guided' || techniques.has(gatherNames);
    const read = readDispersed(prompt, gathered, budget);
    return read.kind === 'grid'
      ? solveGrid(read.puzzle, strategy, budget, techniques)
      : proveByRules(read.puzzle, strategy, budget, techniques);
  },
};
