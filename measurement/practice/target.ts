import type { SkillState } from '../../schema/practice-state.ts';
import type { SkillScale } from '../../schema/scale.ts';
import { practiceSuccess } from '../constants.ts';
import { bisect } from '../numeric/statistics.ts';
import { reachableDifficulty } from '../placement/candidates.ts';
import { expectedScoreAt } from '../response-model/response.ts';
import type { Prerequisites } from './dependency.ts';
import { walkThetas } from './lattice.ts';

/**
 * The skill to practise: of those not mastered whose prerequisites all are, the one farthest below its mastery
 * point, in logits. Where a weak skill's prerequisites are not mastered, they are what is practised first. Once all
 * are mastered, the one with the smallest margin. Ties go to the first name. Throws a RangeError when prerequisites
 * name unknown skills or go round in a circle.
 */
export function practiceTarget(
  skills: Readonly<Record<string, Pick<SkillState, 'theta' | 'masteryTheta' | 'mastered'>>>,
  prerequisites: Prerequisites,
): string {
  const isMastered = (skill: string) => {
    const state = skills[skill];
    if (state === undefined) throw new RangeError(`the reference mix lacks the prerequisite ${skill}`);
    return state.mastered;
  };
  const names = Object.keys(skills).sort();
  const open = names.filter((skill) => !isMastered(skill));
  const frontier = open.filter((skill) => (prerequisites[skill] ?? []).every(isMastered));
  if (open.length > 0 && frontier.length === 0)
    throw new RangeError('the prerequisites go round in a circle');
  const candidates = open.length > 0 ? frontier : names;
  const margin = (skill: string) => skills[skill]!.theta - skills[skill]!.masteryTheta;
  return candidates.reduce((best, skill) => (margin(skill) < margin(best) ? skill : best));
}

/**
 * Difficulty at which practice is expected to succeed as it should, the ability's uncertainty included (`mass` on
 * `walkThetas`): b with
 * ∫ P(theta; b) p(theta | y) dtheta = `practiceSuccess`, or the end of the skill's reach that comes nearest.
 */
export function practiceDifficulty(model: SkillScale, mass: Float64Array): number {
  const { min, max } = reachableDifficulty(model);
  const excess = (difficulty: number) =>
    mass.reduce(
      (sum, share, index) => sum + share * expectedScoreAt(model, walkThetas[index]!, difficulty),
      0,
    ) - practiceSuccess;
  if (excess(min) <= 0) return min;
  if (excess(max) >= 0) return max;
  return bisect(excess, min, max);
}
