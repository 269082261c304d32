import { fitCheckZ, normal95 } from '../constants.ts';
import type { Interval } from '../numeric/statistics.ts';

/** Accuracy of the static probe: tasks drawn at random from the reference mix, scored as they come. */
export interface ProbeAccuracy extends Interval {
  readonly tasks: number;
}

/**
 * Mean score of the probe with its 95 % Wilson interval. A graded score in 0..1 varies no more than a coin of the
 * same mean, so for graded skills the interval is on the safe side. Null for an empty probe.
 */
export function probeAccuracy(scores: readonly number[]): ProbeAccuracy | null {
  if (scores.length === 0) return null;
  const total = scores.reduce((sum, score) => sum + score, 0);
  return { value: total / scores.length, tasks: scores.length, ...wilsonInterval(total, scores.length) };
}

/** Wilson's score interval of a proportion: the p with |p̂ − p| ≤ z·sqrt(p(1 − p)/n). */
export function wilsonInterval(successes: number, trials: number, z = normal95): { lo: number; hi: number } {
  const share = successes / trials;
  const spread = (z * z) / trials;
  const centre = (share + spread / 2) / (1 + spread);
  const half = (z * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials))) / (1 + spread);
  return { lo: Math.max(0, centre - half), hi: Math.min(1, centre + half) };
}

export interface FitCheck {
  readonly observed: number;
  readonly predicted: number;
  /** True when the probe contradicts what the ability and the difficulty model predict for it. */
  readonly flagged: boolean;
}

/**
 * Compares the probe's mean score with the mean of its predicted scores P; flagged when they differ by more than
 * 2.58·sqrt(Σ P(1 − P))/n. Null for an empty probe.
 */
export function checkFit(scores: readonly number[], predicted: readonly number[]): FitCheck | null {
  if (scores.length !== predicted.length) {
    throw new RangeError(`${scores.length} scores but ${predicted.length} predictions`);
  }
  const tasks = scores.length;
  if (tasks === 0) return null;
  const observedMean = scores.reduce((sum, score) => sum + score, 0) / tasks;
  const predictedMean = predicted.reduce((sum, probability) => sum + probability, 0) / tasks;
  const variance = predicted.reduce((sum, probability) => sum + probability * (1 - probability), 0);
  const flagged = Math.abs(observedMean - predictedMean) > (fitCheckZ * Math.sqrt(variance)) / tasks;
  return { observed: observedMean, predicted: predictedMean, flagged };
}
