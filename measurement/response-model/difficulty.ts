import type { SkillScale, Term } from '../../schema/scale.ts';
import type { Draws } from '../numeric/draws.ts';
import { meanOf } from '../numeric/statistics.ts';

type Features = Readonly<Record<string, number>>;
type Ranges = SkillScale['ranges'];

/** The feature of an instance; of one from before the parameter, what its default does, where the scale knows it. */
export function featureIn(range: Ranges[string], features: Features, name: string): number | undefined {
  return features[name] ?? range.default;
}

/**
 * A feature on the unit scale of its range, log-scaled where the parameter is. Values outside the range count as
 * its nearest end: nothing was measured there, so nothing is extrapolated. A missing one counts as the default.
 */
export function unitFeature(ranges: Ranges, features: Features, name: string): number {
  const range = ranges[name];
  if (range === undefined) throw new RangeError(`the scale has no range for feature ${name}`);
  const value = featureIn(range, features, name);
  if (value === undefined || Number.isNaN(value)) throw new RangeError(`feature ${name} is missing`);
  const clamped = Math.min(Math.max(value, range.min), range.max);
  if (range.max === range.min) return 0;
  return range.scale === 'log'
    ? Math.log(clamped / range.min) / Math.log(range.max / range.min)
    : (clamped - range.min) / (range.max - range.min);
}

/** The feature value at a point of the unit scale: the inverse of `unitFeature`. */
export function featureAtUnit(range: Ranges[string], unit: number): number {
  const value =
    range.scale === 'log'
      ? range.min * (range.max / range.min) ** unit
      : range.min + unit * (range.max - range.min);
  return Math.min(Math.max(value, range.min), range.max);
}

/** Value of one basis function: the halves of a linear spline with its knot at ½, or a product. */
export function basisValue(
  term: Pick<Term, 'parameters' | 'basis'>,
  unitOf: (parameter: string) => number,
): number {
  const [first, second] = term.parameters;
  const unit = unitOf(first!);
  switch (term.basis) {
    case 'lower':
      return 2 * Math.min(unit, 0.5);
    case 'upper':
      return 2 * Math.max(unit - 0.5, 0);
    case 'product':
      return unit * unitOf(second ?? first!);
  }
}

/** The row phi(x): 1 for the intercept, then one value a term. */
export function basisRow(scale: Pick<SkillScale, 'ranges' | 'terms'>, features: Features): number[] {
  const unitOf = (name: string) => unitFeature(scale.ranges, features, name);
  return [1, ...scale.terms.map((term) => basisValue(term, unitOf))];
}

/** Difficulty phi(x)'eta that the scale predicts for an instance with these features, in logits. */
export function difficultyOf(scale: SkillScale, features: Features): number {
  return dot(basisRow(scale, features), coefficientsOf(scale));
}

/** Intercept, then the terms' coefficients, in the order of `basisRow`. */
export function coefficientsOf(scale: SkillScale): number[] {
  return [scale.intercept.value, ...scale.terms.map((term) => term.coefficient)];
}

/** Standard error of the predicted difficulty, terms that are not calibrated included with their prior. */
export function difficultySd(scale: SkillScale, features: Features): number {
  return rowSd(basisRow(scale, features), covarianceOf(scale));
}

/** The same from the calibrated terms alone, which is what may be wrong with the scale: see `coefficientSampler`. */
export function calibratedDifficultySd(scale: SkillScale, features: Features): number {
  return rowSd(basisRow(scale, features), calibratedCovariance(scale));
}

function rowSd(row: readonly number[], covariance: readonly (readonly number[])[]): number {
  const variance = row.reduce((sum, value, i) => sum + value * dot(row, covariance[i]!), 0);
  return Math.sqrt(Math.max(variance, 0));
}

/**
 * A source of coefficient vectors from the item parameters' sampling distribution. Only calibrated terms vary:
 * abilities were scored with the others at their prior mean, so what such a term really costs is part of those
 * abilities and no error of the scale.
 */
export function coefficientSampler(scale: SkillScale): (draws: Draws) => number[] {
  const mean = coefficientsOf(scale);
  const factor = semidefiniteFactor(calibratedCovariance(scale));
  return (draws) => {
    const normals = mean.map(() => draws.normal());
    return mean.map((value, i) => value + dot(factor[i]!, normals));
  };
}

function calibratedCovariance(scale: SkillScale): number[][] {
  const varies = [true, ...scale.terms.map((term) => term.status === 'calibrated')];
  return covarianceOf(scale).map((row, i) => row.map((value, j) => (varies[i] && varies[j] ? value : 0)));
}

function covarianceOf(scale: SkillScale): number[][] {
  const standardErrors = [scale.intercept.se, ...scale.terms.map((term) => term.se)];
  if (scale.covariance !== undefined) {
    const size = standardErrors.length;
    if (scale.covariance.length !== size || scale.covariance.some((row) => row.length !== size)) {
      throw new RangeError(`the covariance of a scale with ${size - 1} terms must be ${size} by ${size}`);
    }
    return scale.covariance;
  }
  return standardErrors.map((se, i) => standardErrors.map((_, j) => (i === j ? se * se : 0)));
}

/** Lower triangular L with L·L' = matrix; directions without variance get zero columns. */
function semidefiniteFactor(matrix: readonly (readonly number[])[]): number[][] {
  const factor = matrix.map((row) => row.map(() => 0));
  for (let column = 0; column < matrix.length; column++) {
    const own = factor[column]!;
    const pivot = matrix[column]![column]! - dot(own, own);
    if (pivot <= 1e-14) continue;
    own[column] = Math.sqrt(pivot);
    for (let row = column + 1; row < matrix.length; row++) {
      const other = factor[row]!;
      let sum = matrix[row]![column]!;
      for (let k = 0; k < column; k++) sum -= other[k]! * own[k]!;
      other[column] = sum / own[column]!;
    }
  }
  return factor;
}

function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += left[index]! * right[index]!;
  return sum;
}

/** Mean of every feature over instances of one skill; none where there are no instances. */
export function meanFeatures(
  instances: readonly { readonly features: Readonly<Record<string, number>> }[],
): Record<string, number> {
  return Object.fromEntries(
    Object.keys(instances[0]?.features ?? {}).map((name) => [
      name,
      meanOf(instances.map(({ features }) => features[name]!)),
    ]),
  );
}
