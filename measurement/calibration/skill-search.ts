import { logSlopePriorSd, residualPriorSd } from '../constants.ts';
import { inverseOf, times } from '../numeric/linear.ts';
import { spreadMin } from './item-margin.ts';
import type { Fit } from './mode.ts';
import { maximise } from './search.ts';
import type { SkillHyper } from './shapes.ts';
import { findSkillMode, type SkillMode, type SkillPrior } from './skill-mode.ts';
import { skillHyperOf } from './state.ts';

/** Spreads are searched up to here, in logits: items that differ by more have no difficulty in common. */
const spreadMax = 6;
/** Slopes are searched within this distance of 0 in their logarithm: four prior SDs. */
const logSlopeMax = 4 * logSlopePriorSd;
/** Hyperparameters are found to this factor; their standard errors are several times as large. */
export const searchTolerance = 0.02;
/** Slope and spread lean on each other: they are improved in turn until that adds less than this to the evidence. */
const evidenceTolerance = 0.05;
const roundsMax = 4;

export interface ImprovedSkill {
  readonly hyper: SkillHyper;
  readonly mode: SkillMode;
}

/**
 * A skill's slope and spread by maximising its evidence, the rest of the pool standing in as a normal prior of the
 * models' abilities in it. `logSlopePull` is added to the derivative by the log slope; null keeps the slope.
 */
export function improveSkill(fit: Fit, f: number, logSlopePull: number | null): ImprovedSkill {
  const design = fit.design.skills[f]!;
  const prior = priorOfSkill(fit, f);
  let hyper = skillHyperOf(fit.hyper, f);
  let mode = findSkillMode(design, fit.mode.state.skills[f]!, hyper, prior);
  const evidenceAt = (next: SkillHyper) => {
    mode = findSkillMode(design, mode.state, next, prior);
    return mode.evidence + hyperPriorLog(next) + (logSlopePull ?? 0) * next.logSlope;
  };
  let best = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < roundsMax; round++) {
    if (logSlopePull !== null) {
      const slope = topNear((x) => evidenceAt({ ...hyper, logSlope: x }), hyper.logSlope, logSlopes);
      hyper = { ...hyper, logSlope: slope.x };
    }
    const spread = topNear(
      (x) => evidenceAt({ ...hyper, residualSd: Math.exp(x) }),
      Math.log(Math.max(hyper.residualSd, 3 * spreadMin)),
      logSpreads,
    );
    hyper = { ...hyper, residualSd: Math.exp(spread.x) };
    const gained = spread.value - best;
    best = spread.value;
    if (gained < evidenceTolerance) break;
  }
  if (evidenceAt({ ...hyper, residualSd: 0 }) >= best) hyper = { ...hyper, residualSd: 0 };
  return { hyper, mode: findSkillMode(design, mode.state, hyper, prior) };
}

/** Twice the log evidence that the best item spread adds to none, everything else as fitted and no prior on it. */
export function residualLikelihoodRatio(fit: Fit, f: number): number {
  const design = fit.design.skills[f]!;
  const prior = priorOfSkill(fit, f);
  const hyper = skillHyperOf(fit.hyper, f);
  let state = fit.mode.state.skills[f]!;
  const evidenceAt = (residualSd: number) => {
    const mode = findSkillMode(design, state, { ...hyper, residualSd }, prior);
    state = mode.state;
    return mode.evidence;
  };
  const start = Math.log(Math.max(hyper.residualSd, 3 * spreadMin));
  const top = topNear((x) => evidenceAt(Math.exp(x)), start, logSpreads);
  return Math.max(0, 2 * (top.value - evidenceAt(0)));
}

/** What the other skills and the priors say of the models' abilities in skill f. */
export function priorOfSkill(fit: Fit, f: number): SkillPrior {
  const { state, skills, hierarchy } = fit.mode;
  const covariance = hierarchy.priorCovariance(f);
  const own = state.skills[f]!;
  // At the mode the pull of the scores equals that of the prior, which tells where its mean is.
  const offset = times(covariance, skills[f]!.margin.gradient.subarray(own.coefficients.length));
  return {
    mean: own.thetas.map((theta, model) => theta - offset[model]!),
    covariance,
    precision: inverseOf(covariance),
  };
}

const logSlopes = { low: -logSlopeMax, high: logSlopeMax };
const logSpreads = { low: Math.log(spreadMin), high: Math.log(spreadMax) };

/** The top within the bounds, looked for near the start, and farther on while it lies at an end of that stretch. */
function topNear(
  f: (x: number) => number,
  start: number,
  bounds: { readonly low: number; readonly high: number },
): { readonly x: number; readonly value: number } {
  let from = start;
  for (let reach = 0.4; ; reach *= 3) {
    const low = Math.max(bounds.low, from - reach);
    const high = Math.min(bounds.high, from + reach);
    const top = maximise(f, low, high, from, searchTolerance);
    const beyondLow = low > bounds.low && top.x - low < 3 * searchTolerance;
    const beyondHigh = high < bounds.high && high - top.x < 3 * searchTolerance;
    if (!beyondLow && !beyondHigh) return top;
    from = top.x;
  }
}

export function hyperPriorLog({ logSlope, residualSd }: SkillHyper): number {
  return -0.5 * (logSlope / logSlopePriorSd) ** 2 - 0.5 * (residualSd / residualPriorSd) ** 2;
}
