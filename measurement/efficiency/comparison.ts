import {
  practicePointsMin,
  practiceWidthMin,
  referenceAreaMax,
  referenceAreaMin,
  windowPointsMin,
  windowWidthMin,
} from '../constants.ts';
import { bounds95, type Interval, interval95, meanOf, probabilityPositive } from '../numeric/statistics.ts';
import { type CurvePoint, meanHeight, orderCurve, overlap, pointsInside, type Window } from './curve.ts';
import { type Gain, gainOf } from './gain.ts';
import type { NotEstimableReason } from './reasons.ts';

/** What a pair of curves must have before their areas are divided. */
export interface CurveRules {
  /** Least width of the window, in the units of the axis. */
  readonly widthMin: number;
  /** Measured places that each curve must have at all. */
  readonly pointsMin: number;
  /** Measured places that each must have inside the window, its ends included. */
  readonly pointsInsideMin: number;
}

/** Checkpoints over log10 of training compute. */
export const trainingRules: CurveRules = {
  widthMin: windowWidthMin,
  pointsMin: windowPointsMin,
  pointsInsideMin: windowPointsMin,
};

/** Blocks over log10(1 + c/c0) of practice tokens; the curve begins at x = 0 with the placement. */
export const practiceRules: CurveRules = {
  widthMin: practiceWidthMin,
  pointsMin: practicePointsMin,
  pointsInsideMin: windowPointsMin,
};

export interface PracticeEfficiency extends Interval {
  /** Pr(PE > 1), ties counted half. */
  readonly prAboveOne: number;
  /** In the units of the axis. Null for an overall PE whose domains rest on different windows. */
  readonly window: Window | null;
}

/** Mean heights A over the window, and A_model − A_baseline. */
export interface Areas {
  readonly window: Window;
  readonly model: Interval;
  readonly baseline: Interval;
  readonly difference: Interval;
}

export interface CurveComparison {
  readonly pe: PracticeEfficiency | null;
  /** Set exactly when `pe` is null. */
  readonly reason: NotEstimableReason | null;
  /** Wherever the curves overlap, so also where their ratio is not estimable. */
  readonly areas: Areas | null;
  readonly gain: Gain | null;
  /** ln PE a draw; null when PE is. */
  readonly logRatioDraws: Float64Array | null;
}

/**
 * PE = A_model / A_ref, A the mean height over the window that both curves cover. The value is the ratio of the
 * posterior means of both areas; bounds are percentiles of ln PE over the joint draws, entry i of every point's
 * `draws` belonging to draw i. Points may come in any order. Throws a RangeError when points have different numbers
 * of draws.
 */
export function compareCurves(
  model: readonly CurvePoint[],
  baseline: readonly CurvePoint[] | null,
  rules: CurveRules,
): CurveComparison {
  if (baseline === null) return without('no-baseline');
  requireJointDraws([...model, ...baseline]);
  const own = orderCurve(model);
  const reference = orderCurve(baseline);
  const window = overlap(own, reference);
  if (own.length < rules.pointsMin) return compared(own, reference, window, 'model-points');
  if (reference.length < rules.pointsMin) return compared(own, reference, window, 'baseline-points');
  if (window === null) return without('no-overlap');
  return compared(own, reference, window, windowReason(own, reference, window, rules));
}

function without(reason: NotEstimableReason): CurveComparison {
  return { pe: null, reason, areas: null, gain: null, logRatioDraws: null };
}

function compared(
  model: readonly CurvePoint[],
  baseline: readonly CurvePoint[],
  window: Window | null,
  curveReason: NotEstimableReason | null,
): CurveComparison {
  if (window === null) return without(curveReason ?? 'no-overlap');
  const own = meanHeight(model, window);
  const reference = meanHeight(baseline, window);
  const reason = curveReason ?? areaReason(reference);
  const logRatioDraws = reason === null ? logRatios(own, reference) : null;
  return {
    pe: logRatioDraws && {
      value: meanOf(own) / meanOf(reference),
      ...ratioBounds(logRatioDraws),
      window,
    },
    reason,
    areas: {
      window,
      model: interval95(own),
      baseline: interval95(reference),
      difference: interval95(own.map((area, draw) => area - reference[draw]!)),
    },
    gain: gainOf(model, baseline, window),
    logRatioDraws,
  };
}

/** An area may come out at or below 0 in a draw, where it has no logarithm: it counts as next to nothing. */
function logRatios(model: Float64Array, baseline: Float64Array): Float64Array {
  const logOf = (area: number) => Math.log(Math.max(area, Number.MIN_VALUE));
  return model.map((area, draw) => logOf(area) - logOf(baseline[draw]!));
}

function windowReason(
  model: readonly CurvePoint[],
  baseline: readonly CurvePoint[],
  window: Window,
  rules: CurveRules,
): NotEstimableReason | null {
  // Differences of logarithms carry rounding; half a power of ten must not fail by the last bit.
  if (window.upper - window.lower < rules.widthMin - 1e-9) return 'window-narrow';
  if (pointsInside(model, window) < rules.pointsInsideMin) return 'model-points-in-window';
  if (pointsInside(baseline, window) < rules.pointsInsideMin) return 'baseline-points-in-window';
  return null;
}

function areaReason(baseline: Float64Array): NotEstimableReason | null {
  if (bounds95(baseline).lo <= referenceAreaMin) return 'baseline-at-chance';
  if (meanOf(baseline) > referenceAreaMax) return 'baseline-at-ceiling';
  return null;
}

/** Bounds of exp(ln PE) and Pr(PE > 1) from draws of ln PE. */
export function ratioBounds(logRatios: Float64Array): Pick<PracticeEfficiency, 'lo' | 'hi' | 'prAboveOne'> {
  const { lo, hi } = bounds95(logRatios);
  return { lo: Math.exp(lo), hi: Math.exp(hi), prAboveOne: probabilityPositive(logRatios) };
}

function requireJointDraws(points: readonly CurvePoint[]): void {
  const counts = new Set(points.map(({ draws }) => draws.length));
  if (counts.size > 1)
    throw new RangeError(`points of ${[...counts].join(' and ')} draws share no joint draws`);
}
