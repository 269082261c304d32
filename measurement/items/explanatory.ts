import { logSlopePriorSd, residualPriorSd } from '../constants.ts';
import { type Ascent, ascend } from '../numeric/ascend.ts';
import { placeByDifferences } from '../numeric/differences.ts';
import { cholesky, logDeterminant, type Matrix, zeroMatrix } from '../numeric/linear.ts';
import { covarianceFrom, difficultyFrom, fittedItems, type ItemFit } from './fitted.ts';
import { marginalPlace } from './likelihood.ts';
import { explanatoryModel, type FeatureRows } from './models.ts';
import { addTo, covarianceOf, type Loading, linesAt } from './parameters.ts';
import type { PatternTable } from './patterns.ts';
import { logPrior } from './priors.ts';
import { isResolved, standardNormalQuadrature } from './quadrature.ts';

/** What a step may still promise at the end, in log-likelihood units: within, where differences are taken, less. */
const tolerance = { outer: 1e-6, inner: 1e-11 } as const;
/** Width of the differences in ln a and t: their error is far below the tolerance, and rounding too. */
const differenceWidth = 0.003;
/** A spread below this changes no probability in its third digit and counts as none. Logits. */
const spreadMin = 1e-3;

/**
 * The linear logistic test model with residuals: b_i = φ_i'η + ε_i, ε_i ~ N(0, s²) (De Boeck 2008, Psychometrika
 * 73, 533–559; Fischer 1973 without ε), θ ~ N(0, 1) and one slope a. Abilities are integrated out on the quadrature
 * and the residuals by Laplace's approximation about their mode, which is close because every residual rests on
 * all people; slope and spread maximise that marginal likelihood, the coefficients at their joint mode with the
 * residuals. Being maximum likelihood, s is too small by about √(1 − features/items).
 */
export function fitExplanatory(table: PatternTable, features: FeatureRows, withPriors: boolean): ItemFit {
  requireIndependent(features);
  const quadrature = standardNormalQuadrature(table.itemCount);
  const width = features[0]!.length;
  let warm: Float64Array = new Float64Array(width + table.itemCount);
  let newtonSteps = 0;

  const modeAt = (outer: Float64Array) => {
    const { slope, spread } = outerParameters(outer);
    const model = explanatoryModel(features, slope, spread, withPriors);
    const mode = ascend((at) => marginalPlace(table, quadrature, model, at), warm, tolerance.inner);
    warm = mode.parameters;
    newtonSteps += mode.steps;
    const hyperPrior = withPriors ? logHyperPrior(slope, spread / slope) : 0;
    const laplace = mode.value - 0.5 * residualLogDeterminant(mode.information, width);
    return {
      mode,
      value: laplace + hyperPrior,
      priors: logPrior(model.coefficientPriors, mode.parameters) + hyperPrior,
    };
  };
  // In t the likelihood is even and smooth through 0, so that s = 0 is no edge of the search.
  const top = ascend(
    (outer) => placeByDifferences((at) => modeAt(at).value, outer, differenceWidth),
    Float64Array.of(0, 0.5),
    tolerance.outer,
  );

  const { slope, spread } = outerParameters(top.parameters);
  const end = modeAt(top.parameters);
  const joint = explanatoryModel(features, 'free', spread, withPriors);
  const parameters = Float64Array.from([...end.mode.parameters, slope]);
  const covariance = covarianceFrom(
    marginalPlace(table, quadrature, joint, parameters).derivatives().information,
  );
  const slopeLoading: Loading[] = [[parameters.length - 1, 1]];
  const coefficients = features[0]!.map((_, k) =>
    difficultyFrom(slope, slopeLoading, parameters[k]!, [[k, 1]], covariance),
  );
  return {
    items: fittedItems(joint.map, parameters, covariance),
    eta: coefficients.map(({ value }) => value),
    seEta: coefficients.map(({ se }) => se),
    ...residualSpread(top, slope, spread),
    logLikelihood: end.value - end.priors,
    iterations: newtonSteps,
    converged:
      top.converged &&
      end.mode.converged &&
      covariance !== null &&
      isResolved(linesAt(joint.map, parameters), quadrature),
  };
}

/** The search runs over ln a and the spread t = a·s of the intercepts. */
function outerParameters(outer: Float64Array): { readonly slope: number; readonly spread: number } {
  return { slope: Math.exp(outer[0]!), spread: Math.abs(outer[1]!) };
}

function logHyperPrior(slope: number, s: number): number {
  return -0.5 * (Math.log(slope) / logSlopePriorSd) ** 2 - 0.5 * (s / residualPriorSd) ** 2;
}

/** s = t/a with its standard error by the delta method. */
function residualSpread(top: Ascent, slope: number, spread: number): Pick<ItemFit, 's' | 'seS'> {
  const s = spread / slope;
  if (s < spreadMin) return { s: 0, seS: null };
  const covariance = covarianceFrom(top.information);
  const loading: Loading[] = [
    [0, -s],
    [1, Math.sign(top.parameters[1]!) / slope],
  ];
  return { s, seS: covariance && Math.sqrt(covarianceOf(covariance, loading, loading)) };
}

/** ln det of the information about the standardised residuals, their prior's 1 included. */
function residualLogDeterminant(information: Matrix, from: number): number {
  const block = zeroMatrix(information.size - from);
  for (let row = 0; row < block.size; row++) {
    const start = (from + row) * information.size + from;
    block.values.set(information.values.subarray(start, start + block.size), row * block.size);
  }
  return logDeterminant(cholesky(block));
}

/** Beyond this inflation of a coefficient's variance its column follows from the others, up to rounding. */
const varianceInflationMax = 1e10;

/** Throws a RangeError where a feature follows from the others: coefficients then have no unique values. */
function requireIndependent(features: FeatureRows): void {
  const width = features[0]!.length;
  const lengths = features[0]!.map((_, k) => Math.hypot(...features.map((row) => row[k]!)) || 1);
  const gram = zeroMatrix(width);
  for (const row of features) {
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) addTo(gram, i, j, (row[i]! * row[j]!) / (lengths[i]! * lengths[j]!));
    }
  }
  const inflation = covarianceFrom(gram);
  if (inflation === null || lengths.some((_, k) => inflation.values[k * width + k]! > varianceInflationMax)) {
    throw new RangeError(
      'a column of the features is 0 or follows from the others, so that it has no coefficient',
    );
  }
}
