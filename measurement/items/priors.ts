import type { Derivatives } from '../numeric/ascend.ts';
import { addTo, type Loading } from './parameters.ts';

/** A normal prior with mean 0 on a function of the parameters. */
export interface PriorTerm {
  readonly sd: number;
  at(parameters: Float64Array): PriorValue;
}

interface PriorValue {
  readonly value: number;
  readonly gradient: readonly Loading[];
  /** Second derivatives that are not 0; those off the diagonal in both orders. */
  readonly curvature: readonly (readonly [row: number, column: number, value: number])[];
}

/** Of a parameter itself. */
export function plainPrior(position: number, sd: number): PriorTerm {
  return {
    sd,
    at: (parameters) => ({ value: parameters[position]!, gradient: [[position, 1]], curvature: [] }),
  };
}

/** Of ln a, which rules out slopes of 0 and below. */
export function logSlopePrior(position: number, sd: number): PriorTerm {
  return {
    sd,
    at: (parameters) => {
      const slope = parameters[position]!;
      return {
        value: slope > 0 ? Math.log(slope) : Number.NEGATIVE_INFINITY,
        gradient: [[position, 1 / slope]],
        curvature: [[position, position, -1 / slope ** 2]],
      };
    },
  };
}

/** Of a difficulty −d/a, from the positions of d and a. */
export function difficultyPrior(intercept: number, slope: number, sd: number): PriorTerm {
  return {
    sd,
    at: (parameters) => {
      const a = parameters[slope]!;
      const d = parameters[intercept]!;
      return {
        value: -d / a,
        gradient: [
          [intercept, -1 / a],
          [slope, d / a ** 2],
        ],
        curvature: [
          [intercept, slope, 1 / a ** 2],
          [slope, intercept, 1 / a ** 2],
          [slope, slope, (-2 * d) / a ** 3],
        ],
      };
    },
  };
}

/** ∑ −u²/2sd²: the log density up to its constants. */
export function logPrior(terms: readonly PriorTerm[], parameters: Float64Array): number {
  return terms.reduce((sum, { sd, at }) => sum - 0.5 * (at(parameters).value / sd) ** 2, 0);
}

/** Adds the priors' share to gradient and information, in place. */
export function addPriors(
  terms: readonly PriorTerm[],
  parameters: Float64Array,
  { gradient, information }: Derivatives,
): void {
  for (const { sd, at } of terms) {
    const { value, gradient: slopes, curvature } = at(parameters);
    const precision = sd ** -2;
    for (const [i, left] of slopes) {
      gradient[i] = gradient[i]! - precision * value * left;
      for (const [j, right] of slopes) addTo(information, i, j, precision * left * right);
    }
    for (const [i, j, bend] of curvature) addTo(information, i, j, precision * value * bend);
  }
}
