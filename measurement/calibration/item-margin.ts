import { gaussHermite } from '../numeric/gauss-hermite.ts';
import { bernoulliLog, type ResponseModel } from '../response-model/response.ts';

/**
 * What one item's scores say once its own deviation eps ~ N(0, s²) is integrated out. Entries are in the order of the
 * item's responses; d_m = theta_m − phi'eta is how far model m stands above the predicted difficulty.
 */
export interface ItemMargin {
  /** ln ∫ Π_m P^(w·y) (1 − P)^(w·(1 − y)) N(eps; 0, s²) d eps. */
  logLikelihood: number;
  /** Its derivatives by the d_m. */
  readonly gradient: Float64Array;
  /** Information on the d_m, row-major: diag(w) − w·w' / (Σw + 1/s²) with w the mean curvatures by response. */
  readonly information: Float64Array;
  /** Posterior moments of eps. */
  mean: number;
  variance: number;
}

/** Fills one and the same margin at every call: what is to be kept of it must be copied. */
export type MarginOf = (
  model: ResponseModel,
  /** exp(−a·d_m): the odds against success at eps = 0, floor and ceiling left aside. */
  odds: Float64Array,
  scores: Float64Array,
  /** Where to begin the search for the mode of eps. */
  start: number,
) => ItemMargin;

/** A spread below this changes no probability by .001 and counts as none: the deviation is then 0. */
export const spreadMin = 0.05;

/** A dozen binary scores leave so smooth a posterior that 9 nodes about its mode miss its integral by 1e-5 or less. */
const rule = gaussHermite(9);
const logWeights = rule.nodes.map((z, k) => Math.log(rule.weights[k]!) + 0.5 * z * z);

/**
 * Adaptive Gauss–Hermite quadrature (Liu and Pierce 1994, Biometrika 81): nodes about the mode of eps, as far apart as
 * the curvature there says. Few models answer an item, and with few scores a Laplace approximation in eps biases s
 * downwards; this does not. The gradient is exact (Fisher's identity); the information is that of the linearised
 * model, which unlike the exact second derivatives is positive however odd the scores. For up to `models` responses.
 */
export function marginQuadrature(models: number): MarginOf {
  const margin: ItemMargin = {
    logLikelihood: 0,
    gradient: new Float64Array(models),
    information: new Float64Array(models * models),
    mean: 0,
    variance: 0,
  };
  const nodes = rule.nodes.map(() => ({
    first: new Float64Array(models),
    second: new Float64Array(models),
    eps: 0,
    share: 0,
  }));
  const only = nodes.slice(0, 1);
  const curvature = new Float64Array(models);

  return (model, odds, scores, start) => {
    const none = model.residualSd < spreadMin;
    const precision = none ? Number.POSITIVE_INFINITY : model.residualSd ** -2;
    const sd = none ? 0 : modeOf(model, odds, scores, start, margin);
    const used = none ? only : nodes;
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < used.length; k++) {
      const node = used[k]!;
      node.eps = none ? 0 : margin.mean + sd * rule.nodes[k]!;
      const prior = none ? 0 : logWeights[k]! - 0.5 * precision * node.eps * node.eps;
      node.share = prior + fillNode(model, odds, scores, node.eps, node.first, node.second);
      top = Math.max(top, node.share);
    }
    let total = 0;
    for (const node of used) {
      node.share = Math.exp(node.share - top);
      total += node.share;
    }
    const count = scores.length;
    const { gradient } = margin;
    gradient.fill(0, 0, count);
    curvature.fill(0, 0, count);
    let mean = 0;
    let square = 0;
    for (const { first, second, eps, share } of used) {
      const part = share / total;
      mean += part * eps;
      square += part * eps * eps;
      for (let m = 0; m < count; m++) {
        gradient[m] = gradient[m]! + part * first[m]!;
        curvature[m] = curvature[m]! + part * second[m]!;
      }
    }
    margin.logLikelihood = top + Math.log(total) + (none ? 0 : Math.log(sd / model.residualSd));
    margin.mean = mean;
    margin.variance = Math.max(square - mean * mean, 0);
    fillInformation(margin.information, curvature, count, precision);
    return margin;
  };
}

/** Both vanish together far out; the floor keeps their quotient from becoming 0/0. */
const varianceMin = 1e-12;

/** Log-likelihood at one eps, and by response its slope and expected curvature in d. */
function fillNode(
  { slope, chance, slip, weight }: ResponseModel,
  odds: Float64Array,
  scores: Float64Array,
  eps: number,
  first: Float64Array,
  second: Float64Array,
): number {
  const span = 1 - chance - slip;
  const shift = Math.exp(slope * eps);
  let log = 0;
  let product = 1;
  for (let m = 0; m < scores.length; m++) {
    const score = scores[m]!;
    const logistic = 1 / (1 + odds[m]! * shift);
    const probability = chance + span * logistic;
    const derivative = slope * span * logistic * (1 - logistic);
    const quotient = (weight * derivative) / Math.max(probability * (1 - probability), varianceMin);
    first[m] = quotient * (score - probability);
    second[m] = quotient * derivative;
    // One logarithm of a product is much cheaper than one a factor.
    if (score === 1) product *= probability;
    else if (score === 0) product *= 1 - probability;
    else log += bernoulliLog(probability, score);
    if (product < 1e-100) {
      log += Math.log(Math.max(product, Number.MIN_VALUE));
      product = 1;
    }
  }
  return weight * (log + Math.log(product));
}

/** Leaves the mode of eps in `margin.mean`, by Fisher scoring; gives the SD that the expected curvature there means. */
function modeOf(
  { slope, chance, slip, weight, residualSd }: ResponseModel,
  odds: Float64Array,
  scores: Float64Array,
  start: number,
  margin: ItemMargin,
): number {
  const span = 1 - chance - slip;
  const precision = residualSd ** -2;
  let mode = start;
  let curvature = precision;
  for (let step = 0; step < 12; step++) {
    const shift = Math.exp(slope * mode);
    let pull = -mode * precision;
    curvature = precision;
    for (let m = 0; m < scores.length; m++) {
      const logistic = 1 / (1 + odds[m]! * shift);
      const probability = chance + span * logistic;
      const derivative = slope * span * logistic * (1 - logistic);
      const quotient = (weight * derivative) / Math.max(probability * (1 - probability), varianceMin);
      pull -= quotient * (scores[m]! - probability);
      curvature += quotient * derivative;
    }
    // Half a prior SD at most: a full step may overshoot where floor or ceiling flattens the curve.
    const move = Math.min(Math.max(pull / curvature, -0.5 * residualSd), 0.5 * residualSd);
    mode += move;
    if (move * move * curvature < 1e-3) break;
  }
  margin.mean = mode;
  return 1 / Math.sqrt(curvature);
}

function fillInformation(
  information: Float64Array,
  curvature: Float64Array,
  count: number,
  priorPrecision: number,
): void {
  let total = priorPrecision;
  for (let m = 0; m < count; m++) total += curvature[m]!;
  for (let i = 0; i < count; i++) {
    const scaled = curvature[i]! / total;
    for (let j = 0; j < count; j++) information[i * count + j] = -scaled * curvature[j]!;
    information[i * count + i] = information[i * count + i]! + curvature[i]!;
  }
}
