import type { Fit } from '../../measurement/calibration/mode.ts';
import { meanOf, quantile } from '../../measurement/numeric/statistics.ts';
import { type Dimension, dimensionOf } from './dimension.ts';
import { type ItemFit, itemFitOf } from './item-fit.ts';
import { calibrateBank } from './known-bank.ts';
import { calibrationResponses, type RealResponses } from './responses.ts';
import { type ScorerFindings, scorerFindings } from './scorers.ts';
import type { Study } from './study.ts';
import { completeOf, type UnaskedLoss, unaskedLossOf } from './summary.ts';

/** What the responses of real models show against the model that is fitted to them. */
export interface Findings {
  readonly loss: UnaskedLoss;
  readonly itemFit: ItemFit;
  readonly scorers: ScorerFindings;
  /** SDs of a model's deviations, in logits, of all models together. */
  readonly groupDeviationSd: number;
  readonly deviationSd: number;
  /** 10 %, 50 % and 90 % of the skills: the spread of items, in logits, and the slopes. */
  readonly itemSpreads: readonly number[];
  readonly slopes: readonly number[];
  readonly dimension: Dimension;
}

export function findingsOf(responses: RealResponses, study: Study, seed: string): Findings {
  const { fit } = calibrateBank(
    responses.skills,
    calibrationResponses(responses, () => true),
  );
  const complete = completeOf(study.rows).map(({ model }) => model);
  return {
    loss: unaskedLossOf(study.rows),
    itemFit: itemFitOf(study.rows, seed),
    scorers: scorerFindings(responses),
    groupDeviationSd: fit.hyper.groupDeviationSd,
    deviationSd: fit.hyper.deviationSd,
    itemSpreads: tenths(fit.hyper.residualSds),
    slopes: tenths(fit.hyper.logSlopes.map(Math.exp)),
    dimension: dimensionOf(fit, complete, seed),
  };
}

function tenths(values: Fit['hyper']['residualSds']): number[] {
  const ascending = [...values].sort((left, right) => left - right);
  return [0.1, 0.5, 0.9].map((share) => quantile(ascending, share));
}

/** One sentence a finding. */
export function findingsText(found: Findings, study: Study): string {
  const { loss, itemFit, scorers, dimension } = found;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const names = (list: readonly string[]) => (list.length === 0 ? '' : `: ${list.join(', ')}`);
  const ofThree = (values: readonly number[]) =>
    `${values[1]!.toFixed(2)} (80 % of the skills ${values[0]!.toFixed(2)} to ${values[2]!.toFixed(2)})`;
  const along = dimension.loadings.map(({ model }) => model);
  const deviation = Math.hypot(found.groupDeviationSd, found.deviationSd);
  const errors = study.rows.map(({ accuracy, estimate }) => estimate.value - accuracy);
  return [
    'What the real responses show against the model:',
    `Models differ by task: the SD of their deviations is ${found.groupDeviationSd.toFixed(2)} logits between tasks and ${found.deviationSd.toFixed(2)} between the levels of a task, ${deviation.toFixed(2)} together.`,
    `The deviations are not independent: their first axis holds ${percent(dimension.share)} of their variance, where chance stays below ${percent(dimension.shareByChance)}; it runs from ${along.slice(0, 2).join(' and ')} to ${along.slice(-2).join(' and ')}.`,
    `Items of a skill are not equally hard: the spread is ${ofThree(found.itemSpreads)} logits. Slopes are ${ofThree(found.slopes)}.`,
    `Items: of ${itemFit.items}, ${percent(itemFit.misfitting.observed)} surprise by more than 1.5 times what is allowed for; were the model true, ${percent(itemFit.misfitting.simulated)} would.`,
    `Stronger models do worse on ${percent(itemFit.inverted.observed)} of the items on which scores differ (${percent(itemFit.inverted.simulated)} were the model true), and on the whole in ${scorers.inverted.length} skills${names(scorers.inverted)}.`,
    `Levels are not monotone: of ${scorers.tasksAtBothLevels} times that a model was put to both of a task, the hard one went better by over .1 in ${scorers.harderIsEasier}.`,
    `Scorers are lenient: ${percent(scorers.consolationShare)} of the scores are credit of at most .1, and in ${scorers.neverZero.length} skills nobody ever scores 0${names(scorers.neverZero)}.`,
    `Scores on the ${loss.scores} items not asked are predicted with a log loss of ${loss.logLoss.toFixed(3)} (by the asked mean ${loss.logLossOfMeans.toFixed(3)}) and a calibration error of ${loss.calibrationError.toFixed(3)}; the estimates are off by ${meanOf(errors).toFixed(4)} on average.`,
  ].join('\n');
}
