import type { AbilityPosterior } from './ability.ts';
import { compareCurves, type PracticeEfficiency, trainingRules } from './comparison.ts';
import { type CurvePoint, trainingAxis, type Window } from './curve.ts';
import type { Gain } from './gain.ts';
import type { PerformanceSampler } from './performance.ts';
import { CurveMismatch, type MismatchCode, type NotEstimableReason } from './reasons.ts';
import { type Interval, interval95 } from './statistics.ts';

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
  const comparison = compareCurves(
    measuredPoints(sampler, model).filter(({ x }) => end !== null && x <= end),
    baseline === null ? null : measuredPoints(sampler, baseline),
    trainingRules,
  );
  const reason = offCurveReason(current.compute) ?? comparison.reason;
  const { pe, gain, areas, logRatioDraws } = comparison;
  const row: EfficiencyRow = {
    pe,
    gain,
    performance: interval95(performanceDraws),
    reason,
    areaDifference: areas && { ...areas.difference, window: areas.window },
  };
  return { domain: model.domain, row, logRatioDraws, performanceDraws };
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

function requireComparable(model: DomainCurve, baseline: DomainCurve): void {
  const pairs: readonly [MismatchCode, string, string][] = [
    ['DOMAIN_MISMATCH', model.domain, baseline.domain],
    ['SUITE_MISMATCH', model.suite, baseline.suite],
    ['SCALE_MISMATCH', model.scale, baseline.scale],
    ['UNIT_MISMATCH', model.computeUnit, baseline.computeUnit],
  ];
  for (const [code, own, other] of pairs) if (own !== other) throw new CurveMismatch(code, own, other);
}
