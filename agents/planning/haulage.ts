import type { Solver } from '../solver.ts';
import { readBudgetPrompt } from './haulage-prompt.ts';
import { searchPlan } from './haulage-search.ts';
import { searchShortage } from './haulage-shortage.ts';
import { allHaulageTechniques, haulageTechniquesIn } from './haulage-techniques.ts';

/** Plans the way of a vehicle within its resources, or says which of them does not suffice. */
export const budgetedHaulage: Solver = {
  reads: (prompt) => readBudgetPrompt(prompt) !== null,
  techniquesIn: (example) => haulageTechniquesIn(example, readBudgetPrompt),
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readBudgetPrompt(prompt);
    if (task === null) return [];
    const known = strategy === 'guided' ? allHaulageTechniques : techniques;
    const { plan, part, finished } = searchPlan(task, task.limits, budget, known);
    if (plan !== null || !finished) return plan ?? part;
    const shortage = searchShortage(task, budget, known);
    return shortage === null
      ? part
      : { impossible: task.names.get(shortage.resource), needed: shortage.needed };
  },
};
