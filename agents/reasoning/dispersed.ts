import { Budget, type Solver } from '../solver.ts';
import { readDispersed, readsDispersed } from './dispersed-prompt.ts';
import { gridTechniquesOf } from './grid-techniques.ts';
import { solveGrid } from './grids.ts';
import { proveByRules } from './rule-chains.ts';
import { ruleTechniquesOf } from './rule-techniques.ts';

/** Notes every name while reading, instead of looking for it again in the whole report. */
const gatherNames = 'gather the names first';

/** Answers questions of which the premises are dispersed through a report, with the solvers of the inner questions. */
export const dispersed: Solver = {
  reads: readsDispersed,
  techniquesIn({ question, solution }) {
    if (!readsDispersed(question)) return [];
    const read = readDispersed(question, true, new Budget(Number.POSITIVE_INFINITY));
    return [
      ...(/^Names for one and the same .+, gathered first: /m.test(solution) ? [gatherNames] : []),
      ...(read.kind === 'grid'
        ? gridTechniquesOf(read.puzzle, solution)
        : ruleTechniquesOf(read.puzzle, solution)),
    ];
  },
  solve(prompt, strategy, budget, techniques = new Set()) {
    const gathered = strategy === 'guided' || techniques.has(gatherNames);
    const read = readDispersed(prompt, gathered, budget);
    return read.kind === 'grid'
      ? solveGrid(read.puzzle, strategy, budget, techniques)
      : proveByRules(read.puzzle, strategy, budget, techniques);
  },
};
