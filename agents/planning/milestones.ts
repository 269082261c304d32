import { completed } from '../reasoning/node-limit.ts';
import type { Budget, Solver, Techniques } from '../solver.ts';
import { carriedOut, type GroundedAction, roundsTo } from './grounded-world.ts';
import { asksForMilestones, type MilestonePrompt, readMilestonePrompt } from './milestone-prompt.ts';
import { isOutOfReach, ringByNeeds, ringBySearch } from './milestone-ring.ts';
import { planBreadthFirst, planByShortestWays } from './milestone-search.ts';
import {
  allTechniques,
  doWithout,
  goBack,
  milestoneTechniquesIn,
  shortestWays,
} from './milestone-techniques.ts';
import type { Words } from './planning-prompt.ts';

/** Plans for several goals, and says which milestones every plan needs, or what makes all plans impossible. */
export const milestones: Solver = {
  reads: asksForMilestones,
  techniquesIn: milestoneTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readMilestonePrompt(prompt);
    if (task === null) return { order: [], plan: [] };
    const known = strategy === 'guided' ? allTechniques : techniques;
    const { world } = task;
    const ring = known.has(goBack) && isOutOfReach(world, budget) ? ringByNeeds(world, budget) : null;
    if (ring !== null) return { impossible: ring.map((fact) => fact.split(' ')) };
    const search = known.has(shortestWays) ? planByShortestWays : planBreadthFirst;
    const { plan, mayBeSolvable } = search(world, budget);
    const found = mayBeSolvable ? null : ringBySearch(world, budget);
    if (found !== null) return { impossible: found.map((fact) => fact.split(' ')) };
    return { order: orderIn(task, plan, known, budget), plan: plan.map(({ words }) => words) };
  },
};

/** Candidates in the order in which the plan makes them true, and none that is known not to be needed. */
function orderIn(
  { world, candidates }: MilestonePrompt,
  plan: readonly GroundedAction[],
  known: Techniques,
  budget: Budget,
): Words[] {
  const order: Words[] = [];
  let state: ReadonlySet<string> = world.start;
  for (const action of plan) {
    state = carriedOut(action, state);
    for (const words of candidates) {
      if (state.has(words.join(' ')) && !order.includes(words)) order.push(words);
    }
  }
  if (!known.has(doWithout)) return order;
  const needless = new Set<Words>();
  completed(() => {
    for (const words of order) {
      const rounds = roundsTo(world, world.start, budget, words.join(' '));
      if (world.goals.every((goal) => rounds.has(goal))) needless.add(words);
    }
  });
  return order.filter((words) => !needless.has(words));
}
