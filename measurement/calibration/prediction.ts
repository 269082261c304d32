import type { Loss } from '../../schema/scale.ts';
import { quantile } from '../numeric/statistics.ts';
import { bernoulliLog, freshSlope, logisticProbability } from '../response-model/response.ts';
import type { Design } from './shapes.ts';
import { responseModelOf } from './skill-margin.ts';
import { type Hyperparameters, predictedDifficulty, type State, skillHyperOf } from './state.ts';

/** One response, and what was expected of it by a fit that had not seen its instance. */
export interface Prediction {
  /** Position of the skill. */
  readonly skill: number;
  readonly instance: string;
  readonly score: number;
  readonly expected: number;
  /** What the model's mean score in the skill says. */
  readonly expectedOfMean: number;
}

/** What predicts: coefficients and abilities, and the slopes and spreads that they go with. */
export interface Predictor {
  readonly state: Pick<State, 'skills'>;
  readonly hyper: Hyperparameters;
  /** The scores behind it, for the models' means. */
  readonly design: Design;
}

/**
 * The held scores as those of fresh instances: nothing is known of them but their features. Scores of skills that were
 * not estimated judge nothing here.
 */
export function predictFresh({ state, hyper, design }: Predictor, held: Design): Prediction[] {
  return held.skills.flatMap((skill, f) => {
    if (skill.frozen !== null) return [];
    const { coefficients, thetas } = state.skills[f]!;
    const model = responseModelOf(skill, skillHyperOf(hyper, f));
    const slope = freshSlope(model);
    const means = modelMeans(design, f);
    return skill.items.flatMap(({ instance, row, models, scores }) => {
      const difficulty = predictedDifficulty(row, coefficients);
      return Array.from(models, (index, position) => ({
        skill: f,
        instance,
        score: scores[position]!,
        expected: logisticProbability(slope, model.chance, model.slip, thetas[index]!, difficulty),
        expectedOfMean: means[index]!,
      }));
    });
  });
}

/** Mean score of every model in a skill, with half a hit in one added trial so that no score is impossible. */
function modelMeans(design: Design, f: number): number[] {
  const hits = design.models.map(() => 0.5);
  const trials = design.models.map(() => 1);
  for (const { models, scores } of design.skills[f]!.items) {
    models.forEach((model, index) => {
      hits[model] = hits[model]! + scores[index]!;
      trials[model] = trials[model]! + 1;
    });
  }
  return hits.map((hit, model) => hit / trials[model]!);
}

export function lossOf(predictions: readonly Prediction[]): Loss {
  const mean = (of: (prediction: Prediction) => number) =>
    predictions.reduce((sum, prediction) => sum + of(prediction) / predictions.length, 0);
  return {
    responses: predictions.length,
    logLoss: mean(({ expected, score }) => -bernoulliLog(expected, score)),
    logLossOfModelMeans: mean(({ expectedOfMean, score }) => -bernoulliLog(expectedOfMean, score)),
    calibrationError: calibrationError(predictions),
  };
}

/**
 * Expected calibration error (Naeini et al. 2015) over bins that hold a tenth of the predictions each: the mean of
 * |mean score − mean prediction|, weighted by the bins' sizes.
 */
function calibrationError(predictions: readonly Prediction[]): number {
  const ascending = Float64Array.from(predictions, ({ expected }) => expected).sort();
  const edges = Array.from({ length: 9 }, (_, index) => quantile(ascending, (index + 1) / 10));
  const surplus = new Float64Array(10);
  for (const { expected, score } of predictions) {
    const bin = edges.filter((edge) => expected > edge).length;
    surplus[bin] = surplus[bin]! + score - expected;
  }
  return surplus.reduce((sum, value) => sum + Math.abs(value), 0) / predictions.length;
}
