/** Plans with a first step that cannot be carried out, and one action put before it mends. */
import type { RandomStream } from '../../random.ts';
import { type GroundAction, type GroundTask, holdsIn } from '../model/grounding.ts';
import { applicable, applyTo } from '../model/states.ts';
import type { Walk } from '../worlds/walk.ts';

export interface Violation {
  /** Indices of ground actions. */
  readonly plan: readonly number[];
  /** Index from 0 of the first step that cannot be carried out. */
  readonly step: number;
  /** Facts that it needs and lacks, or forbids and meets. */
  readonly unmet: readonly number[];
  /** Ground actions that can be carried out before it and let it be carried out. */
  readonly repairs: readonly number[];
}

const triesPerPlan = 24;
/** Steps before the one that is to fail among which its cause is looked for. */
const causeBack = 6;

/**
 * Spoils a walk so that the step as near as can be to `wanted` (an index from 0) is the first that fails: a step
 * of the walk is left out, put another way or put elsewhere. The plan is one step shorter than the walk. Null
 * when no attempt gives a plan that one action mends.
 */
export function spoil(task: GroundTask, walk: Walk, wanted: number, random: RandomStream): Violation | null {
  const length = walk.actions.length - 1;
  let best: Violation | null = null;
  for (let attempt = 0; attempt < triesPerPlan; attempt++) {
    const plan = spoiled(task, walk, wanted, random);
    const from = plan.findIndex((action, at) => action !== walk.actions[at]);
    if (from < 0) continue;
    const failure = firstFailure(task, plan, from, walk.states[from]!);
    if (failure === null || failure.step >= length) continue;
    if (best !== null && Math.abs(failure.step - wanted) >= Math.abs(best.step - wanted)) continue;
    const repairs = repairsOf(task, failure.state, task.actions[plan[failure.step]!]!);
    if (repairs.length === 0) continue;
    best = {
      plan,
      step: failure.step,
      unmet: unmetIn(task.actions[plan[failure.step]!]!, failure.state),
      repairs,
    };
    if (best.step === wanted) break;
  }
  return best;
}

function spoiled(task: GroundTask, { actions }: Walk, wanted: number, random: RandomStream): number[] {
  const cause = Math.max(0, wanted - random.int(0, causeBack));
  const way = random.int(0, 3);
  if (way === 0) {
    // The step itself, put another way: an action of the same kind with other things.
    const kind = task.actions[actions[wanted]!]!.action;
    const others = [...task.actions.keys()].filter((index) => task.actions[index]!.action === kind);
    return actions.with(wanted, random.pick(others)).slice(0, -1);
  }
  if (way === 1) {
    const later = Math.min(actions.length - 1, wanted + 1 + random.int(0, causeBack));
    const without = actions.toSpliced(cause, 1);
    return without.toSpliced(later, 0, actions[cause]!).slice(0, -1);
  }
  return actions.toSpliced(cause, 1);
}

function firstFailure(
  task: GroundTask,
  plan: readonly number[],
  from: number,
  before: Int32Array,
): { readonly step: number; readonly state: Int32Array } | null {
  let state = before;
  for (let step = from; step < plan.length; step++) {
    const action = task.actions[plan[step]!]!;
    if (!applicable(action, state, 0)) return { step, state };
    const next = new Int32Array(task.width);
    applyTo(action, state, 0, next);
    state = next;
  }
  return null;
}

function unmetIn({ needs, forbids }: GroundAction, state: Int32Array): number[] {
  return [
    ...needs.filter((fact) => !holdsIn(state, 0, fact)),
    ...forbids.filter((fact) => holdsIn(state, 0, fact)),
  ];
}

function repairsOf(task: GroundTask, state: Int32Array, failed: GroundAction): number[] {
  const after = new Int32Array(task.width);
  return [...task.actions.keys()].filter((index) => {
    const action = task.actions[index]!;
    if (!applicable(action, state, 0)) return false;
    applyTo(action, state, 0, after);
    return applicable(failed, after, 0);
  });
}
