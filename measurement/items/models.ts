import { difficultyCoefficientPriorSd, interceptPriorSd, logSlopePriorSd } from '../constants.ts';
import type { ItemModel } from './em.ts';
import type { Loading } from './parameters.ts';
import { difficultyPrior, logSlopePrior, type PriorTerm, plainPrior } from './priors.ts';

/** A model with the parameters to begin at, from the intercept that each item's mean score suggests at slope 1. */
export interface StartedModel extends ItemModel {
  readonly start: Float64Array;
}

/** The intercept at which a slope of 1 gives this mean score over θ ~ N(0, 1), about; never infinite. */
export function startingIntercept(meanScore: number): number {
  const share = Number.isNaN(meanScore) ? 0.5 : Math.min(0.99, Math.max(0.01, meanScore));
  return Math.sqrt(1.346) * Math.log(share / (1 - share));
}

/** Every item has a slope and an intercept of its own: the parameters are the lines themselves. */
export function twoParameterModel(intercepts: readonly number[], withPriors: boolean): StartedModel {
  const size = 2 * intercepts.length;
  return {
    start: Float64Array.from(intercepts.flatMap((intercept) => [1, intercept])),
    map: {
      size,
      loadings: Array.from({ length: size }, (_, entry): Loading[] => [[entry, 1]]),
      constants: new Float64Array(size),
    },
    priors: withPriors
      ? intercepts.flatMap((_, item) => [
          logSlopePrior(2 * item, logSlopePriorSd),
          difficultyPrior(2 * item + 1, 2 * item, interceptPriorSd),
        ])
      : [],
  };
}

/** One intercept an item, then the slope that all share; it comes last, so that Cholesky factors stay sparse. */
export function raschModel(intercepts: readonly number[], withPriors: boolean): StartedModel {
  const slope = intercepts.length;
  return {
    start: Float64Array.from([...intercepts, 1]),
    map: {
      size: slope + 1,
      loadings: intercepts.flatMap((_, item): Loading[][] => [[[slope, 1]], [[item, 1]]]),
      constants: new Float64Array(2 * slope),
    },
    priors: withPriors
      ? [
          logSlopePrior(slope, logSlopePriorSd),
          ...intercepts.map((_, item) => difficultyPrior(item, slope, interceptPriorSd)),
        ]
      : [],
  };
}

/** Values of the features by item. */
export type FeatureRows = readonly (readonly number[])[];

/** A model whose priors are the residuals' distribution and what is held of the coefficients beforehand. */
export interface ExplanatoryModel extends ItemModel {
  readonly coefficientPriors: readonly PriorTerm[];
}

/**
 * Intercepts explained by features: d_i = φ_i'γ + t·ε_i with ε_i ~ N(0, 1). The parameters are γ, then ε, and last,
 * where it is not held at a value, the slope that all items share. In difficulties −d/a that is η = −γ/a and a
 * residual spread of t/a.
 */
export function explanatoryModel(
  features: FeatureRows,
  slope: number | 'free',
  spread: number,
  withPriors: boolean,
): ExplanatoryModel {
  const width = features[0]!.length;
  const slopeAt = width + features.length;
  const free = slope === 'free';
  const coefficientPriors = withPriors
    ? features[0]!.map((_, k) =>
        free
          ? difficultyPrior(k, slopeAt, difficultyCoefficientPriorSd)
          : plainPrior(k, difficultyCoefficientPriorSd * slope),
      )
    : [];
  if (withPriors && free) coefficientPriors.push(logSlopePrior(slopeAt, logSlopePriorSd));
  return {
    map: {
      size: free ? slopeAt + 1 : slopeAt,
      loadings: features.flatMap((row, item): Loading[][] => [
        free ? [[slopeAt, 1]] : [],
        [...row.map((value, k): Loading => [k, value]), [width + item, spread]],
      ]),
      constants: Float64Array.from({ length: 2 * features.length }, (_, entry) =>
        entry % 2 === 1 || free ? 0 : slope,
      ),
    },
    priors: [...features.map((_, item) => plainPrior(width + item, 1)), ...coefficientPriors],
    coefficientPriors,
  };
}
