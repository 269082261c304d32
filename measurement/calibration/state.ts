import { difficultyCoefficientPriorSd, interceptPriorSd, poolAbilityPriorSd, slip } from '../constants.ts';
import { bernoulliLog, logisticProbability } from '../response.ts';
import { meanOf } from '../statistics.ts';
import type { Design, SkillDesign } from './design.ts';

/** What is estimated of one skill. */
export interface SkillState {
  /** Intercept and terms, in the order of an item's row. */
  readonly coefficients: Float64Array;
  /** Ability of every model in this skill. */
  readonly thetas: Float64Array;
  /** Deviation of every item from its predicted difficulty. */
  readonly residuals: Float64Array;
}

export interface State {
  /** Domain ability of every model. */
  readonly thetas: Float64Array;
  readonly skills: readonly SkillState[];
}

/**
 * What scales the unknowns, skill by skill. These are estimated by evidence and not as part of the mode: a mode
 * can always raise its prior density by trading small effects for a steep slope.
 */
export interface Hyperparameters {
  /** tau: SD of a model's deviations between skills. */
  readonly deviationSd: number;
  /** s_f: SD of items about their predicted difficulty. */
  readonly residualSds: readonly number[];
  /** ln a_f, with mean 0 over the mix. */
  readonly logSlopes: readonly number[];
}

/** Weight m_f of a score, skill by skill. */
export type ScoreWeights = readonly number[];

/**
 * Precision of the conventions that fix the scale (pool means of ability and of deviations 0): high enough to hold them to a thousandth of a logit, low enough to leave the Newton steps well conditioned.
 */
export const conventionPrecision = 1e6;

/** Weights of the skills in the reference mix, summing to 1. */
export function mixWeightsOf(design: Design): number[] {
  const raw = design.skills.map(({ skill }) => skill.mixWeight ?? 1);
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

/** A start from the marginal scores: each model's smoothed log odds, no residuals. */
export function startState(design: Design): State {
  const skills = design.skills.map((skill): SkillState => {
    const hits = new Float64Array(design.models.length).fill(0.5);
    const trials = new Float64Array(design.models.length).fill(1);
    for (const { models, scores } of skill.items) {
      models.forEach((model, index) => {
        hits[model] = hits[model]! + scores[index]!;
        trials[model] = trials[model]! + 1;
      });
    }
    const thetas = hits.map((hit, model) => Math.log(hit / (trials[model]! - hit)));
    const level = thetas.reduce((sum, theta) => sum + theta, 0) / thetas.length;
    const coefficients = new Float64Array(skill.nonNegative.length);
    coefficients[0] = -level;
    return {
      coefficients,
      thetas: thetas.map((theta) => theta - level),
      residuals: new Float64Array(skill.items.length),
    };
  });
  const thetas = Float64Array.from(
    { length: design.models.length },
    (_, model) => skills.reduce((sum, skill) => sum + skill.thetas[model]!, 0) / skills.length,
  );
  return { thetas, skills };
}

/** Difficulty phi(x)'eta of an item without its own deviation. */
export function predictedDifficulty(row: readonly number[], coefficients: ArrayLike<number>): number {
  let sum = 0;
  for (let term = 0; term < row.length; term++) sum += row[term]! * coefficients[term]!;
  return sum;
}

/** Log of the penalised joint likelihood: what a Newton step must raise. */
export function objective(
  design: Design,
  state: State,
  hyper: Hyperparameters,
  weights: ScoreWeights,
): number {
  let total = normalLog(state.thetas, poolAbilityPriorSd) - convention(meanOf(state.thetas));
  design.skills.forEach((skill, f) => {
    const own = state.skills[f]!;
    const deviations = own.thetas.map((theta, model) => theta - state.thetas[model]!);
    total += weights[f]! * dataLog(skill, own, Math.exp(hyper.logSlopes[f]!));
    total += normalLog(deviations, hyper.deviationSd) - convention(meanOf(deviations));
    total += normalLog(own.residuals, hyper.residualSds[f]!);
    total += normalLog(own.coefficients.subarray(0, 1), interceptPriorSd);
    total += normalLog(own.coefficients.subarray(1), difficultyCoefficientPriorSd);
  });
  return total;
}

function dataLog(skill: SkillDesign, own: SkillState, slope: number): number {
  let sum = 0;
  skill.items.forEach(({ row, models, scores }, item) => {
    const difficulty = predictedDifficulty(row, own.coefficients) + own.residuals[item]!;
    models.forEach((model, index) => {
      const probability = logisticProbability(
        slope,
        skill.skill.chance,
        slip,
        own.thetas[model]!,
        difficulty,
      );
      sum += bernoulliLog(probability, scores[index]!);
    });
  });
  return sum;
}

function normalLog(values: ArrayLike<number>, sd: number): number {
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += values[index]! ** 2;
  return -squares / (2 * sd * sd) - values.length * Math.log(sd);
}

function convention(offset: number): number {
  return 0.5 * conventionPrecision * offset * offset;
}
