/** A* over the states of a ground task: a second search, to hold the truth of the skills against. */
import type { GroundTask } from '../../../domains/planning/model/grounding.ts';
import { relaxedLevels, unreachable } from '../../../domains/planning/model/relaxation.ts';
import { applicable, applyTo, isGoal, StateTable } from '../../../domains/planning/model/states.ts';

export interface SearchOptions {
  /** The search gives up when it knows more states than this. */
  readonly statesMax: number;
}

export type SearchResult =
  /** Indices of ground actions. */
  | {
      readonly outcome: 'plan';
      readonly plan: readonly number[];
      readonly cost: number;
      readonly expanded: number;
    }
  | { readonly outcome: 'unsolvable'; readonly expanded: number }
  | { readonly outcome: 'gave up'; readonly expanded: number };

/** A shortest plan. The same task gives the same plan: ties go to the larger cost so far, then to the newer. */
export function shortestPlan(task: GroundTask, { statesMax }: SearchOptions): SearchResult {
  if (!task.goalsReachable) return { outcome: 'unsolvable', expanded: 0 };
  const table = new StateTable(task.width);
  const spent: number[] = [];
  const estimates: number[] = [];
  const parents: number[] = [];
  const actions: number[] = [];
  const open = new BucketQueue();
  const next = new Int32Array(task.width);
  const reach = (cost: number, parent: number, action: number): void => {
    const before = table.size;
    const state = table.enter(next);
    if (state === before) estimates[state] = maxHeuristic(task, table.pool, state * task.width);
    else if (cost >= spent[state]!) return;
    spent[state] = cost;
    parents[state] = parent;
    actions[state] = action;
    if (estimates[state] !== Number.POSITIVE_INFINITY) open.push(cost + estimates[state]!, cost, state);
  };
  next.set(task.init);
  reach(0, -1, -1);
  let expanded = 0;
  for (let top = open.pop(); top !== null; top = open.pop()) {
    const [state, cost] = top;
    if (cost > spent[state]!) continue;
    if (isGoal(task, table.pool, state * task.width)) {
      const plan: number[] = [];
      for (let at = state; parents[at]! >= 0; at = parents[at]!) plan.push(actions[at]!);
      return { outcome: 'plan', plan: plan.reverse(), cost, expanded };
    }
    if (table.size > statesMax) return { outcome: 'gave up', expanded };
    expanded++;
    for (let index = 0; index < task.actions.length; index++) {
      const action = task.actions[index]!;
      if (!applicable(action, table.pool, state * task.width)) continue;
      applyTo(action, table.pool, state * task.width, next);
      reach(cost + 1, state, index);
    }
  }
  return { outcome: 'unsolvable', expanded };
}

/** A priority queue of whole priorities: in each, the entry with the larger cost so far comes first, then the newer. */
class BucketQueue {
  readonly #buckets: (readonly [state: number, cost: number])[][][] = [];
  #least = 0;

  push(priority: number, cost: number, state: number): void {
    this.#buckets[priority] ??= [];
    const byCost = this.#buckets[priority]!;
    byCost[cost] ??= [];
    byCost[cost]!.push([state, cost]);
    this.#least = Math.min(this.#least, priority);
  }

  pop(): readonly [state: number, cost: number] | null {
    for (; this.#least < this.#buckets.length; this.#least++) {
      const byCost = this.#buckets[this.#least];
      while (byCost !== undefined && byCost.length > 0) {
        const entry = byCost.at(-1)?.pop();
        if (entry !== undefined) return entry;
        byCost.pop();
      }
    }
    return null;
  }
}

/** h^max of a state, the largest level of a goal: never more than the steps needed; infinite for a dead end seen. */
export function maxHeuristic(task: GroundTask, states: Int32Array, offset: number): number {
  const levels = relaxedLevels(task, states, offset);
  let largest = 0;
  for (const goal of task.goals) {
    if (levels[goal] === unreachable) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, levels[goal]!);
  }
  return largest;
}
