import type { Depth } from '../constants.ts';

export type StopReason = 'sd-target' | 'no-gain' | 'tasks-max' | 'budget';

export type StopDecision = { readonly stop: false } | { readonly stop: true; readonly reason: StopReason };

export interface StopState {
  readonly attempts: number;
  /** Posterior SD of the reported ability, in logits. */
  readonly sd: number;
  /** What the next `gainTasks` tasks are expected to take off that SD. */
  readonly expectedSdGain: number;
  /** True when the user's budget holds no further task; the only reason that counts before `tasksMin`. */
  readonly budgetSpent: boolean;
}

/** Whether placement ends here, and the first reason that says so. */
export function decideStop(depth: Depth, state: StopState): StopDecision {
  if (state.budgetSpent) return { stop: true, reason: 'budget' };
  if (state.attempts >= depth.tasksMax) return { stop: true, reason: 'tasks-max' };
  if (state.attempts < depth.tasksMin) return { stop: false };
  if (state.sd <= depth.sdTarget) return { stop: true, reason: 'sd-target' };
  if (state.expectedSdGain < depth.sdGainMin) return { stop: true, reason: 'no-gain' };
  return { stop: false };
}
