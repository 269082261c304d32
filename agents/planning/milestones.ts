import { completed } from '../node-limit.ts';
import type { Budget, Solver, Techniques } from '../solver.ts';
import { after, type GroundStep } from './ground-world.ts';
import { asksForMilestones, type MilestonePrompt, readMilestonePrompt } from './milestone-prompt.ts';
import { ringByNeeds, ringBySearch } from './milestone-ring.ts';
import { obtainable, shortestWays, stepsWithout } from './milestone-search.ts';
import {
  allTechniques,
  doWithout,
  followNeeds,
  goShortestWays,
  milestoneTechniquesIn,
} from './milestone-techniques.ts';
import { type Found, relaxedRounds, searchPlan } from './plan-search.ts';

/** Plans for several goals, and says which milestones every plan needs, or what makes all plans impossible. */
export const milestones: Solver = {
  reads: asksForMilestones,
  techniquesIn: milestoneTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readMilestonePrompt(prompt);
    if (task === null) return { order: [], plan: [] };
    const known = strategy === 'guided' ? allTechniques : techniques;
    const { world } = task;
    const impossible = (ring: readonly string[]) => ({ impossible: ring.map(world.factOf) });
    const seen = known.has(followNeeds) ? ringByNeeds(world, budget) : null;
    if (seen !== null) return impossible(seen);
    const { plan, exhausted } = planFor(task, known, budget);
    const found = exhausted ? ringBySearch(world, budget) : null;
    if (found !== null) return impossible(found);
    const order = orderIn(task, plan, known, budget);
    return { order: order.map(world.factOf), plan: plan.map(({ words }) => words) };
  },
};

function planFor({ world }: MilestonePrompt, known: Techniques, budget: Budget): Found {
  if (!known.has(goShortestWays)) return searchPlan(world, world.steps, budget, () => 0, false);
  let found: Found = { plan: [], exhausted: false };
  completed(() => {
    const estimate = shortestWays(world, obtainable(world, budget), budget);
    found = searchPlan(world, world.steps, budget, estimate, true);
  });
  return found;
}

/** Candidates in the order in which the plan makes them true, and none that is known not to be needed. */
function orderIn(
  { world, candidates }: MilestonePrompt,
  plan: readonly GroundStep[],
  known: Techniques,
  budget: Budget,
): string[] {
  const order = new Set<string>();
  let state = world.start;
  for (const step of plan) {
    state = after(step, state);
    for (const letter of candidates) if (state.includes(letter)) order.add(letter);
  }
  if (known.has(doWithout)) {
    completed(() => {
      for (const letter of order) {
        const rounds = relaxedRounds(stepsWithout(world, letter), world.goals, budget)(world.start);
        if (rounds < Number.POSITIVE_INFINITY) order.delete(letter);
      }
    });
  }
  return [...order];
}
