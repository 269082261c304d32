import type { Scale } from '../schema/scale.ts';
import type { AbilityPosterior, SkillWeights } from './ability.ts';
import { type Depth, gainTasks } from './constants.ts';
import { plannedSkills, targetDifficulty } from './selection.ts';

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

/**
 * What the next tasks, chosen as placement chooses them, are expected to take off the SD of theta-bar. Normal
 * approximation: each task of information I in skill f updates the skills' covariance V by the rank-one formula
 * V − I·v·v' / (1 + I·V_ff), v the column of f.
 */
export function expectedSdGain(
  scale: Pick<Scale, 'skills'>,
  posterior: AbilityPosterior,
  weights: SkillWeights,
  tasks = gainTasks,
): number {
  const names = Object.keys(posterior.skills);
  const weight = names.map((name) => posterior.skills[name]!.weight);
  const covariance = skillCovariance(posterior);
  const before = quadraticForm(covariance, weight);
  for (const skill of plannedSkills(posterior, weights, tasks)) {
    const { information } = targetDifficulty(scale.skills[skill]!, posterior, skill);
    const index = names.indexOf(skill);
    const column = covariance.map((row) => row[index]!);
    const shrink = information / (1 + information * column[index]!);
    covariance.forEach((row, i) => {
      row.forEach((value, j) => {
        row[j] = value - shrink * column[i]! * column[j]!;
      });
    });
  }
  return Math.sqrt(Math.max(before, 0)) - Math.sqrt(Math.max(quadraticForm(covariance, weight), 0));
}

/** Posterior covariance of the skills' abilities: that of their conditional means, plus what is their own. */
function skillCovariance(posterior: AbilityPosterior): number[][] {
  const skills = Object.values(posterior.skills);
  const { mass } = posterior;
  return skills.map((left, i) =>
    skills.map((right, j) => {
      let sum = 0;
      for (let d = 0; d < mass.length; d++) {
        const own = i === j ? left.conditionalVariance[d]! : 0;
        const product = (left.conditionalMean[d]! - left.mean) * (right.conditionalMean[d]! - right.mean);
        sum += mass[d]! * (own + product);
      }
      return sum;
    }),
  );
}

function quadraticForm(matrix: readonly (readonly number[])[], vector: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) {
    for (let j = 0; j < vector.length; j++) sum += vector[i]! * vector[j]! * matrix[i]![j]!;
  }
  return sum;
}
