import { ascend, type Derivatives, type Place } from '../numeric/ascend.ts';
import { zeroMatrix } from '../numeric/linear.ts';
import { sigmoid, softplus } from './logistic.ts';
import { type ExpectedCounts, expectedCounts } from './marginal.ts';
import { carryGradient, carryInformation, linesAt, type ParameterMap } from './parameters.ts';
import type { PatternTable } from './patterns.ts';
import { addPriors, logPrior, type PriorTerm } from './priors.ts';
import type { Quadrature } from './quadrature.ts';

/** The parameters of a model, what they make of the items, and what is held of them beforehand. */
export interface ItemModel {
  readonly map: ParameterMap;
  readonly priors: readonly PriorTerm[];
}

/** Cycles end when one adds less than `tolerance` to the log-likelihood (its priors with it), or after `cyclesMax`. */
interface Patience {
  readonly tolerance: number;
  readonly cyclesMax: number;
}

/** Far below what could move an estimate, far above rounding. Log-likelihood units. */
const stepTolerance = 1e-10;

/** Marginal maximum likelihood by expectation and maximisation (Bock and Aitkin 1981, Psychometrika 46, 443–459). */
export function climbByEm(
  table: PatternTable,
  quadrature: Quadrature,
  model: ItemModel,
  start: Float64Array,
  { tolerance, cyclesMax }: Patience,
): { readonly parameters: Float64Array; readonly cycles: number } {
  let parameters = start;
  let reached = Number.NEGATIVE_INFINITY;
  for (let cycles = 0; cycles < cyclesMax; cycles++) {
    const counts = expectedCounts(table, linesAt(model.map, parameters), quadrature);
    const value = counts.logLikelihood + logPrior(model.priors, parameters);
    if (value - reached < tolerance) return { parameters, cycles };
    reached = value;
    const placeAt = (candidate: Float64Array) => expectedPlace(counts, quadrature, model, candidate);
    ({ parameters } = ascend(placeAt, parameters, stepTolerance));
  }
  return { parameters, cycles: cyclesMax };
}

/** The expected log-likelihood of the complete data: a logistic regression on the quadrature, weighted by counts. */
function expectedPlace(
  { answered, scored }: ExpectedCounts,
  { thetas }: Quadrature,
  { map, priors }: ItemModel,
  parameters: Float64Array,
): Place {
  const lines = linesAt(map, parameters);
  const places = thetas.length;
  let value = logPrior(priors, parameters);
  for (let item = 0; 2 * item < lines.length; item++) {
    const slope = lines[2 * item]!;
    const intercept = lines[2 * item + 1]!;
    value += slope * scored[2 * item]! + intercept * scored[2 * item + 1]!;
    for (let q = 0; q < places; q++) {
      value -= answered[item * places + q]! * softplus(slope * thetas[q]! + intercept);
    }
  }
  const derivatives = (): Derivatives => {
    const gradient = new Float64Array(map.size);
    const information = zeroMatrix(map.size);
    for (let item = 0; 2 * item < lines.length; item++) {
      const [slope, intercept] = [2 * item, 2 * item + 1];
      const residual = [scored[slope]!, scored[intercept]!] as [number, number];
      const moments = [0, 0, 0] as [number, number, number];
      for (let q = 0; q < places; q++) {
        const theta = thetas[q]!;
        const p = sigmoid(lines[slope]! * theta + lines[intercept]!);
        const expected = answered[item * places + q]! * p;
        residual[0] -= expected * theta;
        residual[1] -= expected;
        moments[0] += expected * (1 - p);
        moments[1] += expected * (1 - p) * theta;
        moments[2] += expected * (1 - p) * theta * theta;
      }
      carryGradient(map, gradient, slope, residual[0]);
      carryGradient(map, gradient, intercept, residual[1]);
      carryInformation(map, information, slope, slope, moments[2]);
      carryInformation(map, information, slope, intercept, moments[1]);
      carryInformation(map, information, intercept, slope, moments[1]);
      carryInformation(map, information, intercept, intercept, moments[0]);
    }
    addPriors(priors, parameters, { gradient, information });
    return { gradient, information };
  };
  return { value, derivatives };
}
