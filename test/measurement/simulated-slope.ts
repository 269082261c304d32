import type { RandomResponse } from '../../measurement/efficiency/difficulty-slope.ts';
import type { Draws } from '../../measurement/numeric/draws.ts';
import type { DomainScale } from '../../measurement/performance/performance.ts';
import { difficultyOf } from '../../measurement/response-model/difficulty.ts';
import type { Cell } from '../../schema/scale.ts';
import { answerTask } from './simulated-session.ts';

/** One evaluation's random tasks. */
export interface SlopeSession {
  readonly level: number;
  /** Beside the level, one a skill. */
  readonly deviations: Readonly<Record<string, number>>;
  readonly tasks: number;
  /** Logits by which ability grows with a logit of difficulty. */
  readonly lambda: number;
  /** Logits that the level moves from the first task to beyond the last, as the scoring is told. */
  readonly drift?: number;
}

export function deviationsOf(scale: DomainScale, draws: Draws): SlopeSession['deviations'] {
  return Object.fromEntries(
    Object.keys(scale.skills).map((skill) => [skill, scale.deviationSd * draws.normal()]),
  );
}

/** Answers to random cells of a model whose ability grows by lambda with difficulty, and along the way. */
export function slopeResponses(
  scale: DomainScale,
  mix: readonly Cell[],
  { level, deviations, tasks, lambda, drift = 0 }: SlopeSession,
  draws: Draws,
): RandomResponse[] {
  const difficulties = mix.map(({ skill, features }) => difficultyOf(scale.skills[skill]!, features));
  const pivot = mix.reduce((sum, { weight }, cell) => sum + weight * difficulties[cell]!, 0);
  return Array.from({ length: tasks }, (_, index) => {
    const at = Math.floor(draws.uniform() * mix.length);
    const { skill } = mix[at]!;
    const difficulty = difficulties[at]!;
    const shift = (drift * index) / tasks;
    const theta = level + deviations[skill]! + shift + lambda * (difficulty - pivot);
    return { ...answerTask(scale, { [skill]: theta }, skill, difficulty, draws), shift };
  });
}
