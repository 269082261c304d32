import type { Scale, ScaleStatistics } from '../schema/scale.ts';
import type { CalibrationResponse, CalibrationSkill, Design } from './calibration/design.ts';
import { buildDesign } from './calibration/design.ts';
import { fitDesign } from './calibration/fit.ts';
import { spreadMin } from './calibration/item-margin.ts';
import { type CalibratedItem, itemsOf } from './calibration/items.ts';
import { skillScaleOf } from './calibration/skill-scale.ts';
import { type Reference, statisticsOf } from './calibration/statistics.ts';

export interface CalibrationOptions {
  /** Seeds the permutations of the control. */
  readonly seed: string;
  /** Features of the reference mix by skill, at which the other parameters are held for D50; default: the items' means. */
  readonly reference?: Reference;
}

export interface Calibration {
  readonly skills: Scale['skills'];
  readonly deviationSd: number;
  /** SD of a model's deviations between groups of skills; null without groups. */
  readonly groupDeviationSd: number | null;
  readonly statistics: ScaleStatistics;
  /** The instances as a bank: their own difficulties are known now. */
  readonly items: readonly CalibratedItem[];
}

/** Fewer cannot tell the difficulty of items from the ability of models at all. */
const modelsMin = 3;
const itemsMin = 10;

/**
 * The item parameters of a domain from crossed responses, by marginal maximum likelihood with priors; responses may be
 * missing. Conventions: pool mean 0 in every skill, geometric mean of the slopes over the mix 1. The same responses in
 * any order give the same result. Throws a RangeError on too few models or instances.
 */
export function calibrate(
  skills: readonly CalibrationSkill[],
  responses: readonly CalibrationResponse[],
  options: CalibrationOptions,
): Calibration {
  const design = buildDesign(skills, responses);
  requireEnough(design);
  const fit = fitDesign(design);
  const scales = Object.fromEntries(design.skills.map(({ skill }, f) => [skill.id, skillScaleOf(fit, f)]));
  return {
    skills: scales,
    deviationSd: fit.hyper.deviationSd <= spreadMin ? 0 : fit.hyper.deviationSd,
    groupDeviationSd: design.groups.length > 0 ? fit.hyper.groupDeviationSd : null,
    statistics: statisticsOf(fit, scales, options.reference ?? {}, options.seed),
    items: itemsOf(fit),
  };
}

function requireEnough(design: Design): void {
  if (design.models.length < modelsMin) {
    throw new RangeError(`calibration needs at least ${modelsMin} models, not ${design.models.length}`);
  }
  for (const { skill, items } of design.skills) {
    if (items.length < itemsMin) {
      throw new RangeError(
        `${skill.id} has ${items.length} instances; calibration needs at least ${itemsMin}`,
      );
    }
  }
}
