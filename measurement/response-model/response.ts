import type { SkillScale } from '../../schema/scale.ts';

/** What the response model needs of a skill's scale. */
export type ResponseModel = Pick<SkillScale, 'slope' | 'chance' | 'slip' | 'residualSd' | 'weight'>;

/** One graded task: the model's score (category / 4) at the difficulty that the scale predicts, in logits. */
export interface Response {
  readonly skill: string;
  readonly difficulty: number;
  readonly score: number;
}

/** P = g + (1 − g − u)·sigmoid(a·(θ − b)), a four-parameter logistic. */
export function logisticProbability(
  slope: number,
  chance: number,
  slip: number,
  theta: number,
  difficulty: number,
): number {
  return chance + (1 - chance - slip) / (1 + Math.exp(-slope * (theta - difficulty)));
}

/**
 * Slope of a fresh instance: its own deviation ε ~ N(0, s²) from the predicted difficulty is unknown, and
 * integrating it out flattens the curve by κ = 1/sqrt(1 + 0.346·a²s²), with 0.346 = (16√3 / 15π)², the usual
 * scaling between the logistic and the normal distribution.
 */
export function freshSlope(model: Pick<ResponseModel, 'slope' | 'residualSd'>): number {
  const spread = model.slope * model.residualSd;
  return model.slope / Math.sqrt(1 + 0.346 * spread * spread);
}

/** Expected score of a fresh instance. */
export function expectedScoreAt(model: ResponseModel, theta: number, difficulty: number): number {
  return logisticProbability(freshSlope(model), model.chance, model.slip, theta, difficulty);
}

/** Fisher information about θ of a four-parameter item: P'² / (P·(1 − P)). */
export function logisticInformation(
  slope: number,
  chance: number,
  slip: number,
  theta: number,
  difficulty: number,
): number {
  const logistic = 1 / (1 + Math.exp(-slope * (theta - difficulty)));
  const probability = chance + (1 - chance - slip) * logistic;
  const derivative = (1 - chance - slip) * slope * logistic * (1 - logistic);
  const variance = probability * (1 - probability);
  return variance > 0 ? (derivative * derivative) / variance : 0;
}

/** Information that a fresh instance gives, times the skill's score weight. Per logit². */
export function freshInformation(model: ResponseModel, theta: number, difficulty: number): number {
  return model.weight * logisticInformation(freshSlope(model), model.chance, model.slip, theta, difficulty);
}

/** Quasi-Bernoulli log-likelihood m·(y·ln P + (1 − y)·ln(1 − P)) of a graded score y in 0..1. */
export function logLikelihood(
  model: ResponseModel,
  theta: number,
  difficulty: number,
  score: number,
): number {
  return model.weight * bernoulliLog(expectedScoreAt(model, theta, difficulty), score);
}

/** y·ln P + (1 − y)·ln(1 − P), skipping the logarithm that counts for nothing. */
export function bernoulliLog(probability: number, score: number): number {
  const hit = score > 0 ? score * Math.log(Math.max(probability, Number.MIN_VALUE)) : 0;
  const miss = score < 1 ? (1 - score) * Math.log(Math.max(1 - probability, Number.MIN_VALUE)) : 0;
  return hit + miss;
}
