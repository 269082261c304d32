import { completed, spend } from '../reasoning/node-limit.ts';
import type { Budget } from '../solver.ts';
import {
  carriedOut,
  type GroundedAction,
  type GroundedWorld,
  isPossible,
  roundsTo,
} from './grounded-world.ts';

export interface FoundPlan {
  /** To the goal, or to where most goals hold of the states that were seen. */
  readonly plan: readonly GroundedAction[];
  /** False when every state was seen and the goal holds in none. */
  readonly mayBeSolvable: boolean;
}

/** What is obtained, rather than reached: facts that an action makes true which makes none untrue. */
export function obtainable({ actions }: GroundedWorld): string[] {
  return [...new Set(actions.filter(({ deletes }) => deletes.length === 0).flatMap(({ adds }) => adds))];
}

/** Breadth first through the states. One node is one state that an action leads to. */
export function planBreadthFirst(world: GroundedWorld, budget: Budget): FoundPlan {
  interface Visit {
    readonly state: ReadonlySet<string>;
    readonly action: GroundedAction | null;
    readonly from: Visit | null;
  }
  const start: Visit = { state: world.start, action: null, from: null };
  const seen = new Set([keyOf(world.start)]);
  const met = (state: ReadonlySet<string>) => world.goals.filter((goal) => state.has(goal)).length;
  let best = start;
  const finished = completed(() => {
    for (const queue = [start]; queue.length > 0; ) {
      const following: Visit[] = [];
      for (const visit of queue.splice(0)) {
        if (met(visit.state) > met(best.state)) best = visit;
        if (met(visit.state) === world.goals.length) return;
        for (const action of world.actions) {
          if (!isPossible(action, visit.state)) continue;
          spend(budget);
          const state = carriedOut(action, visit.state);
          const key = keyOf(state);
          if (seen.has(key)) continue;
          seen.add(key);
          following.push({ state, action, from: visit });
        }
      }
      queue.push(...following);
    }
  });
  const plan: GroundedAction[] = [];
  for (let visit: Visit | null = best; visit?.action != null; visit = visit.from) plan.unshift(visit.action);
  return { plan, mayBeSolvable: !finished || met(best.state) === world.goals.length };
}

/**
 * Depth first along steps after which the sum of steps done and steps left at least stays what it was; the bound is
 * raised when none is left. Steps left are those of the shortest way to each goal, and one for each thing still to be
 * obtained. One node is one state that an action leads to, or one look at what can
 * be reached from it.
 */
export function planByShortestWays(world: GroundedWorld, budget: Budget): FoundPlan {
  const things = obtainable(world);
  let furthest: readonly GroundedAction[] = [];
  let least = Number.POSITIVE_INFINITY;
  let found: readonly GroundedAction[] | null = null;

  function stepsLeft(state: ReadonlySet<string>): number {
    spend(budget);
    const rounds = roundsTo(world, state, null);
    if (world.goals.some((goal) => !rounds.has(goal))) return Number.POSITIVE_INFINITY;
    spend(budget);
    const ways = roundsTo(world, new Set([...state, ...things]), null);
    let steps = world.goals.reduce((sum, goal) => sum + (ways.get(goal) as number), 0);
    for (const thing of things) {
      if (state.has(thing)) continue;
      spend(budget);
      const without = roundsTo(world, state, null, thing);
      if (world.goals.some((goal) => !without.has(goal))) steps++;
    }
    return steps;
  }

  function extend(
    state: ReadonlySet<string>,
    left: number,
    done: readonly GroundedAction[],
    bound: number,
    seen: Set<string>,
  ): void {
    if (left < least) [least, furthest] = [left, done];
    if (left === 0) {
      found = done;
      return;
    }
    for (const action of world.actions) {
      if (!isPossible(action, state)) continue;
      spend(budget);
      const next = carriedOut(action, state);
      const key = keyOf(next);
      if (seen.has(key)) continue;
      const nextLeft = stepsLeft(next);
      if (done.length + 1 + nextLeft > bound) continue;
      seen.add(key);
      extend(next, nextLeft, [...done, action], bound, seen);
      if (found !== null) return;
    }
  }

  completed(() => {
    const left = stepsLeft(world.start);
    if (left === Number.POSITIVE_INFINITY) least = left;
    else for (let bound = left; found === null; bound++) extend(world.start, left, [], bound, new Set());
  });
  return { plan: found ?? furthest, mayBeSolvable: true };
}

function keyOf(state: ReadonlySet<string>): string {
  return [...state].sort().join(',');
}
