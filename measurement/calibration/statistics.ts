import type { Loss, ScaleStatistics, SkillScale, SkillStatistics } from '../../schema/scale.ts';
import { normalTail } from '../numeric/normal.ts';
import { meanOf } from '../numeric/statistics.ts';
import { meanFeatures } from '../response-model/difficulty.ts';
import { halfwayPoint } from '../response-model/halfway.ts';
import { bernoulliLog } from '../response-model/response.ts';
import { controlPredictions, heldOutPredictions, strongestPredictions } from './held-out.ts';
import { product, type Unknowns } from './hierarchy.ts';
import { deviationSdError, skillHyperErrors } from './hyper-errors.ts';
import type { Fit } from './mode.ts';
import { lossOf, type Prediction } from './prediction.ts';
import { residualLikelihoodRatio } from './skill-search.ts';
import { mixWeightsOf, predictedDifficulty } from './state.ts';

/** Feature vectors by skill at which the parameters that are not looked at stand. */
export type Reference = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** How many standard errors the control may beat the models' means by. */
const controlErrorsMax = 2;

/**
 * What a calibration publishes about itself, of the skills that it estimated. Fits the design anew a dozen times: by
 * fold, without a model, permuted.
 */
export function statisticsOf(
  fit: Fit,
  scales: Readonly<Record<string, SkillScale>>,
  reference: Reference,
  seed: string,
): ScaleStatistics {
  const heldOut = heldOutPredictions(fit);
  const strongest = strongestPredictions(fit);
  return {
    abilities: abilitiesOf(fit),
    deviationSdSe: fit.design.deviationSd === null ? deviationSdError(fit) : null,
    heldOut: lossOf(heldOut),
    leaveStrongestOut: { model: strongest.model, ...lossOf(strongest.predictions) },
    control: controlOf(controlPredictions(fit, seed)),
    skills: Object.fromEntries(
      fit.design.skills.flatMap((design, f) => {
        if (design.frozen !== null) return [];
        const { id } = design.skill;
        const loss = lossOf(heldOut.filter(({ skill }) => skill === f));
        const features = reference[id] ?? meanFeatures(design.items);
        return [[id, skillStatistics(fit, f, loss, scales[id]!, features)]];
      }),
    ),
  };
}

function skillStatistics(
  fit: Fit,
  f: number,
  heldOut: Loss,
  scale: SkillScale,
  reference: Readonly<Record<string, number>>,
): SkillStatistics {
  const { items } = fit.design.skills[f]!;
  const { coefficients } = fit.mode.state.skills[f]!;
  const predicted = items.map(({ row }) => predictedDifficulty(row, coefficients));
  const mean = meanOf(predicted);
  const explained = meanOf(predicted.map((value) => (value - mean) ** 2));
  const total = explained + fit.hyper.residualSds[f]! ** 2;
  const ratio = residualLikelihoodRatio(fit, f);
  return {
    items: items.length,
    ...skillHyperErrors(fit, f),
    rSquared: total > 0 ? explained / total : 0,
    // Half the mixture lies at 0, where the likelihood is highest without a spread (Self and Liang 1987).
    residualP: ratio > 0 ? normalTail(Math.sqrt(ratio)) : 1,
    heldOut,
    parameters: Object.fromEntries(
      Object.keys(scale.ranges).map((name) => [name, halfwayPoint(scale, name, reference)]),
    ),
  };
}

/** theta-bar of every model with its standard error, the item parameters' uncertainty included. */
function abilitiesOf({ design, mode }: Fit): ScaleStatistics['abilities'] {
  const mix = mixWeightsOf(design);
  return Object.fromEntries(
    design.models.map((name, model) => {
      const loadings: Unknowns = {
        pool: new Float64Array(design.models.length),
        groups: design.groups.map(() => new Float64Array(design.models.length)),
        skills: mode.skills.map(({ gradient, held }, f) => {
          const own = new Float64Array(gradient.length);
          own[held.length + model] = mix[f]!;
          return own;
        }),
      };
      const value = mode.state.skills.reduce((sum, { thetas }, f) => sum + mix[f]! * thetas[model]!, 0);
      return [name, { value, se: Math.sqrt(product(loadings, mode.hierarchy.solve(loadings))) }];
    }),
  );
}

/** How much better than the models' means; an instance's responses share its luck, so instances are the units. */
export function controlOf(predictions: readonly Prediction[]): ScaleStatistics['control'] {
  const byInstance = Map.groupBy(predictions, ({ skill, instance }) => `${skill}/${instance}`);
  const gains = Array.from(byInstance.values(), (own) =>
    own.reduce(
      (sum, { expected, expectedOfMean, score }) =>
        sum + bernoulliLog(expected, score) - bernoulliLog(expectedOfMean, score),
      0,
    ),
  );
  const mean = meanOf(gains);
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1);
  const excess = (mean * gains.length) / predictions.length;
  const se = (Math.sqrt(variance / gains.length) * gains.length) / predictions.length;
  return { excess, se, sound: excess <= controlErrorsMax * se };
}
