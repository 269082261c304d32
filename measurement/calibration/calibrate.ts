import type { Scale, ScaleStatistics } from '../../schema/scale.ts';
import { buildDesign } from './design.ts';
import { fitDesign } from './fit.ts';
import { spreadMin } from './item-margin.ts';
import { type CalibratedItem, itemsOf } from './items.ts';
import type { CalibrationResponse, CalibrationSkill, Design, KnownScale } from './shapes.ts';
import { skillScaleOf } from './skill-scale.ts';
import { type Reference, statisticsOf } from './statistics.ts';

export interface CalibrationOptions {
  /** Seeds the permutations of the control. */
  readonly seed: string;
  /** Features of the reference mix by skill, at which the other parameters are held for D50; default: the items' means. */
  readonly reference?: Reference;
  /**
   * A scale to extend. Its skills, whose responses place the pool, stay as they are and fix origin and unit; only
   * `skills`, which it must lack, are estimated.
   */
  readonly extended?: KnownScale;
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
 *
 * With a scale to extend this is fixed-parameter calibration (Kim 2006, Journal of Educational Measurement 43): the
 * pool's mean is free and nothing is rescaled. Deviations of the pool in a new skill have mean 0 in the population
 * only, so the new skill's intercept is known to no better than tau / sqrt(models), and its standard error says so;
 * what is uncertain in the known parameters is not in it.
 */
export function calibrate(
  skills: readonly CalibrationSkill[],
  responses: readonly CalibrationResponse[],
  options: CalibrationOptions,
): Calibration {
  const { extended } = options;
  const design = buildDesign(skills, responses, extended);
  requireEnough(design);
  const fit = fitDesign(design);
  const scales = Object.fromEntries(
    design.skills.map(({ skill: { id } }, f) => [id, extended?.skills[id] ?? skillScaleOf(fit, f)]),
  );
  const deviationSd = fit.hyper.deviationSd <= spreadMin ? 0 : fit.hyper.deviationSd;
  return {
    skills: scales,
    deviationSd: extended?.deviationSd ?? deviationSd,
    groupDeviationSd: design.groups.length > 0 ? fit.hyper.groupDeviationSd : null,
    statistics: statisticsOf(fit, scales, options.reference ?? {}, options.seed),
    items: itemsOf(fit),
  };
}

function requireEnough(design: Design): void {
  if (design.models.length < modelsMin) {
    throw new RangeError(`calibration needs at least ${modelsMin} models, not ${design.models.length}`);
  }
  for (const { skill, items, frozen } of design.skills) {
    if (frozen === null && items.length < itemsMin) {
      throw new RangeError(
        `${skill.id} has ${items.length} instances; calibration needs at least ${itemsMin}`,
      );
    }
  }
}
