import type { Cell, Scale } from '../../schema/scale.ts';
import type { AbilityPosterior, SkillWeights } from '../ability/ability.ts';
import { skillMass } from '../ability/ability.ts';
import { difficultyOf } from '../response-model/difficulty.ts';
import { expectedScoreAt } from '../response-model/response.ts';

export type DomainScale = Pick<Scale, 'skills' | 'deviationSd'>;

/** Share of each skill in a domain's mix. */
export function skillWeightsOf(mix: readonly Cell[]): SkillWeights {
  const weights: Record<string, number> = {};
  for (const cell of mix) weights[cell.skill] = (weights[cell.skill] ?? 0) + cell.weight;
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(Object.entries(weights).map(([skill, weight]) => [skill, weight / total]));
}

/**
 * S⁺ = (S − S_chance) / (1 − S_chance) for one set of skill abilities, S the expected score on the mix and
 * S_chance what blind answers get there. From 0 (blind) to just below 1 (the fixed slip).
 */
export function performanceAt(
  scale: DomainScale,
  mix: readonly Cell[],
  thetas: Readonly<Record<string, number>>,
): number {
  const total = mix.reduce((sum, cell) => sum + cell.weight, 0);
  let expected = 0;
  for (const cell of mix) {
    const model = modelOf(scale, cell.skill);
    const theta = thetas[cell.skill];
    if (theta === undefined) throw new RangeError(`no ability in skill ${cell.skill}`);
    expected += (cell.weight / total) * expectedScoreAt(model, theta, difficultyOf(model, cell.features));
  }
  const chance = chanceOn(scale, mix);
  return (expected - chance) / (1 - chance);
}

/** Expected score of a fresh task given what is known of the ability, the ability's uncertainty included. */
export function predictedScore(
  scale: DomainScale,
  posterior: AbilityPosterior,
  task: { readonly skill: string; readonly difficulty: number },
): number {
  const model = modelOf(scale, task.skill);
  return skillMass(posterior, task.skill).reduce(
    (sum, mass, index) => sum + mass * expectedScoreAt(model, posterior.skillThetas[index]!, task.difficulty),
    0,
  );
}

/** S_chance: what blind answers score on the mix. */
export function chanceOn(scale: DomainScale, mix: readonly Cell[]): number {
  const total = mix.reduce((sum, cell) => sum + cell.weight, 0);
  return mix.reduce((sum, cell) => sum + (cell.weight / total) * modelOf(scale, cell.skill).chance, 0);
}

/** The scale of a skill; a RangeError where there is none. */
export function modelOf(scale: DomainScale, skill: string) {
  const model = scale.skills[skill];
  if (model === undefined) throw new RangeError(`the scale has no skill ${skill}`);
  return model;
}
