import { logSlopePriorSd, residualPriorSd } from '../constants.ts';
import type { Design } from './design.ts';
import { type Fit, findMode } from './mode.ts';
import { scoreWeightsOf } from './score-weights.ts';
import type { Hyperparameters, State } from './state.ts';
import { mixWeightsOf, startState } from './state.ts';

/**
 * Spreads are searched between these, in logits. The lower end stands for none; skills that deviate by more than
 * the upper end share no ability to speak of.
 */
const spreadBounds = { min: 0.02, max: 6 } as const;
/** Slopes are searched within this factor of 1, four prior SDs. */
const slopeFactorMax = Math.exp(4 * logSlopePriorSd);

/** How far around the present value (a factor of e^reach) and how often a sweep looks at each hyperparameter. */
interface Search {
  readonly reach: number;
  readonly evaluations: number;
}

/**
 * The provisional fit: slopes and spreads by maximising the Laplace evidence one at a time, everything else as the
 * mode given those. Score weights come from the residuals of a first sweep with weights 1.
 */
export function fitDesign(design: Design): Fit {
  const ones = design.skills.map(() => 1);
  const hyper: Hyperparameters = {
    deviationSd: design.skills.length > 1 ? 1 : spreadBounds.min,
    residualSds: ones.map(() => 0.5),
    logSlopes: ones.map(() => 0),
  };
  const mode = findMode(design, startState(design), hyper, ones);
  const first = sweep(
    { design, hyper, weights: ones, mode },
    { reach: Number.POSITIVE_INFINITY, evaluations: 10 },
  );
  const weights = scoreWeightsOf(first);
  const second = sweep({ ...first, weights }, { reach: 0.7, evaluations: 8 });
  return sweep(second, { reach: 0.3, evaluations: 7 });
}

/** A fit to other items of the same pool, searched near the given one to save time; its own mode throughout. */
export function refitNear(fit: Fit, design: Design): Fit {
  const mode = findMode(design, startState(design), fit.hyper, fit.weights);
  return sweep({ ...fit, design, mode }, { reach: 0.4, evaluations: 6 });
}

/** Twice the evidence that a skill's item spread adds to none, the other hyperparameters as fitted. */
export function residualLikelihoodRatio(fit: Fit, f: number): number {
  const none = { ...fit.hyper, residualSds: replaced(fit.hyper.residualSds, f, spreadBounds.min) };
  const mode = findMode(fit.design, fit.mode.state, none, fit.weights);
  return Math.max(0, 2 * (fit.mode.evidence - mode.evidence));
}

/** Improves the hyperparameters in turn. */
function sweep(start: Fit, { reach, evaluations }: Search): Fit {
  const skills = start.design.skills.map((_, f) => f);
  let fit = start;
  const improve = (
    current: number,
    bounds: { min: number; max: number },
    hyperAt: (value: number) => Hyperparameters,
    logPrior: (value: number) => number,
  ) => {
    const low = Math.log(Math.max(bounds.min, current * Math.exp(-reach)));
    const high = Math.log(Math.min(bounds.max, current * Math.exp(reach)));
    fit = search(fit, low, high, evaluations, hyperAt, logPrior);
  };
  // With one skill neither a deviation between skills nor a slope relative to others can be told.
  if (skills.length > 1) {
    const { hyper } = fit;
    improve(
      hyper.deviationSd,
      spreadBounds,
      (deviationSd) => ({ ...hyper, deviationSd }),
      () => 0,
    );
    for (const f of skills) {
      const before = fit.hyper;
      improve(
        Math.exp(before.logSlopes[f]!),
        { min: 1 / slopeFactorMax, max: slopeFactorMax },
        (slope) => ({ ...before, logSlopes: balanced(fit.design, before.logSlopes, f, Math.log(slope)) }),
        (slope) => -0.5 * (Math.log(slope) / logSlopePriorSd) ** 2,
      );
    }
  }
  for (const f of skills) {
    const before = fit.hyper;
    improve(
      before.residualSds[f]!,
      spreadBounds,
      (sd) => ({ ...before, residualSds: replaced(before.residualSds, f, sd) }),
      (sd) => -0.5 * (sd / residualPriorSd) ** 2,
    );
  }
  return fit;
}

/** Golden-section search of one positive hyperparameter on its logarithm. */
function search(
  fit: Fit,
  from: number,
  to: number,
  evaluations: number,
  hyperAt: (value: number) => Hyperparameters,
  logPrior: (value: number) => number,
): Fit {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let warm: State = fit.mode.state;
  const evaluate = (at: number) => {
    const hyper = hyperAt(Math.exp(at));
    const mode = findMode(fit.design, warm, hyper, fit.weights);
    warm = mode.state;
    return { at, value: mode.evidence + logPrior(Math.exp(at)), fit: { ...fit, hyper, mode } };
  };
  let low = from;
  let high = to;
  let left = evaluate(high - ratio * (high - low));
  let right = evaluate(low + ratio * (high - low));
  for (let count = 2; count < evaluations; count++) {
    if (left.value >= right.value) {
      high = right.at;
      right = left;
      left = evaluate(high - ratio * (high - low));
    } else {
      low = left.at;
      left = right;
      right = evaluate(low + ratio * (high - low));
    }
  }
  return left.value >= right.value ? left.fit : right.fit;
}

/** Sets one log slope and shifts the others by one amount, so that the mean over the mix stays 0. */
function balanced(design: Design, logSlopes: readonly number[], f: number, logSlope: number): number[] {
  const share = mixWeightsOf(design)[f]!;
  const shift = (share * (logSlope - logSlopes[f]!)) / (1 - share);
  return logSlopes.map((known, index) => (index === f ? logSlope : known - shift));
}

function replaced(values: readonly number[], at: number, value: number): number[] {
  return values.map((known, index) => (index === at ? value : known));
}
