import { lossOf } from '../../measurement/calibration/prediction.ts';
import { controlOf } from '../../measurement/calibration/statistics.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import type { EstimatedBank, LeftOut } from './left-out.ts';

/** Models whose bank accuracies differ by no more than this need not be told apart. */
const tiedAccuracy = 0.03;
/** A model is complete that was put to at least this share of the largest bank: only those are put in order. */
const completeShare = 0.95;

/** How estimates of bank accuracy fared, over all models that were left out. */
export interface Summary {
  readonly models: number;
  /** Bank accuracies inside their 95 % interval. */
  readonly inside: number;
  readonly meanWidth: number;
  /** Of estimate − bank accuracy. */
  readonly meanError: number;
  readonly rmse: number;
  /** Pairs of complete models that differ, and those of them that the estimates put in the wrong order. */
  readonly pairs: number;
  readonly pairsWrong: number;
}

export function summaryOf(rows: readonly EstimatedBank[]): Summary {
  const errors = rows.map(({ accuracy, estimate }) => estimate.value - accuracy);
  const complete = completeOf(rows);
  const pairs = complete.flatMap((better) =>
    complete
      .filter(({ accuracy }) => better.accuracy - accuracy > tiedAccuracy)
      .map((worse) => ({ better, worse })),
  );
  return {
    models: rows.length,
    inside: rows.filter(isInside).length,
    meanWidth: meanOf(rows.map(({ estimate }) => estimate.hi - estimate.lo)),
    meanError: meanOf(errors),
    rmse: Math.sqrt(meanOf(errors.map((error) => error ** 2))),
    pairs: pairs.length,
    pairsWrong: pairs.filter(({ better, worse }) => better.estimate.value <= worse.estimate.value).length,
  };
}

/** The rows of the models that were put to all but a few items. */
export function completeOf<Row extends EstimatedBank>(rows: readonly Row[]): Row[] {
  const largest = Math.max(...rows.map(({ items }) => items));
  return rows.filter(({ items }) => items >= completeShare * largest);
}

export function isInside({ accuracy, estimate }: EstimatedBank): boolean {
  return estimate.lo <= accuracy && accuracy <= estimate.hi;
}

/** Predictions of the scores on items that were not asked. */
export interface UnaskedLoss {
  readonly scores: number;
  readonly logLoss: number;
  /** Of the mean of the scores that the model was asked for. */
  readonly logLossOfMeans: number;
  readonly calibrationError: number;
  /** By how many standard errors the predictions beat the means; items are the units. */
  readonly gainErrors: number;
}

export function unaskedLossOf(rows: readonly LeftOut[]): UnaskedLoss {
  const predictions = rows.flatMap(({ unasked }) => unasked);
  const { responses, logLoss, logLossOfModelMeans, calibrationError } = lossOf(predictions);
  const { excess, se } = controlOf(predictions);
  return {
    scores: responses,
    logLoss,
    logLossOfMeans: logLossOfModelMeans,
    calibrationError,
    gainErrors: excess / se,
  };
}
