import { buildDesign } from '../../measurement/calibration/design.ts';
import { fitDesign } from '../../measurement/calibration/fit.ts';
import { itemsOf } from '../../measurement/calibration/items.ts';
import type { Fit } from '../../measurement/calibration/mode.ts';
import type { CalibrationResponse, CalibrationSkill } from '../../measurement/calibration/shapes.ts';
import { skillScaleOf } from '../../measurement/calibration/skill-scale.ts';
import type { ResponseModel } from '../../measurement/response-model/response.ts';

/** An item whose own difficulty a calibration knows, to within the `residualSd` of its response model. */
export interface KnownItem {
  readonly skill: string;
  readonly instance: string;
  readonly difficulty: number;
  readonly model: ResponseModel;
}

/** How far a model that the calibration has not seen may stand from its domain, as variances in logits². */
export interface KnownSkill {
  readonly id: string;
  readonly group: string;
  /** Of its ability in the skill from that in the group. */
  readonly variance: number;
}

export interface KnownBank {
  readonly skills: readonly KnownSkill[];
  /** Of the abilities in the groups from that in the domain. */
  readonly groupVariance: number;
  /** By skill, then by instance. */
  readonly items: ReadonlyMap<string, ReadonlyMap<string, KnownItem>>;
}

export interface CalibratedBank {
  readonly bank: KnownBank;
  readonly fit: Fit;
  /** Wall time of the fit. */
  readonly seconds: number;
}

/** Calibrates a bank from the responses of a pool of models. Every skill needs a group. */
export function calibrateBank(
  skills: readonly CalibrationSkill[],
  responses: readonly CalibrationResponse[],
): CalibratedBank {
  const start = performance.now();
  const fit = fitDesign(buildDesign(skills, responses));
  const seconds = (performance.now() - start) / 1000;
  return { bank: bankOf(fit), fit, seconds };
}

function bankOf(fit: Fit): KnownBank {
  const { design, hyper } = fit;
  // Difficulties are relative to the mean of the pool, and a mean of n models is itself off by a share of 1/n.
  const fromPool = 1 + 1 / design.models.length;
  const scales = new Map(design.skills.map(({ skill }, f) => [skill.id, skillScaleOf(fit, f)]));
  const items = new Map<string, Map<string, KnownItem>>(
    design.skills.map(({ skill }) => [skill.id, new Map()]),
  );
  for (const { skill, instance, difficulty, sd } of itemsOf(fit)) {
    const { slope, chance, slip, weight } = scales.get(skill)!;
    const model = { slope, chance, slip, weight, residualSd: sd };
    items.get(skill)!.set(instance, { skill, instance, difficulty, model });
  }
  return {
    skills: design.skills.map(({ skill, group }) => ({
      id: skill.id,
      group: design.groups[group!]!,
      // What is not known of the skill's level is the same for all its items, as a deviation of the model is.
      variance: hyper.deviationSd ** 2 * fromPool + scales.get(skill.id)!.intercept.se ** 2,
    })),
    groupVariance: hyper.groupDeviationSd ** 2 * fromPool,
    items,
  };
}
