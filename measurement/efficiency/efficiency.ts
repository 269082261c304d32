import type { AbilityPosterior } from '../ability/ability.ts';
import { type Interval, interval95 } from '../numeric/statistics.ts';
import type { PerformanceProfile, PerformanceSampler } from '../performance/performance-sampler.ts';
import { practiceTokensAt } from '../practice/axis.ts';
import type { PracticePath } from '../practice/path.ts';
import { drawPath } from '../practice/path-draws.ts';
import {
  type Areas,
  type CurveRules,
  compareCurves,
  type PracticeEfficiency,
  practiceRules,
  trainingRules,
} from './comparison.ts';
import { type CurvePoint, orderCurve, trainingAxis, type Window } from './curve.ts';
import type { SlopeEvidence } from './difficulty-slope.ts';
import type { Gain } from './gain.ts';
import { type Milestone, milestonesOf } from './milestones.ts';
import { type ComputeMultiplier, computeMultiplier } from './multiplier.ts';
import { compareQuartiles, type ProfiledPoint, type QuartileComparison } from './quartile-efficiency.ts';
import { CurveMismatch, type MismatchCode, type NotEstimableReason } from './reasons.ts';

/** What two curves must have in common to be compared at all. */
interface CurveIdentity {
  readonly domain: string;
  /** name@version */
  readonly suite: string;
  readonly scale: string;
  /** Unit of the compute that the axis counts. */
  readonly computeUnit: string;
}

/** One evaluated checkpoint. The key names the evaluation: what both curves contain shares its draws. */
export interface CheckpointPoint {
  readonly checkpointKey: string;
  /** Cumulative training compute in the curve's unit; null when it is not known in that unit. */
  readonly compute: number | null;
  readonly posterior: AbilityPosterior;
  /** Of its static probe. */
  readonly slopeEvidence: SlopeEvidence;
}

/** The placement abilities of a family in one domain over its training compute. */
export interface TrainingCurve extends CurveIdentity {
  /** What the compute is counted from. */
  readonly computeOrigin: string;
  readonly points: readonly CheckpointPoint[];
}

/** One checkpoint's abilities in one domain over its practice. The key names the evaluation. */
export interface PracticeCurve extends CurveIdentity {
  readonly checkpointKey: string;
  /** c0 of the axis, in tokens. */
  readonly tokenOffset: number;
  readonly path: PracticePath;
  /** Of its measurement tasks. */
  readonly slopeEvidence: SlopeEvidence;
}

/** Plain data for one row of the time series. */
export interface EfficiencyRow {
  readonly pe: PracticeEfficiency | null;
  /** Set exactly when `pe` is null. */
  readonly reason: NotEstimableReason | null;
  readonly gain: Gain | null;
  /** S⁺ of the checkpoint itself; of a practice row, where its practice ended. */
  readonly performance: Interval;
  /** Wherever the curves overlap. */
  readonly areas: Areas | null;
  /** Null also wherever PE is. */
  readonly multiplier: ComputeMultiplier | null;
  readonly milestones: readonly Milestone[];
  /** Null where no quartile has a PE. */
  readonly quartiles: QuartileComparison | null;
}

/** A row with the draws behind it, which the overall row is made of. */
export interface DomainEfficiency {
  readonly domain: string;
  readonly row: EfficiencyRow;
  /** ln PE a draw; null when PE is. */
  readonly logRatioDraws: Float64Array | null;
  readonly performanceDraws: Float64Array;
  /** The curve up to the checkpoint, and the baseline's. */
  readonly model: readonly CurvePoint[];
  readonly baseline: readonly CurvePoint[] | null;
}

/**
 * Training PE at a checkpoint: mean height of the family's curve up to its compute, over the baseline's mean
 * height on the same window. Throws `CurveMismatch` when domain, suite, scale, unit or origin of the compute differ,
 * and a RangeError when the curve lacks the checkpoint.
 */
export function trainingEfficiency(
  sampler: PerformanceSampler,
  model: TrainingCurve,
  baseline: TrainingCurve | null,
  checkpointKey: string,
): DomainEfficiency {
  const current = model.points.find((point) => point.checkpointKey === checkpointKey);
  if (current === undefined) throw new RangeError(`the curve has no checkpoint ${checkpointKey}`);
  if (baseline !== null) {
    requireComparable(model, baseline);
    requireSame('ORIGIN_MISMATCH', model.computeOrigin, baseline.computeOrigin);
  }
  const end = trainingAxis(current.compute);
  const own = checkpointSide(sampler, model, end ?? Number.NEGATIVE_INFINITY);
  return efficiencyOf({
    domain: model.domain,
    sampler,
    rules: trainingRules,
    computeAt: (x) => 10 ** x,
    model: own,
    baseline: baseline && checkpointSide(sampler, baseline, Number.POSITIVE_INFINITY),
    performanceDraws: sampler.profile(checkpointKey, current.posterior).performance,
    offCurve: offCurveReason(current.compute),
  });
}

/**
 * Practice PE of one evaluation: mean height of its practice curve over the baseline checkpoint's, from c = 0 to
 * where the shorter of the two ends. Throws `CurveMismatch` when domain, suite, scale or unit differ.
 */
export function practiceEfficiency(
  sampler: PerformanceSampler,
  model: PracticeCurve,
  baseline: PracticeCurve | null,
): DomainEfficiency {
  if (baseline !== null) requireComparable(model, baseline);
  const own = practiceSide(sampler, model);
  return efficiencyOf({
    domain: model.domain,
    sampler,
    rules: practiceRules,
    computeAt: (x) => practiceTokensAt(x, model.tokenOffset),
    model: own,
    baseline: baseline && practiceSide(sampler, baseline),
    performanceDraws: own.points.at(-1)!.profile.performance,
    offCurve: null,
  });
}

/** One curve with what its points are drawn from. */
interface Side {
  readonly points: readonly ProfiledPoint[];
  readonly evidenceIn: (window: Window) => readonly SlopeEvidence[];
}

interface Comparand {
  readonly domain: string;
  readonly sampler: PerformanceSampler;
  readonly rules: CurveRules;
  readonly computeAt: (x: number) => number;
  readonly model: Side;
  readonly baseline: Side | null;
  readonly performanceDraws: Float64Array;
  readonly offCurve: NotEstimableReason | null;
}

function efficiencyOf(input: Comparand): DomainEfficiency {
  const { sampler, rules, performanceDraws } = input;
  const performanceOf = ({ performance }: PerformanceProfile) => performance;
  const model = facet(input.model, performanceOf);
  const baseline = input.baseline && facet(input.baseline, performanceOf);
  const { pe, reason, gain, areas, logRatioDraws } = compareCurves(model, baseline, rules);
  const row: EfficiencyRow = {
    pe,
    reason: input.offCurve ?? reason,
    gain,
    performance: interval95(performanceDraws),
    areas,
    multiplier: pe && baseline && computeMultiplier(model, baseline),
    milestones: milestonesOf(model, input.computeAt),
    quartiles:
      areas &&
      input.baseline &&
      compareQuartiles(sampler.quartiles, input.model.points, input.baseline.points, rules, {
        model: input.model.evidenceIn(areas.window),
        baseline: input.baseline.evidenceIn(areas.window),
      }),
  };
  return { domain: input.domain, row, logRatioDraws, performanceDraws, model, baseline };
}

function facet(side: Side, draws: (profile: PerformanceProfile) => Float64Array): CurvePoint[] {
  return orderCurve(side.points.map(({ x, profile }) => ({ x, draws: draws(profile) })));
}

function checkpointSide(sampler: PerformanceSampler, curve: TrainingCurve, end: number): Side {
  const placed = curve.points.flatMap((point) => {
    const x = trainingAxis(point.compute);
    return x === null || x > end ? [] : [{ x, point }];
  });
  return {
    points: placed.map(({ x, point }) => ({
      x,
      profile: sampler.profile(point.checkpointKey, point.posterior),
    })),
    evidenceIn: ({ lower, upper }) =>
      placed.filter(({ x }) => x >= lower && x <= upper).map(({ point }) => point.slopeEvidence),
  };
}

function practiceSide(
  sampler: PerformanceSampler,
  { checkpointKey, path, slopeEvidence }: PracticeCurve,
): Side {
  const profiles = sampler.path(checkpointKey, (draws, count) => drawPath(path, draws, count));
  return {
    points: path.points.map(({ x }, index) => ({ x, profile: profiles[index]! })),
    // Of one session, whose ability the tasks share: it is all inside or all outside.
    evidenceIn: () => [slopeEvidence],
  };
}

function offCurveReason(compute: number | null): NotEstimableReason | null {
  if (trainingAxis(compute) !== null) return null;
  return compute === 0 ? 'compute-zero' : 'compute-unknown';
}

function requireComparable(model: CurveIdentity, baseline: CurveIdentity): void {
  requireSame('DOMAIN_MISMATCH', model.domain, baseline.domain);
  requireSame('SUITE_MISMATCH', model.suite, baseline.suite);
  requireSame('SCALE_MISMATCH', model.scale, baseline.scale);
  requireSame('UNIT_MISMATCH', model.computeUnit, baseline.computeUnit);
}

function requireSame(code: MismatchCode, model: string, baseline: string): void {
  if (model !== baseline) throw new CurveMismatch(code, model, baseline);
}
