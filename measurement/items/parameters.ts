import type { Derivatives } from '../numeric/ascend.ts';
import { type Matrix, zeroMatrix } from '../numeric/linear.ts';
import type { ItemLines } from './marginal.ts';

/** A parameter's position and its factor in a weighted sum of parameters. */
export type Loading = readonly [position: number, factor: number];

/** How the items' lines follow from the parameters of a model: each entry is a weighted sum plus a constant. */
export interface ParameterMap {
  readonly size: number;
  /** By entry of the lines. */
  readonly loadings: readonly (readonly Loading[])[];
  readonly constants: Float64Array;
}

export function linesAt({ loadings, constants }: ParameterMap, parameters: Float64Array): ItemLines {
  return constants.map((constant, entry) =>
    loadings[entry]!.reduce((sum, [position, factor]) => sum + factor * parameters[position]!, constant),
  );
}

/** Derivatives in the lines, carried over to the parameters. */
export function derivativesIn(map: ParameterMap, lines: Derivatives): Derivatives {
  const gradient = new Float64Array(map.size);
  const information = zeroMatrix(map.size);
  const entries = lines.gradient.length;
  for (let row = 0; row < entries; row++) {
    carryGradient(map, gradient, row, lines.gradient[row]!);
    for (let column = 0; column < entries; column++) {
      carryInformation(map, information, row, column, lines.information.values[row * entries + column]!);
    }
  }
  return { gradient, information };
}

/** Adds what the derivative in one entry of the lines is in the parameters. */
export function carryGradient(
  { loadings }: ParameterMap,
  gradient: Float64Array,
  entry: number,
  value: number,
): void {
  for (const [position, factor] of loadings[entry]!) {
    gradient[position] = gradient[position]! + factor * value;
  }
}

/** Adds what one element of the information in the lines is in the parameters. */
export function carryInformation(
  { loadings }: ParameterMap,
  information: Matrix,
  row: number,
  column: number,
  value: number,
): void {
  for (const [i, left] of loadings[row]!) {
    for (const [j, right] of loadings[column]!) addTo(information, i, j, left * right * value);
  }
}

/** Covariance of two weighted sums of parameters. */
export function covarianceOf(
  covariance: Matrix,
  left: readonly Loading[],
  right: readonly Loading[],
): number {
  let sum = 0;
  for (const [i, first] of left) {
    for (const [j, second] of right) sum += first * second * covariance.values[i * covariance.size + j]!;
  }
  return sum;
}

export function addTo(matrix: Matrix, row: number, column: number, value: number): void {
  const at = row * matrix.size + column;
  matrix.values[at] = matrix.values[at]! + value;
}
