import { ascend } from '../numeric/ascend.ts';
import { climbByEm } from './em.ts';
import { fitExplanatory } from './explanatory.ts';
import { covarianceFrom, fittedItems, type ItemFit, type UnfittedReason, unfitted } from './fitted.ts';
import { marginalPlace } from './likelihood.ts';
import { type FeatureRows, raschModel, startingIntercept, twoParameterModel } from './models.ts';
import { linesAt } from './parameters.ts';
import { meanScores, type PatternTable, type ResponseRow, tableOf } from './patterns.ts';
import { logPrior } from './priors.ts';
import { isResolved, standardNormalQuadrature } from './quadrature.ts';

export interface FitOptions {
  readonly model: 'rasch' | '2pl' | 'lltm';
  /** How many people each row stands for. */
  readonly weights: readonly number[];
  /** Features by item, for `lltm`; a constant term is a column of ones. */
  readonly features: FeatureRows | null;
  /** True: with the priors of the measurement's own calibration. False: plain maximum likelihood. */
  readonly priors: boolean;
}

/** EM brings the parameters near, from where Newton's method needs a few steps; EM alone may need thousands. */
const patience = { tolerance: 1e-3, cyclesMax: 500 } as const;
/** What one more step may still promise at the end. Log-likelihood units. */
const tolerance = 1e-9;

/**
 * Item parameters by marginal maximum likelihood with P = sigmoid(a·(θ − b)), θ ~ N(0, 1): `2pl` with a slope an
 * item, `rasch` with one slope for all (it stands for the spread of ability, so that a·b is a difficulty in
 * logits), `lltm` as `rasch` with b_i = φ_i'η + ε_i, ε_i ~ N(0, s²). Scores between 0 and 1 count in the
 * quasi-likelihood y·ln P + (1 − y)·ln(1 − P); standard errors are of the observed information. Throws a RangeError
 * where the responses cannot tell the parameters apart.
 */
export function fitItems(rows: readonly ResponseRow[], options: FitOptions): ItemFit {
  const table = tableOf(rows, options.weights);
  const reasons = meanScores(table).map(unfittedReason);
  if (options.model === 'lltm') {
    if (options.features === null) throw new RangeError('lltm needs the features of the items');
    if (reasons.every((reason) => reason !== null))
      throw new RangeError('no item was solved by some and not by others');
    return fitExplanatory(table, options.features, options.priors);
  }
  // With priors every item has a mode; without, one that all or none solved has its difficulty at infinity.
  const kept = [...reasons.keys()].filter((item) => reasons[item] === null || options.priors);
  requireItems(options, kept.length);
  const keptRows = rows.map((row) => kept.map((item) => row[item]!));
  const { items, ...rest } = fitTable(tableOf(keptRows, options.weights), options);
  const byItem = new Map(kept.map((item, index) => [item, items[index]!]));
  return { items: reasons.map((reason, item) => byItem.get(item) ?? unfitted(reason!)), ...rest };
}

function unfittedReason(meanScore: number): UnfittedReason | null {
  if (Number.isNaN(meanScore)) return 'not-answered';
  if (meanScore === 1) return 'solved-by-everybody';
  return meanScore === 0 ? 'solved-by-nobody' : null;
}

/** Two items have four patterns, so three free shares of them: enough for a Rasch model and not for four lines. */
function requireItems({ model, priors }: FitOptions, count: number): void {
  const itemsMin = priors ? 1 : model === '2pl' ? 3 : 2;
  if (count < itemsMin) {
    throw new RangeError(
      `${model} needs at least ${itemsMin} items that were solved by some and not by others; there are ${count}`,
    );
  }
}

function fitTable(table: PatternTable, { model, priors }: FitOptions): ItemFit {
  const intercepts = meanScores(table).map(startingIntercept);
  const started = model === '2pl' ? twoParameterModel(intercepts, priors) : raschModel(intercepts, priors);
  const quadrature = standardNormalQuadrature(table.itemCount);
  const near = climbByEm(table, quadrature, started, started.start, patience);
  const top = ascend((at) => marginalPlace(table, quadrature, started, at), near.parameters, tolerance);
  const covariance = covarianceFrom(top.information);
  const resolved = isResolved(linesAt(started.map, top.parameters), quadrature);
  return {
    items: fittedItems(started.map, top.parameters, covariance),
    logLikelihood: top.value - logPrior(started.priors, top.parameters),
    iterations: near.cycles + top.steps,
    converged: top.converged && covariance !== null && resolved,
  };
}
