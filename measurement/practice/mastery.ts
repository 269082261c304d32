import type { Cell, Scale, SkillScale } from '../../schema/scale.ts';
import { type AbilityPosterior, likelihoodOn, skillMass } from '../ability/ability.ts';
import { masteryQuantile, masterySuccess } from '../constants.ts';
import { difficultyOf } from '../response-model/difficulty.ts';
import { freshSlope } from '../response-model/response.ts';
import { massBelow, ontoWalk, walkThetas } from './lattice.ts';
import { type PathStep, walkPlaces } from './path.ts';
import { walkTo } from './walk.ts';

/**
 * Difficulty of the skill's mastery point: the easiest of its reference-mix cells such that it and the easier ones
 * hold at least the mastery quantile of the skill's weight. In logits.
 */
export function masteryDifficulty(model: SkillScale, cells: readonly Cell[]): number {
  const ascending = cells
    .map((cell) => ({ difficulty: difficultyOf(model, cell.features), weight: cell.weight }))
    .sort((left, right) => left.difficulty - right.difficulty);
  const total = ascending.reduce((sum, { weight }) => sum + weight, 0);
  let held = 0;
  for (const { difficulty, weight } of ascending) {
    held += weight;
    // Weights are rounded decimals; a share must not be missed by the last bit.
    if (held >= (masteryQuantile - 1e-9) * total) return difficulty;
  }
  throw new RangeError('the reference mix has no cell of the skill');
}

/** Ability that solves a fresh task of this difficulty with the mastery probability: P = g + (1 − g − u)·σ solved for θ. */
export function masteryAbility(model: SkillScale, difficulty: number): number {
  const odds = (masterySuccess - model.chance) / (1 - model.slip - masterySuccess);
  return difficulty + Math.log(odds) / freshSlope(model);
}

/**
 * One skill's ability at the last step, as mass on `walkThetas`: from its posterior after placement, a walk of its
 * own through all its responses in the phase, practice tasks included. An answer thus counts for the ability at its
 * place, and old failures fade as far as the walk may have moved since. That difficulty was aimed by earlier answers does not bias
 * it; what other skills' answers say after placement is left out.
 */
export function skillNow(
  scale: Pick<Scale, 'skills'>,
  placement: AbilityPosterior,
  skill: string,
  steps: readonly PathStep[],
): Float64Array {
  const model = scale.skills[skill];
  if (model === undefined) throw new RangeError(`the scale has no skill ${skill}`);
  const start = ontoWalk(placement.skillThetas, skillMass(placement, skill));
  return walkTo(
    walkThetas,
    start,
    walkPlaces(steps, (responses) =>
      likelihoodOn(
        walkThetas,
        model,
        responses.filter((response) => response.skill === skill),
      ),
    ),
  );
}

/** Pr(theta >= `ability`) of mass on `walkThetas`. */
export function probabilityAtLeast(mass: Float64Array, ability: number): number {
  // The masses sum to 1 up to rounding, which must not show as a negative probability.
  return Math.max(0, 1 - massBelow(walkThetas, mass, ability));
}
