import { Run } from './run.ts';
import { type OldPlan, parcelStatus, type Situation, type Step, type World } from './world.ts';

/** One thing that is no longer as it was. */
export type Change =
  | { readonly kind: 'closed'; readonly ends: readonly [number, number] }
  | { readonly kind: 'dry'; readonly at: number }
  | { readonly kind: 'leak'; readonly fuel: number }
  | { readonly kind: 'moved'; readonly parcel: number; readonly to: number }
  | { readonly kind: 'redirected'; readonly parcel: number; readonly to: number };

/** A plan, of which so many steps had been carried out when things changed, and what each step of its rest is worth. */
export interface Surprise {
  readonly plan: readonly Step[];
  readonly executed: number;
  readonly changes: readonly Change[];
  readonly penalty: number;
}

/** A world in the middle of a plan. */
export interface Midway {
  readonly world: World;
  readonly situation: Situation;
}

/** The same after these changes. */
export function changed({ world, situation }: Midway, changes: readonly Change[]): Midway {
  let roads = world.roads;
  let prices = world.prices;
  let parcels = world.parcels;
  let fuel = situation.fuel;
  for (const change of changes) {
    switch (change.kind) {
      case 'closed':
        roads = roads.filter(({ ends }) => ends[0] !== change.ends[0] || ends[1] !== change.ends[1]);
        break;
      case 'dry':
        prices = prices.with(change.at, null);
        break;
      case 'leak':
        fuel = Math.max(0, fuel - change.fuel);
        break;
      case 'moved':
        parcels = parcels.with(change.parcel, { ...parcels[change.parcel]!, from: change.to });
        break;
      case 'redirected':
        parcels = parcels.with(change.parcel, { ...parcels[change.parcel]!, to: change.to });
        break;
    }
  }
  return { world: { ...world, roads, prices, parcels }, situation: { ...situation, fuel } };
}

/** How things stood when the surprise came. */
export function midwayOf(
  world: World,
  start: Situation,
  { plan, executed }: Pick<Surprise, 'plan' | 'executed'>,
): Midway {
  const run = new Run(world, start, world.limits);
  for (const step of plan.slice(0, executed)) run.take(step);
  return { world, situation: run.situation() };
}

/** The steps that were still to come, with what it costs not to keep one. */
export function oldPlanOf({ plan, executed, penalty }: Surprise): OldPlan {
  return { steps: plan.slice(executed), penalty };
}

/**
 * How many of the old steps can no longer be taken when they are gone through in their order and those that
 * cannot are left out.
 */
export function invalidatedCount({ world, situation }: Midway, old: readonly Step[]): number {
  const run = new Run(world, situation, world.limits);
  return old.filter((step) => !run.take(step)).length;
}

/** True when no way on can have this step: for want of the road or pump, or since the parcel is not, or no longer, for there. */
export function isPastTaking(world: World, { parcels }: Situation, step: Step): boolean {
  switch (step.kind) {
    case 'drive':
      return !world.roads.some(({ ends }) => ends.includes(step.from) && ends.includes(step.to));
    case 'refuel':
      return world.prices[step.at] === null;
    case 'load':
      return parcels[step.parcel] !== parcelStatus.waiting || world.parcels[step.parcel]!.from !== step.at;
    case 'deliver':
      return parcels[step.parcel] === parcelStatus.delivered || world.parcels[step.parcel]!.to !== step.at;
  }
}

/** Steps of the old plan that the new one keeps, in their order: the longest common subsequence. */
export function keptCount(codes: readonly (number | string)[], old: readonly (number | string)[]): number {
  let row = new Array<number>(old.length + 1).fill(0);
  for (const code of codes) {
    const next = [0];
    for (const [index, other] of old.entries())
      next.push(code === other ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
    row = next;
  }
  return row[old.length]!;
}

/** Steps of a plan and the penalties for the old steps that it does not keep. */
export function totalOf(length: number, kept: number, { steps, penalty }: OldPlan): number {
  return length + penalty * (steps.length - kept);
}
