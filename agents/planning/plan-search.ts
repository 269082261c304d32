/** Searches for shortest plans, a node for each action that is looked at in a state. */
import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import { after, canBeDone, type GroundStep, type GroundWorld } from './ground-world.ts';

export interface Found {
  /** A shortest plan; no steps when the budget was gone before. */
  readonly plan: readonly GroundStep[];
  /** True when every state that can be reached was looked at and none has all goals. */
  readonly exhausted: boolean;
}

/**
 * A* over the states that `steps` reach: of those that may be on a plan of the fewest steps, the one reached by most
 * steps is gone on with. With an estimate of 0 this is breadth-first search. In each state all actions are looked at,
 * or, `indexed`, those of which a need holds.
 */
export function searchPlan(
  { start, goals }: GroundWorld,
  steps: readonly GroundStep[],
  budget: Budget,
  estimate: (state: string) => number,
  indexed: boolean,
): Found {
  const byNeed = Map.groupBy(steps, ({ needs }) => (indexed ? (needs.at(-1) ?? '') : ''));
  const states = [start];
  const parents = [-1];
  const taken: (GroundStep | null)[] = [null];
  const depths = [0];
  const numbers = new Map([[start, 0]]);
  const open: number[][][] = [];
  const push = (state: number, remaining: number) => {
    const level = depths[state]! + remaining;
    open[level] ??= [];
    open[level][depths[state]!] ??= [];
    open[level][depths[state]!]!.push(state);
  };
  const estimates: number[] = [];
  let solved = 0;
  const finished = completed(() => {
    estimates.push(estimate(start));
    if (estimates[0] === Number.POSITIVE_INFINITY) return;
    push(0, estimates[0]!);
    for (let state = pop(open); state !== null; state = pop(open)) {
      const [number, depth] = state;
      if (depth > depths[number]!) continue;
      const text = states[number]!;
      if ([...goals].every((goal) => text.includes(goal))) {
        solved = number;
        return;
      }
      for (const letter of ['', ...text]) {
        for (const step of byNeed.get(letter) ?? []) {
          spend(budget);
          if (!canBeDone(step, text)) continue;
          const next = after(step, text);
          const known = numbers.get(next);
          if (known !== undefined && depths[known]! <= depth + 1) continue;
          const at = known ?? states.length;
          if (known === undefined) {
            estimates.push(estimate(next));
            states.push(next);
            numbers.set(next, at);
          }
          [parents[at], taken[at], depths[at]] = [number, step, depth + 1];
          if (estimates[at] !== Number.POSITIVE_INFINITY) push(at, estimates[at]!);
        }
      }
    }
  });
  const plan: GroundStep[] = [];
  for (let at = solved; parents[at]! >= 0; at = parents[at]!) plan.push(taken[at] as GroundStep);
  return { plan: plan.reverse(), exhausted: finished && solved === 0 };
}

/** The newest of the states with most steps behind them on the lowest level, with those steps. */
function pop(open: number[][][]): readonly [state: number, depth: number] | null {
  for (let level = 0; level < open.length; level++) {
    const depths = open[level];
    if (depths === undefined) continue;
    for (let depth = depths.length - 1; depth >= 0; depth--) {
      const state = depths[depth]?.pop();
      if (state !== undefined) return [state, depth];
      depths.length = depth;
    }
  }
  return null;
}

/**
 * Rounds of doing all steps at once, with nothing ever ending, until all goals hold: never more than are needed. To
 * go through them takes a node.
 */
export function relaxedRounds(
  steps: readonly GroundStep[],
  goals: string,
  budget: Budget,
): (state: string) => number {
  return (state) => {
    spend(budget);
    const holds = new Set(state);
    let waiting = steps;
    for (let rounds = 0; ; rounds++) {
      if ([...goals].every((goal) => holds.has(goal))) return rounds;
      const before = holds.size;
      const still: GroundStep[] = [];
      const gained: string[] = [];
      for (const step of waiting) {
        if ([...step.needs].every((need) => holds.has(need))) gained.push(...step.adds);
        else still.push(step);
      }
      for (const letter of gained) holds.add(letter);
      if (holds.size === before) return Number.POSITIVE_INFINITY;
      waiting = still;
    }
  };
}

/**
 * The steps that can bring about, or end, something that the goals or another such step asks for, a node each. Those
 * that pass `excepted` are kept unseen. Out of budget, those found so far.
 */
export function usefulSteps(
  steps: readonly GroundStep[],
  goals: string,
  excepted: (step: GroundStep) => boolean,
  budget: Budget,
): GroundStep[] {
  const wanted = new Set(goals);
  const unwanted = new Set<string>();
  const useful = new Set<GroundStep>();
  completed(() => {
    for (let before = -1; before < useful.size; ) {
      before = useful.size;
      for (const step of steps) {
        if (useful.has(step)) continue;
        const helps =
          [...step.adds].some((letter) => wanted.has(letter)) ||
          [...step.deletes].some((letter) => unwanted.has(letter));
        const unseen = excepted(step);
        if (!helps && !unseen) continue;
        if (!unseen) spend(budget);
        useful.add(step);
        for (const letter of step.needs) wanted.add(letter);
        for (const letter of step.forbids) unwanted.add(letter);
      }
    }
  });
  return steps.filter((step) => useful.has(step));
}

/** Facts that can never become true and show that a goal cannot: back from it, for each action something it lacks. */
export function obstacleIn({ steps, start, goals }: GroundWorld): string[] {
  const reached = new Set(start);
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const { needs, adds } of steps) {
      if ([...needs].every((need) => reached.has(need))) for (const letter of adds) reached.add(letter);
    }
  }
  const obstacle = [...goals].filter((goal) => !reached.has(goal)).slice(0, 1);
  for (const letter of obstacle) {
    for (const { needs, adds } of steps) {
      if (!adds.includes(letter)) continue;
      const missing = [...needs].filter((need) => !reached.has(need));
      if (missing.some((need) => obstacle.includes(need))) continue;
      obstacle.push(...missing.slice(0, 1));
    }
  }
  return obstacle;
}
