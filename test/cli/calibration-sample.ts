import { spreadParameters } from '../../client/instances.ts';
import type { CalibrationLine } from '../../client/responses-file.ts';
import { chooseAnchors } from '../../measurement/calibration/anchors.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import { publishedScale, publishedSuite } from '../../measurement/published.ts';
import { difficultyOf } from '../../measurement/response-model/difficulty.ts';
import { logisticProbability } from '../../measurement/response-model/response.ts';
import type { Scale } from '../../schema/scale.ts';
import { reasoning } from '../support/three-skills.ts';

/** The shipped scale, of models whose skills deviate less than its pool's do. */
export const truth: Scale = { ...publishedScale('reasoning', 1)!, deviationSd: 0.5 };

/** The same before its last skill was made, with anchors. */
export function withoutGrids(version: number): Scale {
  const { B5: _notYet, ...skills } = truth.skills;
  const mix = publishedSuite('core@1')!.domains[0]!.mix.filter(({ skill }) => skill !== 'B5');
  return { ...truth, version, skills, anchors: chooseAnchors({ skills }, mix, 24) };
}

const kinds = ['blind', 'guided', 'learner'];

/** Whole or no answers of a pool of this mean ability to instances over the whole range of each skill. */
export function poolAnswers(seed: string, mean: number, instancesPerSkill: number): CalibrationLine[] {
  const draws = createDraws('pool-answers', seed);
  const abilities = Array.from({ length: 18 }, () => mean + 1.5 * draws.normal());
  return reasoning.skills.flatMap((skill) => {
    const { slope, chance, slip, residualSd } = truth.skills[skill.id]!;
    const thetas = abilities.map((ability) => ability + truth.deviationSd * draws.normal());
    return spreadParameters(skill, instancesPerSkill).flatMap((features, index) => {
      const difficulty = difficultyOf(truth.skills[skill.id]!, features) + residualSd * draws.normal();
      return thetas.map((theta, model): CalibrationLine => {
        const probability = logisticProbability(slope, chance, slip, theta, difficulty);
        return {
          model: `model-${model}`,
          kind: kinds[model % kinds.length]!,
          skill: skill.id,
          instance: `${skill.id}/${index}`,
          features,
          score: draws.uniform() < probability ? 1 : 0,
        };
      });
    });
  });
}
