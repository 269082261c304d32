import type { RandomStream } from '../../random.ts';
import { leastAmount, onlyLimit } from './needs.ts';
import { bestPlan } from './search.ts';
import { type Resource, type Situation, type Step, unlimited, type World } from './world.ts';

/** A task with limits on everything that it limits at all, and a plan of the fewest steps. */
export interface Budgeted {
  readonly world: World;
  readonly steps: readonly Step[];
  /** The fewest coins with which there is a plan. */
  readonly coinsMin: number;
}

/** More passes than any plan would want are no limit. */
const passesMax = 6;
const coinsMinLeast = 2;

/**
 * Limits passes and coins: as few passes as there must be, or one more, and coins of which the cheapest plan needs
 * the share `tightness`. Null when the world leads nowhere, or to a plan that costs next to nothing.
 */
export function budgeted(
  world: World,
  start: Situation,
  { tightness, passes }: { readonly tightness: number; readonly passes: boolean },
  random: RandomStream,
): Budgeted | null {
  const needed = passes ? leastAmount(world, start, world.limits, 'passes', passesMax) : unlimited;
  if (needed === null) return null;
  const limits = { ...world.limits, passes: passes ? needed + random.int(0, 1) : unlimited };
  const coinsMin = bestPlan(world, start, limits, { least: 'coins' })?.total ?? 0;
  if (coinsMin < coinsMinLeast) return null;
  const limited = { ...limits, coins: Math.max(coinsMin, random.round(coinsMin / tightness)) };
  const found = bestPlan(world, start, limited, { least: 'steps' });
  return found === null ? null : { world: { ...world, limits: limited }, steps: found.steps, coinsMin };
}

/** A resource that stands in the way, and how much of it there would have to be. */
export interface Shortage {
  readonly resource: Resource;
  readonly needed: number;
}

/**
 * Takes so much of one resource away that it alone rules every plan out, however much there is of the others. Null
 * when none can be made so scarce. What is in the tank at the start must fit into it.
 */
export function withShortage(
  world: World,
  start: Situation,
  random: RandomStream,
): { readonly world: World; readonly shortage: Shortage } | null {
  const limited = (Object.keys(world.limits) as Resource[]).filter(
    (resource) => world.limits[resource] < unlimited,
  );
  for (const resource of random.shuffle(limited)) {
    const enough = world.limits[resource];
    const alone = leastAmount(world, start, onlyLimit(resource, world.limits), resource, enough);
    if (alone === null) continue;
    const least = resource === 'tank' ? start.fuel : resource === 'load' ? 1 : 0;
    const most = alone - 1;
    if (most < least) continue;
    const given = random.int(Math.max(least, most - Math.floor(alone / 4)), most);
    const limits = { ...world.limits, [resource]: given };
    const needed = leastAmount(world, start, limits, resource, enough);
    if (needed === null) continue;
    return { world: { ...world, limits }, shortage: { resource, needed } };
  }
  return null;
}
