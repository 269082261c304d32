import { abilityPriorSd, thetaGrid } from '../constants.ts';
import { freshSlope } from '../response-model/response.ts';
import { logisticLog } from './logistic.ts';

/** An item of anybody's: P = g + (1 − g − u)·sigmoid(a·(θ − b)). */
export interface KnownItem {
  readonly a: number;
  readonly b: number;
  /** What blind guessing scores, and what even the best miss. */
  readonly g: number;
  readonly u: number;
  /** SD of what is unknown of b. */
  readonly s: number;
  /** Weight of the score in the quasi-likelihood. */
  readonly m: number;
}

export interface NormalPrior {
  readonly mean: number;
  /** From .001 to 1000, which the grid can hold. */
  readonly sd: number;
}

/** Posterior mean, posterior SD and 95 % equal-tail interval of an ability, in the items' unit. */
export interface ItemScore {
  readonly theta: number;
  readonly sd: number;
  readonly lo: number;
  readonly hi: number;
}

/** The prior that the measurement gives every ability. */
export const standardPrior: NormalPrior = { mean: 0, sd: abilityPriorSd };

/** Of another prior the grid holds this many SDs on both sides: nothing of it is cut off. */
const priorReachSds = 6;

/**
 * Ability (EAP) from scores in 0..1 on known items; a null was not asked and counts for nothing. The posterior is
 * summed in logarithms on the measurement's own grid, ±6 in steps of .05, which cuts the standard prior off at three
 * SDs; for another prior it is widened to six, and its steps are finer where the posterior may be as narrow. An
 * unknown spread s flattens the slope to a·κ, κ = 1/√(1 + 0.346·a²s²).
 */
export function scoreItems(
  items: readonly KnownItem[],
  responses: readonly (number | null)[],
  prior: NormalPrior = standardPrior,
): ItemScore {
  const asked = items.flatMap((item, index) => {
    const score = responses[index]!;
    return score === null
      ? []
      : [{ ...item, score, slope: freshSlope({ slope: item.a, residualSd: item.s }) }];
  });
  const { thetas, step } = scoringGrid(prior, asked);
  const logMass = thetas.map((theta) => -0.5 * ((theta - prior.mean) / prior.sd) ** 2);
  for (const { slope, b, g, u, m, score } of asked) {
    for (let q = 0; q < thetas.length; q++) {
      logMass[q] = logMass[q]! + m * logisticLog(g, u, slope * (thetas[q]! - b), score);
    }
  }
  return summarise(thetas, step, logMass);
}

/**
 * Steps in the least SD that the posterior may have: moments would be exact with one, quantiles want more. A step is
 * divided at most so often; what is narrower than 5e-5 is known well enough.
 */
const stepsPerSd = 8;
const divisorMax = 1000;

/** The posterior SD is at least 1/√(1/sd² + ∑ m·a²/4), since no item informs more than m·a²/4. */
function scoringGrid(prior: NormalPrior, items: readonly { readonly slope: number; readonly m: number }[]) {
  const informationMax = items.reduce((sum, { slope, m }) => sum + (m * slope * slope) / 4, prior.sd ** -2);
  const divisor = Math.ceil(thetaGrid.step * stepsPerSd * Math.sqrt(informationMax));
  const step = thetaGrid.step / Math.min(divisor, divisorMax);
  const isStandard = prior.mean === standardPrior.mean && prior.sd === standardPrior.sd;
  const reach = isStandard ? 0 : priorReachSds * prior.sd;
  const from = Math.min(thetaGrid.min, prior.mean - reach);
  const to = Math.max(thetaGrid.max, prior.mean + reach);
  const size = Math.round((to - from) / step) + 1;
  return { thetas: Float64Array.from({ length: size }, (_, index) => from + index * step), step };
}

function summarise(thetas: Float64Array, step: number, logMass: Float64Array): ItemScore {
  const top = logMass.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  const mass = logMass.map((value) => Math.exp(value - top));
  const total = mass.reduce((sum, value) => sum + value, 0);
  const mean = (of: (theta: number) => number) =>
    mass.reduce((sum, value, q) => sum + (value / total) * of(thetas[q]!), 0);
  const theta = mean((value) => value);
  const sd = Math.sqrt(mean((value) => (value - theta) ** 2));
  /** A point's mass lies evenly over its step. */
  const at = (probability: number) => {
    let below = 0;
    for (let q = 0; q < mass.length; q++) {
      const share = mass[q]! / total;
      if (below + share >= probability) return thetas[q]! + step * ((probability - below) / share - 0.5);
      below += share;
    }
    return thetas.at(-1)!;
  };
  return { theta, sd, lo: at(0.025), hi: at(0.975) };
}
