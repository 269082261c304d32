/** A* over the states of a ground task, for shortest or cheapest plans where exploring everything would take too long. */
import type { GroundTask } from './grounding.ts';
import { maxHeuristic } from './relaxation.ts';
import { applicable, applyTo, isGoal, StateTable } from './states.ts';

export interface SearchOptions {
  /** The search gives up when it knows more states than this. */
  readonly statesMax: number;
  /** Cost of each ground action, whole numbers from 1; all 1 when left out. */
  readonly costs?: readonly number[];
  /** Never more than what is left to spend from the state that begins at `offset`; h^max when left out. */
  readonly heuristic?: (task: GroundTask, states: Int32Array, offset: number) => number;
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

/** The cheapest plan. The same task gives the same plan: ties go to the larger cost so far, then to the newer. */
export function cheapestPlan(task: GroundTask, options: SearchOptions): SearchResult {
  const { statesMax, costs, heuristic = maxHeuristic } = options;
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
    if (state === before) estimates[state] = heuristic(task, table.pool, state * task.width);
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
      reach(cost + (costs?.[index] ?? 1), state, index);
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
