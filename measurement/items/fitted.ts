import { cholesky, inverse, type Matrix } from '../numeric/linear.ts';
import { covarianceOf, type Loading, linesAt, type ParameterMap } from './parameters.ts';

/** Why an item has no parameters. */
export type UnfittedReason = 'solved-by-everybody' | 'solved-by-nobody' | 'not-answered' | 'slope-zero';

/** P = sigmoid(a·(θ − b)) with standard errors; what the data do not settle is null, with the reason. */
export interface FittedItem {
  readonly a: number | null;
  readonly b: number | null;
  readonly seA: number | null;
  readonly seB: number | null;
  readonly reason?: UnfittedReason;
}

export interface ItemFit {
  readonly items: readonly FittedItem[];
  /** `lltm`: coefficients of the features, the residual spread, and their standard errors. */
  readonly eta?: readonly number[];
  readonly seEta?: readonly (number | null)[];
  readonly s?: number;
  readonly seS?: number | null;
  /** Of the responses, without priors. */
  readonly logLikelihood: number;
  /** EM cycles and Newton steps. */
  readonly iterations: number;
  readonly converged: boolean;
}

/** A ratio −numerator/slope of parameters with its standard error by the delta method. */
export interface Difficulty {
  readonly value: number;
  readonly se: number | null;
}

/** A flatter item says nothing about ability, and −d/a has no meaning there. */
const slopeMin = 1e-4;

export function unfitted(reason: UnfittedReason): FittedItem {
  return { a: null, b: null, seA: null, seB: null, reason };
}

/** The items at these parameters; standard errors are null where there is no covariance. */
export function fittedItems(
  map: ParameterMap,
  parameters: Float64Array,
  covariance: Matrix | null,
): FittedItem[] {
  const lines = linesAt(map, parameters);
  return Array.from({ length: lines.length / 2 }, (_, item): FittedItem => {
    const [slope, intercept] = [lines[2 * item]!, lines[2 * item + 1]!];
    const [slopeLoading, interceptLoading] = [map.loadings[2 * item]!, map.loadings[2 * item + 1]!];
    const seA = covariance && Math.sqrt(covarianceOf(covariance, slopeLoading, slopeLoading));
    if (Math.abs(slope) < slopeMin) return { a: slope, b: null, seA, seB: null, reason: 'slope-zero' };
    const { value, se } = difficultyFrom(slope, slopeLoading, intercept, interceptLoading, covariance);
    return { a: slope, b: value, seA, seB: se };
  });
}

/** −intercept/slope, where both are weighted sums of the parameters. */
export function difficultyFrom(
  slope: number,
  slopeLoading: readonly Loading[],
  intercept: number,
  interceptLoading: readonly Loading[],
  covariance: Matrix | null,
): Difficulty {
  const value = -intercept / slope;
  if (covariance === null) return { value, se: null };
  const variance =
    covarianceOf(covariance, interceptLoading, interceptLoading) +
    2 * value * covarianceOf(covariance, interceptLoading, slopeLoading) +
    value * value * covarianceOf(covariance, slopeLoading, slopeLoading);
  return { value, se: Math.sqrt(variance) / Math.abs(slope) };
}

/** The inverse of an information matrix; null where the data do not settle every parameter. */
export function covarianceFrom(information: Matrix): Matrix | null {
  try {
    return inverse(cholesky(information));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
