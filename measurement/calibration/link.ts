import { poolAbilityPriorSd } from '../constants.ts';
import { dot, type Matrix, times, zeroMatrix } from '../numeric/linear.ts';
import type { Hyperparameters } from './state.ts';

/**
 * How far the abilities of the models at one node of the hierarchy (a skill, a group, the domain) may lie from those
 * at the node above: independent normals with one SD and, where `pinned`, their mean held at 0.
 */
export interface Link {
  readonly precision: Matrix;
  readonly covariance: Matrix;
  readonly logDeterminant: number;
}

/** All links of a design. */
export interface Links {
  readonly skill: Link;
  /** From a group to the domain. */
  readonly group: Link;
  /** From the domain to 0. */
  readonly pool: Link;
}

/** Holds a mean to a thousandth of a logit, and leaves the Newton steps well conditioned. */
const pinPrecision = 1e6;

export function linksOf(
  models: number,
  pinned: boolean,
  hyper: Pick<Hyperparameters, 'deviationSd' | 'groupDeviationSd'>,
): Links {
  const link = (sd: number) => linkOf(models, sd, pinned);
  return {
    skill: link(hyper.deviationSd),
    group: link(hyper.groupDeviationSd),
    pool: link(poolAbilityPriorSd),
  };
}

/** The precision is I/sd² + k·11', whose inverse and determinant have a closed form (Sherman and Morrison). */
function linkOf(models: number, sd: number, pinned: boolean): Link {
  const pin = pinned ? pinPrecision / models ** 2 : 0;
  const stretched = 1 + pin * models * sd * sd;
  return {
    precision: compoundSymmetric(models, sd ** -2, pin),
    covariance: compoundSymmetric(models, sd * sd, (-pin * sd ** 4) / stretched),
    logDeterminant: -2 * models * Math.log(sd) + Math.log(stretched),
  };
}

function compoundSymmetric(size: number, diagonal: number, everywhere: number): Matrix {
  const matrix = zeroMatrix(size);
  matrix.values.fill(everywhere);
  for (let index = 0; index < size; index++) matrix.values[index * size + index] = diagonal + everywhere;
  return matrix;
}

/** ln N(deviations; 0, link) but for the constant in the number of models. */
export function linkLog({ precision, logDeterminant }: Link, deviations: ArrayLike<number>): number {
  return 0.5 * (logDeterminant - dot(deviations, times(precision, deviations)));
}
