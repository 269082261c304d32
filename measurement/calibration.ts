import type { Scale, SkillScale } from '../schema/scale.ts';
import type { CalibrationResponse, CalibrationSkill, Design } from './calibration/design.ts';
import { buildDesign } from './calibration/design.ts';
import { fitDesign, residualLikelihoodRatio } from './calibration/fit.ts';
import { type HeldOutLoss, heldOutLosses } from './calibration/held-out.ts';
import { inverse } from './calibration/linear.ts';
import type { Fit } from './calibration/mode.ts';
import { mixWeightsOf, predictedDifficulty } from './calibration/state.ts';
import { difficultyCoefficientPriorSd, slip } from './constants.ts';
import { normalCdf } from './statistics.ts';

export interface SkillFit {
  readonly items: number;
  readonly responses: number;
  /** Share of the variance of difficulty that the features explain: Var(phi'eta) / (Var(phi'eta) + s²). */
  readonly rSquared: number;
  /** p-value of the likelihood-ratio test of s = 0. */
  readonly residualP: number;
  readonly heldOutLogLoss: number;
  readonly heldOutLogLossOfModelMeans: number;
}

export interface Calibration {
  readonly skills: Scale['skills'];
  readonly deviationSd: number;
  readonly fit: {
    readonly responses: number;
    readonly heldOutLogLoss: number;
    readonly heldOutLogLossOfModelMeans: number;
    readonly skills: Readonly<Record<string, SkillFit>>;
    /** Ability theta-bar of every model of the pool (mix-weighted over skills), in logits about the pool's mean. */
    readonly abilities: Readonly<Record<string, number>>;
  };
}

/** Fewer cannot tell the difficulty of items from the ability of models at all. */
const modelsMin = 3;
const itemsMin = 10;

/**
 * The provisional item parameters of a domain from crossed responses, by penalised likelihood with slopes
 * and spreads by Laplace evidence. Conventions: pool mean 0 in every skill, geometric mean of the slopes over the mix
 * 1. The same responses in any order give the same result. Throws a RangeError on too few models or instances.
 */
export function calibrate(
  skills: readonly CalibrationSkill[],
  responses: readonly CalibrationResponse[],
): Calibration {
  const design = buildDesign(skills, responses);
  requireEnough(design);
  const fit = fitDesign(design);
  const losses = heldOutLosses(fit);
  const skillFits = design.skills.map((_, f) => skillFitOf(fit, f, losses[f]!));
  const total = losses.reduce((sum, loss) => sum + loss.responses, 0);
  const meanLoss = (of: (loss: HeldOutLoss) => number) =>
    losses.reduce((sum, loss) => sum + (loss.responses / total) * of(loss), 0);
  const named = <Value>(values: readonly Value[]) =>
    Object.fromEntries(values.map((value, f) => [design.skills[f]!.skill.id, value]));
  return {
    skills: named(skillScales(fit)),
    deviationSd: noneAtBound(fit.hyper.deviationSd),
    fit: {
      responses: total,
      heldOutLogLoss: meanLoss(({ model }) => model),
      heldOutLogLossOfModelMeans: meanLoss(({ modelMeans }) => modelMeans),
      skills: named(skillFits),
      abilities: abilitiesOf(fit),
    },
  };
}

function abilitiesOf({ design, mode }: Fit): Record<string, number> {
  const mix = mixWeightsOf(design);
  return Object.fromEntries(
    design.models.map((model, index) => [
      model,
      mode.state.skills.reduce((sum, { thetas }, f) => sum + mix[f]! * thetas[index]!, 0),
    ]),
  );
}

function requireEnough(design: Design): void {
  if (design.models.length < modelsMin) {
    throw new RangeError(`calibration needs at least ${modelsMin} models, not ${design.models.length}`);
  }
  for (const { skill, items } of design.skills) {
    if (items.length < itemsMin) {
      throw new RangeError(
        `${skill.id} has ${items.length} instances; calibration needs at least ${itemsMin}`,
      );
    }
  }
}

function skillScales(fit: Fit): SkillScale[] {
  const covariance = inverse(fit.mode.factor);
  return fit.design.skills.map(({ skill, ranges, terms, estimated }, f) => {
    const own = fit.mode.state.skills[f]!;
    const { held, blocks, information } = fit.mode.system;
    const first = blocks[f]!.coefficients;
    const positions = [
      0,
      ...terms.map((term) => (estimated.includes(term) ? estimated.indexOf(term) + 1 : null)),
    ];
    const entry = (i: number, j: number): number => {
      const left = positions[i]!;
      const right = positions[j]!;
      if (positions[i] === null || positions[j] === null)
        return i === j ? difficultyCoefficientPriorSd ** 2 : 0;
      const at = first + left;
      // A coefficient at its bound has no slope to be uncertain along; its curvature alone says how far it may be.
      if (held[f]![left] || held[f]![right]) {
        return i === j ? 1 / information.values[at * information.size + at]! : 0;
      }
      return covariance.values[at * covariance.size + first + right]!;
    };
    const matrix = positions.map((_, i) => positions.map((_, j) => entry(i, j)));
    return {
      ranges,
      intercept: { value: own.coefficients[0]!, se: Math.sqrt(matrix[0]![0]!) },
      terms: terms.map((term, index) => {
        const position = positions[index + 1]!;
        return {
          ...term,
          parameters: [...term.parameters],
          coefficient: positions[index + 1] === null ? 0 : own.coefficients[position]!,
          se: Math.sqrt(matrix[index + 1]![index + 1]!),
        };
      }),
      covariance: matrix,
      slope: Math.exp(fit.hyper.logSlopes[f]!),
      chance: skill.chance,
      slip,
      residualSd: noneAtBound(fit.hyper.residualSds[f]!),
      weight: fit.weights[f]!,
    };
  });
}

function skillFitOf(fit: Fit, f: number, loss: HeldOutLoss): SkillFit {
  const { items } = fit.design.skills[f]!;
  const { coefficients } = fit.mode.state.skills[f]!;
  const predicted = items.map(({ row }) => predictedDifficulty(row, coefficients));
  const mean = predicted.reduce((sum, value) => sum + value, 0) / predicted.length;
  const explained = predicted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / predicted.length;
  const ratio = residualLikelihoodRatio(fit, f);
  return {
    items: items.length,
    responses: loss.responses,
    rSquared: explained / (explained + fit.hyper.residualSds[f]! ** 2),
    residualP: ratio > 0 ? 1 - normalCdf(Math.sqrt(ratio)) : 1,
    heldOutLogLoss: loss.model,
    heldOutLogLossOfModelMeans: loss.modelMeans,
  };
}

/** The search ends just above 0; a spread below this changes no probability by .001 and counts as none. */
const spreadMin = 0.05;

function noneAtBound(sd: number): number {
  return sd < spreadMin ? 0 : sd;
}
