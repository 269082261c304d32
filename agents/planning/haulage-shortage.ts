import type { Budget, Techniques } from '../solver.ts';
import type { HaulagePrompt, ResourceKey } from './haulage-prompt.ts';
import { fewestSteps, searchPlan } from './haulage-search.ts';

/** More coins than any plan costs; an end to them makes it possible to say what was spent. */
const coinsMax = 100_000;

/**
 * The resource that rules every plan out, and the least amount of it that would do. It is the one without whose limit
 * there is a plan; the amount is that of the cheapest plan, or the first that does. Null when the nodes do not
 * suffice.
 */
export function searchShortage(
  task: HaulagePrompt,
  budget: Budget,
  techniques: Techniques,
): { readonly resource: ResourceKey; readonly needed: number } | null {
  // Coins come last: without an end to them there is no end to what could be looked at, where no plan is.
  const inOrder = [...task.names.keys()].sort((a, b) => Number(a === 'coins') - Number(b === 'coins'));
  for (const resource of inOrder) {
    const lifted = { ...task.limits, [resource]: resource === 'coins' ? coinsMax : Number.POSITIVE_INFINITY };
    const least = resource === 'coins' ? ({ of: 'coins' } as const) : fewestSteps;
    const { plan, total, finished } = searchPlan(task, lifted, budget, techniques, least);
    if (!finished) return null;
    if (plan === null) continue;
    if (resource === 'coins') return { resource, needed: total };
    for (let amount = task.limits[resource] + 1; ; amount++) {
      const tried = searchPlan(task, { ...task.limits, [resource]: amount }, budget, techniques);
      if (!tried.finished) return null;
      if (tried.plan !== null) return { resource, needed: amount };
    }
  }
  return null;
}
