/** The independent checker: plans are run by name, and what is claimed to be least is held against `hasPlan`. */
import { Executor } from '../model/executor.ts';
import type { Words } from '../model/model.ts';
import type { Shortage } from './budget.ts';
import { liftedModel } from './lifted.ts';
import { hasPlan } from './regression.ts';
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
