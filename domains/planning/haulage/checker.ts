/** The independent checker: plans are run by name, and what is claimed to be least is held against `hasPlan`. */
import { Executor } from '../model/executor.ts';
import type { Words } from '../model/model.ts';
import { type Blockage, blockageOf } from './blockage.ts';
import type { Shortage } from './budget.ts';
import { liftedModel } from './lifted.ts';
import { hasPlan } from './regression.ts';
import type { Change, Midway } from './surprise.ts';
import type { HaulageWords } from './words.ts';
import { type Limits, type Situation, unlimited, type World } from './world.ts';

/** True when the plan can be carried out step by step and brings every parcel to its destination. */
export function reachesGoal(
  world: World,
  start: Situation,
  words: HaulageWords,
  plan: readonly Words[],
): boolean {
  const executor = new Executor(liftedModel(world, start, words));
  const { states, failedStep } = executor.run(plan);
  if (failedStep !== null) return false;
  const { met, all } = executor.goalsMet(states.at(-1)!);
  return met === all;
}

/**
 * True when the shortage is as it says: with that amount there is a plan, with one less there is none, and what
 * there is would not do if everything else were unlimited.
 */
export function isShortage(world: World, start: Situation, { resource, needed }: Shortage): boolean {
  const given = world.limits[resource];
  const solvable = (limits: Limits) => hasPlan(world, start, limits);
  const lifted: Limits = { tank: unlimited, coins: unlimited, load: unlimited, passes: unlimited };
  return (
    needed > given &&
    needed < unlimited &&
    solvable({ ...world.limits, [resource]: needed }) &&
    !solvable({ ...world.limits, [resource]: needed - 1 }) &&
    !solvable({ ...lifted, [resource]: given })
  );
}

/** True when it is this change and this parcel that rule every plan out. */
export function isBlockage(
  midway: Midway,
  changes: readonly Change[],
  { change, parcel }: Blockage,
): boolean {
  const found = blockageOf(midway, changes, ({ world, situation }) =>
    hasPlan(world, situation, world.limits),
  );
  return found !== null && found.change === change && found.parcel === parcel;
}

/** Steps of the old plan that stand in the new one in the same order, as many as can be: each is kept or not. */
export function keptAtMost(plan: readonly Words[], old: readonly Words[]): number {
  const texts = plan.map((words) => words.join(' '));
  // For each number of steps kept, the fewest steps of the plan in which they can be found.
  let ends = [0];
  for (const words of old) {
    const found = ends.map((end) => texts.indexOf(words.join(' '), end) + 1);
    const next = [...ends, found.at(-1) === 0 ? Infinity : found.at(-1)!];
    for (const [kept, end] of found.entries()) if (end > 0) next[kept + 1] = Math.min(next[kept + 1]!, end);
    ends = next.filter((end) => end < Infinity);
  }
  return ends.length - 1;
}
