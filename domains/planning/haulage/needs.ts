import { bestPlan } from './search.ts';
import { type Limits, type Resource, type Situation, unlimited, type World } from './world.ts';

/** True when the parcels can be brought to their destinations within the limits at all. */
export function isSolvable(world: World, start: Situation, limits: Limits): boolean {
  return bestPlan(world, start, limits, { least: 'coins' }) !== null;
}

/**
 * The least amount of a resource with which there is a plan, the others as in `limits`; null when there is none up
 * to `amountMax`. More of a resource never hurts, so every larger amount will do too.
 */
export function leastAmount(
  world: World,
  start: Situation,
  limits: Limits,
  resource: Resource,
  amountMax: number,
): number | null {
  if (resource === 'coins' || resource === 'passes') {
    const found = bestPlan(world, start, { ...limits, [resource]: amountMax }, { least: resource });
    return found === null ? null : found.total;
  }
  // What is in the tank at the start must fit into it.
  for (let amount = resource === 'tank' ? start.fuel : 0; amount <= amountMax; amount++)
    if (isSolvable(world, start, { ...limits, [resource]: amount })) return amount;
  return null;
}

/** All limits lifted but the one on this resource. */
export function onlyLimit(resource: Resource, limits: Limits): Limits {
  const lifted: Limits = { tank: unlimited, coins: unlimited, load: unlimited, passes: unlimited };
  return { ...lifted, [resource]: limits[resource] };
}
