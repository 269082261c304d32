import { spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { GroundStep, GroundWorld } from './ground-world.ts';
import { relaxedRounds } from './plan-search.ts';

/** What is obtained, rather than reached: facts that a step makes true which ends none. One node a step. */
export function obtainable({ steps }: GroundWorld, budget: Budget): string {
  const found = new Set<string>();
  for (const { adds, deletes } of steps) {
    spend(budget);
    if (deletes === '') for (const letter of adds) found.add(letter);
  }
  return [...found].join('');
}

/** The steps that do not make the fact true. */
export function stepsWithout({ steps }: GroundWorld, letter: string): GroundStep[] {
  return steps.filter(({ adds }) => !adds.includes(letter));
}

/**
 * Never more than the steps left: those of the shortest way to each goal if all things had been obtained, and one for
 * each thing without which some goal is out of reach.
 */
export function shortestWays(world: GroundWorld, things: string, budget: Budget): (state: string) => number {
  const { steps, goals } = world;
  const reach = relaxedRounds(steps, goals, budget);
  const ways = [...goals].map((goal) => relaxedRounds(steps, goal, budget));
  const needs = [...things].map((thing) => ({
    thing,
    reach: relaxedRounds(stepsWithout(world, thing), goals, budget),
  }));
  return (state) => {
    if (reach(state) === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    const missing = needs.filter(
      ({ thing, reach }) => !state.includes(thing) && reach(state) === Number.POSITIVE_INFINITY,
    );
    return ways.reduce((sum, way) => sum + way(state + things), missing.length);
  };
}
