/**
 * Breadth-first exploration of a ground task: every state that can be reached, with its distance from the start,
 * a shortest way to it, and which states are dead ends for a goal.
 */
import type { GroundTask } from './grounding.ts';
import { applicable, applyTo, StateTable } from './states.ts';

/** States are numbered in the order of their discovery, so distances never fall; state 0 is the start. */
export interface Exploration {
  readonly task: GroundTask;
  readonly count: number;
  /** Words of all states: state `n` begins at `n * task.width`. */
  readonly states: Int32Array;
  /** Steps from the start. */
  readonly depths: Int32Array;
  /** The first way found into each state: the state before it and the action; -1 for the start. */
  readonly parents: Int32Array;
  readonly actions: Int32Array;
  /** Transitions out of state `n` are those from `firstEdge[n]` to before `firstEdge[n + 1]`. */
  readonly firstEdge: readonly number[];
  readonly edgeActions: readonly number[];
  readonly edgeTargets: readonly number[];
  /** False when the bound on states was met first: states that were not expanded have no transitions. */
  readonly complete: boolean;
}

/** Explores until no state is new, or more than `statesMax` are known, or all within `depthMax` steps are. */
export function explore(
  task: GroundTask,
  statesMax: number,
  depthMax = Number.POSITIVE_INFINITY,
): Exploration {
  const table = new StateTable(task.width);
  const depths = [0];
  const parents = [-1];
  const actions = [-1];
  const firstEdge = [0];
  const edgeActions: number[] = [];
  const edgeTargets: number[] = [];
  const next = new Int32Array(task.width);
  table.enter(task.init);
  let state = 0;
  for (; state < table.size && table.size <= statesMax && depths[state]! < depthMax; state++) {
    for (let index = 0; index < task.actions.length; index++) {
      const action = task.actions[index]!;
      if (!applicable(action, table.pool, state * task.width)) continue;
      applyTo(action, table.pool, state * task.width, next);
      const before = table.size;
      const target = table.enter(next);
      edgeActions.push(index);
      edgeTargets.push(target);
      if (target === before) {
        depths.push(depths[state]! + 1);
        parents.push(state);
        actions.push(index);
      }
    }
    firstEdge.push(edgeActions.length);
  }
  const complete = state === table.size;
  while (firstEdge.length <= table.size) firstEdge.push(edgeActions.length);
  return {
    task,
    count: table.size,
    states: table.pool,
    depths: Int32Array.from(depths),
    parents: Int32Array.from(parents),
    actions: Int32Array.from(actions),
    firstEdge,
    edgeActions,
    edgeTargets,
    complete,
  };
}

/** Actions of a shortest plan into a state, as indices of ground actions. */
export function planTo({ parents, actions }: Exploration, state: number): number[] {
  const plan: number[] = [];
  for (let at = state; parents[at]! >= 0; at = parents[at]!) plan.push(actions[at]!);
  return plan.reverse();
}

/** For each state 1 when a state of `goals` can be reached from it; else it is a dead end. Needs a complete exploration. */
export function livingStates(
  { count, firstEdge, edgeTargets }: Exploration,
  goals: readonly number[],
): Uint8Array {
  const firstIn = new Int32Array(count + 1);
  for (const target of edgeTargets) firstIn[target + 1]!++;
  for (let state = 0; state < count; state++) firstIn[state + 1]! += firstIn[state]!;
  const sources = new Int32Array(edgeTargets.length);
  const filled = firstIn.slice();
  for (let state = 0; state < count; state++) {
    for (let edge = firstEdge[state]!; edge < firstEdge[state + 1]!; edge++) {
      sources[filled[edgeTargets[edge]!]!++] = state;
    }
  }
  const living = new Uint8Array(count);
  const open = [...goals];
  for (const goal of goals) living[goal] = 1;
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (let at = firstIn[state]!; at < firstIn[state + 1]!; at++) {
      const source = sources[at]!;
      if (living[source] === 1) continue;
      living[source] = 1;
      open.push(source);
    }
  }
  return living;
}
