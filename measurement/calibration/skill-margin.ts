import { slip as usualSlip } from '../constants.ts';
import { type Matrix, zeroMatrix } from '../numeric/linear.ts';
import type { ResponseModel } from '../response-model/response.ts';
import { marginQuadrature } from './item-margin.ts';
import type { SkillDesign, SkillHyper } from './shapes.ts';
import { predictedDifficulty, type SkillState } from './state.ts';

/**
 * What a skill's scores say about its coefficients and the models' abilities in it, the items' deviations integrated
 * out: likelihood, gradient and information in the order coefficients, then abilities.
 */
export interface SkillMargin {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  readonly information: Matrix;
  /** Posterior mean and variance of every item's deviation. */
  readonly residuals: Float64Array;
  readonly residualVariances: Float64Array;
}

export function responseModelOf(
  { skill }: Pick<SkillDesign, 'skill'>,
  { logSlope, residualSd, weight }: SkillHyper,
): ResponseModel {
  const { chance, slip = usualSlip } = skill;
  return { slope: Math.exp(logSlope), chance, slip, residualSd, weight };
}

export function skillMargin(design: SkillDesign, state: SkillState, hyper: SkillHyper): SkillMargin {
  const models = state.thetas.length;
  const terms = design.nonNegative.length;
  const model = responseModelOf(design, hyper);
  const gradient = new Float64Array(terms + models);
  const information = zeroMatrix(terms + models);
  const residuals = new Float64Array(design.items.length);
  const residualVariances = new Float64Array(design.items.length);
  const marginOf = marginQuadrature(models);
  const odds = new Float64Array(models);
  const oddsOfModels = state.thetas.map((theta) => Math.exp(-model.slope * theta));
  let logLikelihood = 0;
  design.items.forEach((item, index) => {
    const threshold = Math.exp(model.slope * predictedDifficulty(item.row, state.coefficients));
    for (let m = 0; m < item.models.length; m++) odds[m] = oddsOfModels[item.models[m]!]! * threshold;
    const margin = marginOf(model, odds, item.scores, state.residuals[index]!);
    logLikelihood += margin.logLikelihood;
    residuals[index] = margin.mean;
    residualVariances[index] = margin.variance;
    addAbilities(gradient, information, terms, item.models, margin);
    addCoefficients(gradient, information, item, margin);
  });
  return { logLikelihood, gradient, information, residuals, residualVariances };
}

type Part = { readonly gradient: Float64Array; readonly information: Float64Array };

function addAbilities(
  gradient: Float64Array,
  { size, values }: Matrix,
  terms: number,
  models: Uint16Array,
  margin: Part,
): void {
  const count = models.length;
  for (let i = 0; i < count; i++) {
    const row = terms + models[i]!;
    gradient[row] = gradient[row]! + margin.gradient[i]!;
    for (let j = 0; j < count; j++) {
      const at = row * size + terms + models[j]!;
      values[at] = values[at]! + margin.information[i * count + j]!;
    }
  }
}

/** d = theta − phi'eta, so a coefficient's derivatives are the abilities' summed up, times −phi. */
function addCoefficients(
  gradient: Float64Array,
  { size, values }: Matrix,
  { row, models }: SkillDesign['items'][number],
  margin: Part,
): void {
  const terms = row.length;
  const count = models.length;
  let slope = 0;
  let total = 0;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = 0; j < count; j++) sum += margin.information[i * count + j]!;
    slope += margin.gradient[i]!;
    total += sum;
    const ability = terms + models[i]!;
    for (let term = 0; term < terms; term++) {
      const cross = sum * row[term]!;
      values[ability * size + term] = values[ability * size + term]! - cross;
      values[term * size + ability] = values[term * size + ability]! - cross;
    }
  }
  for (let term = 0; term < terms; term++) {
    gradient[term] = gradient[term]! - slope * row[term]!;
    for (let other = 0; other < terms; other++) {
      const at = term * size + other;
      values[at] = values[at]! + total * row[term]! * row[other]!;
    }
  }
}
