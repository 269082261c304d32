import type { Scale } from '../../schema/scale.ts';
import { abilityPriorSd, deviationReachSds, normal95, thetaGrid } from '../constants.ts';
import { bisect, normalCdf } from '../numeric/statistics.ts';
import { bernoulliLog, freshSlope, type Response, type ResponseModel } from '../response-model/response.ts';

/** Weights of a domain's skills in the reference mix, keyed by skill; they sum to 1. */
export type SkillWeights = Readonly<Record<string, number>>;

/**
 * What the responses say about one skill. `theta_f = theta_d + delta_f` lives on the lattice
 * `AbilityPosterior.skillThetas`; the conditional moments are of theta_f given each point of the domain grid.
 */
export interface SkillPosterior {
  readonly weight: number;
  readonly attempts: number;
  readonly mean: number;
  readonly sd: number;
  /** Likelihood on the skill lattice, 1 at its top. */
  readonly likelihood: Float64Array;
  /** Likelihood on the domain grid, the deviation integrated out. */
  readonly marginal: Float64Array;
  readonly conditionalMean: Float64Array;
  readonly conditionalVariance: Float64Array;
}

export interface AbilityPosterior {
  /** EAP of theta-bar = Σ w_f theta_f, with posterior SD and 95 % equal-tail interval, in logits. */
  readonly mean: number;
  readonly sd: number;
  readonly lower: number;
  readonly upper: number;
  readonly attempts: number;
  /** Posterior mass on the grid of the domain ability theta_d. */
  readonly thetas: Float64Array;
  readonly mass: Float64Array;
  /** Prior mass of a deviation delta_f, on offsets of whole grid steps, centred. */
  readonly deviationMass: Float64Array;
  /** Lattice of the skills' abilities: the grid, widened by the reach of the deviations on both sides. */
  readonly skillThetas: Float64Array;
  readonly skills: Readonly<Record<string, SkillPosterior>>;
}

/** Where abilities are looked for, and what is thought of them before any response. In logits of the scale. */
export interface AbilityFrame {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly priorMean: number;
  readonly priorSd: number;
}

/** The frame of every reported ability; another one belongs to a scale in other units. */
export const standardFrame: AbilityFrame = { ...thetaGrid, priorMean: 0, priorSd: abilityPriorSd };

/** Grid points that weigh less than this move no reported number. */
const negligibleMass = 1e-12;

/**
 * Posterior of the abilities: theta_d ~ N(0, 2²), each skill's theta_f ~ N(theta_d, tau²), responses independent
 * given theta_f. The deviations are integrated out on the lattice of the theta grid itself, which is exact to
 * rounding for smooth integrands; 15 Gauss–Hermite nodes lie .8·tau apart, so that at tau = 2 and 160 attempts they
 * miss the posterior SD by up to 15 %. Throws a RangeError for a skill that the scale or the weights lack.
 */
export function scoreAbility(
  scale: Pick<Scale, 'skills' | 'deviationSd'>,
  weights: SkillWeights,
  responses: readonly Response[],
  frame: AbilityFrame = standardFrame,
): AbilityPosterior {
  const deviationMass = deviationLattice(scale.deviationSd, frame.step);
  const reach = (deviationMass.length - 1) / 2;
  const thetas = lattice(frame, 0);
  const skillThetas = lattice(frame, reach);
  const bySkill = groupBySkill(scale, weights, responses);

  const logMass = thetas.map((theta) => -0.5 * ((theta - frame.priorMean) / frame.priorSd) ** 2);
  const evidence = new Map<string, Pick<SkillPosterior, 'likelihood' | 'marginal'>>();
  for (const [skill, own] of bySkill) {
    const likelihood = likelihoodOn(skillThetas, scale.skills[skill]!, own);
    const marginal = convolve(likelihood, deviationMass, thetas.length);
    evidence.set(skill, { likelihood, marginal });
    for (let d = 0; d < thetas.length; d++) {
      logMass[d] = logMass[d]! + Math.log(Math.max(marginal[d]!, Number.MIN_VALUE));
    }
  }
  const mass = normalise(logMass);

  const skills: Record<string, SkillPosterior> = {};
  for (const [skill, own] of bySkill) {
    const { likelihood, marginal } = evidence.get(skill)!;
    const moments = conditionalMoments(likelihood, marginal, deviationMass, skillThetas, mass);
    skills[skill] = {
      weight: weights[skill]!,
      attempts: own.length,
      ...mixtureMoments(mass, moments.conditionalMean, moments.conditionalVariance),
      likelihood,
      marginal,
      ...moments,
    };
  }
  const reported = reportedAbility(mass, Object.values(skills), frame.step);
  return { ...reported, attempts: responses.length, thetas, mass, deviationMass, skillThetas, skills };
}

/** Posterior of one skill's ability on `skillThetas`. */
export function skillMass(posterior: AbilityPosterior, skill: string): Float64Array {
  const { likelihood, marginal } = skillOf(posterior, skill);
  const { deviationMass, mass } = posterior;
  const result = new Float64Array(posterior.skillThetas.length);
  for (let d = 0; d < mass.length; d++) {
    if (mass[d]! < negligibleMass) continue;
    const share = mass[d]! / marginal[d]!;
    for (let k = 0; k < deviationMass.length; k++) {
      result[d + k] = result[d + k]! + share * deviationMass[k]! * likelihood[d + k]!;
    }
  }
  return result;
}

function skillOf(posterior: AbilityPosterior, skill: string): SkillPosterior {
  const own = posterior.skills[skill];
  if (own === undefined) throw new RangeError(`the posterior has no skill ${skill}`);
  return own;
}

function groupBySkill(
  scale: Pick<Scale, 'skills'>,
  weights: SkillWeights,
  responses: readonly Response[],
): Map<string, Response[]> {
  const groups = new Map<string, Response[]>();
  for (const skill of Object.keys(weights).sort()) {
    if (scale.skills[skill] === undefined) throw new RangeError(`the scale has no skill ${skill}`);
    groups.set(skill, []);
  }
  for (const response of responses) {
    const group = groups.get(response.skill);
    if (group === undefined) throw new RangeError(`the reference mix has no skill ${response.skill}`);
    group.push(response);
  }
  return groups;
}

/** The theta grid with `reach` further steps on either side. */
function lattice({ min, max, step }: AbilityFrame, reach: number): Float64Array {
  const size = Math.round((max - min) / step) + 1 + 2 * reach;
  return Float64Array.from({ length: size }, (_, index) => min + (index - reach) * step);
}

function deviationLattice(deviationSd: number, step: number): Float64Array {
  const reach = Math.ceil((deviationReachSds * deviationSd) / step);
  const logMass = Float64Array.from({ length: 2 * reach + 1 }, (_, index) =>
    reach === 0 ? 0 : -0.5 * (((index - reach) * step) / deviationSd) ** 2,
  );
  return normalise(logMass);
}

function normalise(logMass: Float64Array): Float64Array {
  const top = logMass.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  const mass = logMass.map((value) => Math.exp(value - top));
  const total = mass.reduce((sum, value) => sum + value, 0);
  return mass.map((value) => value / total);
}

/** Likelihood of responses in one skill at each of `thetas`, 1 at its top. */
export function likelihoodOn(
  thetas: Float64Array,
  model: ResponseModel,
  responses: readonly Response[],
): Float64Array {
  const slope = freshSlope(model);
  const span = 1 - model.chance - model.slip;
  const logs = new Float64Array(thetas.length);
  // e^(a·theta) once a point and e^(a·b) once a task leave two logarithms as the only cost of the inner loop.
  const odds = thetas.map((theta) => Math.exp(slope * theta));
  for (const { difficulty, score } of responses) {
    const threshold = Math.exp(slope * difficulty);
    for (let index = 0; index < thetas.length; index++) {
      const probability = model.chance + (span * odds[index]!) / (odds[index]! + threshold);
      logs[index] = logs[index]! + model.weight * bernoulliLog(probability, score);
    }
  }
  const top = logs.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  return logs.map((value) => Math.exp(value - top));
}

/** Σ_k deviation[k] · likelihood[d + k] for each of `size` grid points d. */
function convolve(likelihood: Float64Array, deviation: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size);
  for (let d = 0; d < size; d++) {
    let sum = 0;
    for (let k = 0; k < deviation.length; k++) sum += deviation[k]! * likelihood[d + k]!;
    result[d] = Math.max(sum, Number.MIN_VALUE);
  }
  return result;
}

function conditionalMoments(
  likelihood: Float64Array,
  marginal: Float64Array,
  deviation: Float64Array,
  skillThetas: Float64Array,
  mass: Float64Array,
): Pick<SkillPosterior, 'conditionalMean' | 'conditionalVariance'> {
  const conditionalMean = new Float64Array(mass.length);
  const conditionalVariance = new Float64Array(mass.length);
  for (let d = 0; d < mass.length; d++) {
    if (mass[d]! < negligibleMass) continue;
    let first = 0;
    let second = 0;
    for (let k = 0; k < deviation.length; k++) {
      const share = (deviation[k]! * likelihood[d + k]!) / marginal[d]!;
      const theta = skillThetas[d + k]!;
      first += share * theta;
      second += share * theta * theta;
    }
    conditionalMean[d] = first;
    conditionalVariance[d] = Math.max(second - first * first, 0);
  }
  return { conditionalMean, conditionalVariance };
}

function mixtureMoments(mass: Float64Array, mean: Float64Array, variance: Float64Array) {
  let first = 0;
  let second = 0;
  for (let d = 0; d < mass.length; d++) {
    if (mass[d]! < negligibleMass) continue;
    first += mass[d]! * mean[d]!;
    second += mass[d]! * (variance[d]! + mean[d]! ** 2);
  }
  return { mean: first, sd: Math.sqrt(Math.max(second - first * first, 0)) };
}

/**
 * Given theta_d the skills are independent, so theta-bar has Σ w·mean and Σ w²·variance there; the interval is of
 * the mixture of normals with those moments.
 */
function reportedAbility(mass: Float64Array, skills: readonly SkillPosterior[], step: number) {
  const mean = new Float64Array(mass.length);
  const variance = new Float64Array(mass.length);
  for (const { weight, conditionalMean, conditionalVariance } of skills) {
    for (let d = 0; d < mass.length; d++) {
      mean[d] = mean[d]! + weight * conditionalMean[d]!;
      variance[d] = variance[d]! + weight * weight * conditionalVariance[d]!;
    }
  }
  const moments = mixtureMoments(mass, mean, variance);
  // The variance of a grid cell stands in for a spread where there is no deviation.
  const sd = variance.map((value) => Math.sqrt(value + step ** 2 / 12));
  const counted = Array.from(mass.keys()).filter((d) => mass[d]! > negligibleMass);
  const below = (theta: number) =>
    counted.reduce((sum, d) => sum + mass[d]! * normalCdf((theta - mean[d]!) / sd[d]!), 0);
  const reach = 6 * moments.sd + step;
  const at = (probability: number) =>
    bisect((theta) => below(theta) - probability, moments.mean - reach, moments.mean + reach);
  const tail = 1 - normalCdf(normal95);
  return { ...moments, lower: at(tail), upper: at(1 - tail) };
}
