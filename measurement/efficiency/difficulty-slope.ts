import type { Cell } from '../../schema/scale.ts';
import { likelihoodOn } from '../ability/ability.ts';
import { abilityPriorSd, difficultySlopePriorSd, thetaGrid } from '../constants.ts';
import type { Interval } from '../numeric/statistics.ts';
import { type DomainScale, modelOf } from '../performance/performance.ts';
import { difficultyOf } from '../response-model/difficulty.ts';
import { logLikelihood, type Response, type ResponseModel } from '../response-model/response.ts';

/**
 * Person × difficulty slope lambda of one curve: a·(theta + lambda·(b − b0) − b) instead of a·(theta − b), b0 the
 * mix' mean difficulty. Above 0 the model is better on hard tasks, and worse on easy ones, than its ability says.
 */
export interface DifficultySlope extends Interval {
  readonly sd: number;
  /** Random tasks that it rests on. */
  readonly tasks: number;
}

/** What random tasks of one evaluation say about lambda. */
export interface SlopeEvidence {
  readonly tasks: number;
  /** ln of their likelihood at each lambda of the grid, abilities integrated out. */
  readonly logLikelihood: Float64Array;
}

/** A task drawn at random from the reference mix; `shift` is how far the ability had moved on by then, in logits. */
export interface RandomResponse extends Response {
  readonly shift?: number;
}

/** Four prior SDs either way, in steps of a third of one. */
const slopes = Float64Array.from({ length: 25 }, (_, index) => (index - 12) * 0.1);

/**
 * A handful of random tasks leaves abilities so wide that a coarser lattice than the one for reported abilities
 * integrates them as well, in a thirtieth of the time.
 */
const abilityStep = 0.2;
/** Reach of the skills' deviations, in their SDs. */
const deviationReach = 4;

/**
 * The likelihood of responses to random tasks as a function of lambda, with theta_d ~ N(0, 2²) and the skills'
 * deviations integrated out. Since theta + lambda·(b − b0) − b = theta − (b0 + (1 − lambda)·(b − b0)), lambda
 * pulls the difficulties together about b0. Only random tasks: adaptive ones lie near the ability, where lambda and
 * theta cannot be told apart.
 */
export function slopeEvidence(
  scale: DomainScale,
  mix: readonly Cell[],
  responses: readonly RandomResponse[],
): SlopeEvidence {
  const pivot = meanDifficulty(scale, mix);
  const deviations = normalLattice(scale.deviationSd, deviationReach * scale.deviationSd);
  const reach = (deviations.length - 1) / 2;
  const abilities = normalLattice(abilityPriorSd, thetaGrid.max);
  const half = (abilities.length - 1) / 2 + reach;
  const thetas = Float64Array.from({ length: 2 * half + 1 }, (_, index) => (index - half) * abilityStep);
  const bySkill = [...Map.groupBy(responses, ({ skill }) => skill)];
  const logs = slopes.map((slope) => {
    const logMass = abilities.map(Math.log);
    for (const [skill, own] of bySkill) {
      const moved = own.map(({ difficulty, score, shift = 0 }) => ({
        skill,
        difficulty: pivot + (1 - slope) * (difficulty - pivot) - shift,
        score,
      }));
      const { likelihood, logTop } = unscaledLikelihood(thetas, modelOf(scale, skill), moved);
      for (let d = 0; d < logMass.length; d++) {
        let sum = 0;
        for (let k = 0; k < deviations.length; k++) sum += deviations[k]! * likelihood[d + k]!;
        logMass[d] = logMass[d]! + logTop + Math.log(Math.max(sum, Number.MIN_VALUE));
      }
    }
    return logSum(logMass);
  });
  return { tasks: responses.length, logLikelihood: logs };
}

/** lambda ~ N(0, .3²) given the random tasks of a curve's evaluations: posterior mean, SD, 95 % equal-tail interval. */
export function difficultySlope(evidence: readonly SlopeEvidence[]): DifficultySlope {
  return {
    ...momentsOf(slopes, posterior(evidence)),
    tasks: evidence.reduce((sum, { tasks }) => sum + tasks, 0),
  };
}

/** Posterior of lambda_model − lambda_baseline, the two independent; shared evaluations make it too wide. */
export function slopeDifference(
  model: readonly SlopeEvidence[],
  baseline: readonly SlopeEvidence[],
): Interval {
  const [own, reference] = [posterior(model), posterior(baseline)];
  const last = slopes.length - 1;
  const mass = new Float64Array(2 * slopes.length - 1);
  own.forEach((a, i) => {
    reference.forEach((b, j) => {
      mass[i - j + last] = mass[i - j + last]! + a * b;
    });
  });
  const { value, lo, hi } = momentsOf(
    mass.map((_, index) => (index - last) * (slopes[1]! - slopes[0]!)),
    mass,
  );
  return { value, lo, hi };
}

function posterior(evidence: readonly SlopeEvidence[]): Float64Array {
  const logs = slopes.map((slope, index) =>
    evidence.reduce(
      (sum, own) => sum + own.logLikelihood[index]!,
      -0.5 * (slope / difficultySlopePriorSd) ** 2,
    ),
  );
  const total = logSum(logs);
  return logs.map((value) => Math.exp(value - total));
}

/** Moments and equal-tail bounds of mass on evenly spaced values, each spread over its cell. */
function momentsOf(values: Float64Array, mass: Float64Array) {
  let [first, second] = [0, 0];
  values.forEach((value, index) => {
    first += mass[index]! * value;
    second += mass[index]! * value * value;
  });
  return {
    value: first,
    sd: Math.sqrt(Math.max(second - first * first, 0)),
    lo: cellQuantile(values, mass, 0.025),
    hi: cellQuantile(values, mass, 0.975),
  };
}

function cellQuantile(values: Float64Array, mass: Float64Array, probability: number): number {
  const step = values[1]! - values[0]!;
  let below = 0;
  for (let index = 0; index < values.length; index++) {
    const own = mass[index]!;
    if (below + own >= probability) return values[index]! + ((probability - below) / own - 0.5) * step;
    below += own;
  }
  return values.at(-1)!;
}

function meanDifficulty(scale: DomainScale, mix: readonly Cell[]): number {
  let [sum, total] = [0, 0];
  for (const cell of mix) {
    sum += cell.weight * difficultyOf(modelOf(scale, cell.skill), cell.features);
    total += cell.weight;
  }
  return sum / total;
}

/** Mass of N(0, sd²) on multiples of the step within ±reach. */
function normalLattice(sd: number, reach: number): Float64Array {
  const half = Math.ceil(reach / abilityStep);
  const mass = Float64Array.from({ length: 2 * half + 1 }, (_, index) =>
    half === 0 ? 1 : Math.exp(-0.5 * (((index - half) * abilityStep) / sd) ** 2),
  );
  const total = mass.reduce((sum, value) => sum + value, 0);
  return mass.map((value) => value / total);
}

/** The likelihood on the lattice, 1 at its top, and the logarithm of what it is there. */
function unscaledLikelihood(thetas: Float64Array, model: ResponseModel, responses: readonly Response[]) {
  const likelihood = likelihoodOn(thetas, model, responses);
  const top = thetas[likelihood.indexOf(1)]!;
  const logTop = responses.reduce(
    (sum, { difficulty, score }) => sum + logLikelihood(model, top, difficulty, score),
    0,
  );
  return { likelihood, logTop };
}

/** ln Σ e^value, without overflow. */
function logSum(values: Float64Array): number {
  const top = values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}
