import type { AbilityPosterior } from './ability.ts';
import { referenceAreaMax, referenceAreaMin, windowPointsMin, windowWidthMin } from './constants.ts';
import type { CurvePoint, Window } from './curve.ts';
import { meanHeight, orderCurve, overlap, pointsInside, trainingAxis } from './curve.ts';
import { type Gain, gainOf } from './gain.ts';
import type { PerformanceSampler } from './performance.ts';
import { CurveMismatch, type MismatchCode, type NotEstimableReason } from './reasons.ts';
import { bounds95, type Interval, interval95, meanOf, probabilityPositive } from './statistics.ts';

/** One evaluated checkpoint. The key names the evaluation: what both curves contain shares its draws. */
export interface CheckpointPoint {
  readonly checkpointKey: string;
  /** Cumulative training compute in the curve's unit; null when it is not known in that unit. */
  readonly compute: number | null;
  readonly posterior: AbilityPosterior;
}

/** The placement abilities of a family in one domain over its training compute. */
export interface DomainCurve {
  readonly domain: string;
  /** name@version */
  readonly suite: string;
  readonly scale: string;
  readonly computeUnit: string;
  readonly points: readonly CheckpointPoint[];
}

export interface PracticeEfficiency extends Interval {
  /** Pr(PE > 1), ties counted half. */
  readonly prAboveOne: number;
  /** In log10 of the compute unit. Null for an overall PE whose domains rest on different windows. */
  readonly window: Window | null;
}

export interface AreaDifference extends Interval {
  readonly window: Window;
}

/** Plain data for one row of the time series. */
export interface EfficiencyRow {
  readonly pe: PracticeEfficiency | null;
  readonly gain: Gain | null;
  /** S⁺ of the checkpoint itself. */
  readonly performance: Interval;
  /** Set exactly when `pe` is null. */
  readonly reason: NotEstimableReason | null;
  /** A_model − A_baseline, wherever the two areas exist. */
  readonly areaDifference: AreaDifference | null;
}

/** A row with the draws behind it, which the overall row is made of. */
export interface DomainEfficiency {
  readonly domain: string;
  readonly row: EfficiencyRow;
  /** ln PE a draw; null when PE is. */
  readonly logRatioDraws: Float64Array | null;
  readonly performanceDraws: Float64Array;
}

/**
 * Training PE at a checkpoint: mean height of the family's curve up to its compute, over the baseline's mean
 * height on the same window. The value is the ratio of the posterior means of both areas; bounds are percentiles
 * of ln PE. Throws `CurveMismatch` when domain, suite, scale or unit differ, and a RangeError when the curve lacks
 * the checkpoint.
 */
export function trainingEfficiency(
  sampler: PerformanceSampler,
  model: DomainCurve,
  baseline: DomainCurve | null,
  checkpointKey: string,
): DomainEfficiency {
  const current = model.points.find((point) => point.checkpointKey === checkpointKey);
  if (current === undefined) throw new RangeError(`the curve has no checkpoint ${checkpointKey}`);
  if (baseline !== null) requireComparable(model, baseline);

  const performanceDraws = sampler.sample(checkpointKey, current.posterior);
  const end = trainingAxis(current.compute);
  const modelCurve = orderCurve(measuredPoints(sampler, model).filter(({ x }) => end !== null && x <= end));
  const baselineCurve = baseline === null ? null : orderCurve(measuredPoints(sampler, baseline));
  const comparison = compare(modelCurve, baselineCurve);
  const reason = offCurveReason(current.compute) ?? comparison.reason;

  const row: EfficiencyRow = {
    pe: reason === null ? efficiencyOf(comparison) : null,
    gain: comparison.areas === null ? null : gainOf(modelCurve, baselineCurve!, comparison.areas.window),
    performance: interval95(performanceDraws),
    reason,
    areaDifference: comparison.areas === null ? null : differenceOf(comparison.areas),
  };
  const logRatioDraws = reason === null ? logRatio(comparison.areas!) : null;
  return { domain: model.domain, row, logRatioDraws, performanceDraws };
}

interface Areas {
  readonly window: Window;
  readonly model: Float64Array;
  readonly baseline: Float64Array;
}

interface Comparison {
  readonly areas: Areas | null;
  readonly reason: NotEstimableReason | null;
}

function compare(model: readonly CurvePoint[], baseline: readonly CurvePoint[] | null): Comparison {
  if (baseline === null) return { areas: null, reason: 'no-baseline' };
  const window = overlap(model, baseline);
  const areas =
    window === null
      ? null
      : { window, model: meanHeight(model, window), baseline: meanHeight(baseline, window) };
  if (model.length < windowPointsMin) return { areas, reason: 'model-points' };
  if (baseline.length < windowPointsMin) return { areas, reason: 'baseline-points' };
  if (areas === null) return { areas, reason: 'no-overlap' };
  return { areas, reason: windowReason(model, baseline, areas) };
}

function windowReason(
  model: readonly CurvePoint[],
  baseline: readonly CurvePoint[],
  areas: Areas,
): NotEstimableReason | null {
  const { window } = areas;
  // Differences of logarithms carry rounding; half a power of ten must not fail by the last bit.
  if (window.upper - window.lower < windowWidthMin - 1e-9) return 'window-narrow';
  if (pointsInside(model, window) < windowPointsMin) return 'model-points-in-window';
  if (pointsInside(baseline, window) < windowPointsMin) return 'baseline-points-in-window';
  if (bounds95(areas.baseline).lo <= referenceAreaMin) return 'baseline-at-chance';
  if (meanOf(areas.baseline) > referenceAreaMax) return 'baseline-at-ceiling';
  return null;
}

function offCurveReason(compute: number | null): NotEstimableReason | null {
  if (trainingAxis(compute) !== null) return null;
  return compute === 0 ? 'compute-zero' : 'compute-unknown';
}

function measuredPoints(sampler: PerformanceSampler, curve: DomainCurve): CurvePoint[] {
  return curve.points.flatMap(({ checkpointKey, compute, posterior }) => {
    const x = trainingAxis(compute);
    return x === null ? [] : [{ x, draws: sampler.sample(checkpointKey, posterior) }];
  });
}

function efficiencyOf({ areas }: Comparison): PracticeEfficiency {
  const { window, model, baseline } = areas!;
  return {
    value: meanOf(model) / meanOf(baseline),
    ...ratioBounds(logRatio(areas!)),
    window,
  };
}

/** Bounds of exp(ln PE) and Pr(PE > 1) from draws of ln PE. */
export function ratioBounds(logRatios: Float64Array): Pick<PracticeEfficiency, 'lo' | 'hi' | 'prAboveOne'> {
  const { lo, hi } = bounds95(logRatios);
  return { lo: Math.exp(lo), hi: Math.exp(hi), prAboveOne: probabilityPositive(logRatios) };
}

function logRatio(areas: Areas): Float64Array {
  return areas.model.map((area, draw) => Math.log(area / areas.baseline[draw]!));
}

function differenceOf(areas: Areas): AreaDifference {
  return {
    ...interval95(areas.model.map((area, draw) => area - areas.baseline[draw]!)),
    window: areas.window,
  };
}

function requireComparable(model: DomainCurve, baseline: DomainCurve): void {
  const pairs: readonly [MismatchCode, string, string][] = [
    ['DOMAIN_MISMATCH', model.domain, baseline.domain],
    ['SUITE_MISMATCH', model.suite, baseline.suite],
    ['SCALE_MISMATCH', model.scale, baseline.scale],
    ['UNIT_MISMATCH', model.computeUnit, baseline.computeUnit],
  ];
  for (const [code, own, other] of pairs) if (own !== other) throw new CurveMismatch(code, own, other);
}
