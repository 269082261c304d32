import type { Scale, SkillScale } from '../../schema/scale.ts';
import type { AbilityPosterior, SkillWeights } from '../ability/ability.ts';
import { gainTasks, roundNeedShare, roundTasks, roundTasksMin } from '../constants.ts';
import { freshInformation } from '../response-model/response.ts';
import { plannedSkills, targetDifficulty } from './selection.ts';

type DomainScale = Pick<Scale, 'skills'>;

/** What the next tasks, chosen as placement chooses them, are expected to take off the SD of theta-bar, in logits. */
export function expectedSdGain(
  scale: DomainScale,
  posterior: AbilityPosterior,
  weights: SkillWeights,
  tasks = gainTasks,
): number {
  const expected = (model: SkillScale, skill: string) =>
    targetDifficulty(model, posterior, skill).information;
  const sds = sdAfterTasks(scale, posterior, weights, tasks, expected);
  return sds[0]! - sds.at(-1)!;
}

/**
 * Tasks of the next round. A round is planned before any of its tasks is answered, so near the stop a wide one would
 * ask for what the first answers make needless: it takes no more than a share of the tasks that the SD target needs at
 * the least, that is if every one of them met the ability exactly.
 */
export function roundSize(
  scale: DomainScale,
  posterior: AbilityPosterior,
  weights: SkillWeights,
  sdTarget: number,
): number {
  const atBest = (model: SkillScale, skill: string) => {
    const { difficulty } = targetDifficulty(model, posterior, skill);
    return freshInformation(model, difficulty, difficulty);
  };
  const horizon = Math.ceil(roundTasks / roundNeedShare);
  const sds = sdAfterTasks(scale, posterior, weights, horizon, atBest);
  const reached = sds.findIndex((sd) => sd <= sdTarget);
  const needed = reached === -1 ? horizon : reached;
  return Math.min(Math.max(Math.ceil(needed * roundNeedShare), roundTasksMin), roundTasks);
}

/**
 * SD of theta-bar now and after each of the next `tasks` tasks. Normal approximation: a task of information I in skill
 * f updates the skills' covariance V by the rank-one formula V − I·v·v' / (1 + I·V_ff), v the column of f.
 */
function sdAfterTasks(
  scale: DomainScale,
  posterior: AbilityPosterior,
  weights: SkillWeights,
  tasks: number,
  informationOf: (model: SkillScale, skill: string) => number,
): number[] {
  const names = Object.keys(posterior.skills);
  const weight = names.map((name) => posterior.skills[name]!.weight);
  const covariance = skillCovariance(posterior);
  const sdNow = () => Math.sqrt(Math.max(quadraticForm(covariance, weight), 0));
  const sds = [sdNow()];
  for (const skill of plannedSkills(posterior, weights, tasks)) {
    const information = informationOf(scale.skills[skill]!, skill);
    const index = names.indexOf(skill);
    const column = covariance.map((row) => row[index]!);
    const shrink = information / (1 + information * column[index]!);
    covariance.forEach((row, i) => {
      row.forEach((value, j) => {
        row[j] = value - shrink * column[i]! * column[j]!;
      });
    });
    sds.push(sdNow());
  }
  return sds;
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
