import { milestoneLevels } from '../constants.ts';
import { type Interval, interval95, meanOf, probabilityPositive } from '../numeric/statistics.ts';
import { type CurvePoint, orderCurve } from './curve.ts';
import { crossingDraws, type Milestone, milestonesOf } from './milestones.ts';

/** The first curve's compute over the second's, for the same performance. */
export interface ComputeRatio {
  /** Of the mean curves; null where either is censored. */
  readonly value: number | null;
  /** 95 % bounds; null where censored draws leave them open. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** Pr(the first needs less); a draw in which neither or both are beyond what was measured counts half. */
  readonly prFirstLess: number;
}

export interface MilestoneContrast {
  /** The level of S⁺. */
  readonly performance: number;
  readonly first: Milestone;
  readonly second: Milestone;
  /** Null where no draw says which of the two needs less. */
  readonly ratio: ComputeRatio | null;
}

/** The measured point with the highest mean S⁺. */
export interface Peak {
  readonly performance: Interval;
  /** Its place on the axis. */
  readonly x: number;
  /** Where it lies, in the curve's unit. */
  readonly compute: number;
}

export interface PeakContrast {
  readonly first: Peak;
  readonly second: Peak;
  /** S⁺ of the first's peak less the second's. */
  readonly difference: Interval;
  /** Pr(the first's peak is the higher one), ties counted half. */
  readonly prFirstHigher: number;
}

export interface CurveContrast {
  readonly milestones: readonly MilestoneContrast[];
  /** Null where a curve has no point. */
  readonly peaks: PeakContrast | null;
}

/**
 * Two curves of the same unit, scale and mix side by side, entry i of every point's `draws` belonging to joint
 * draw i; `computeAt` turns a place on their axis into compute.
 */
export function contrastCurves(
  first: readonly CurvePoint[],
  second: readonly CurvePoint[],
  computeAt: (x: number) => number,
): CurveContrast {
  if (first.length === 0 || second.length === 0) return { milestones: [], peaks: null };
  const [own, other] = [orderCurve(first), orderCurve(second)];
  const [ownMilestones, otherMilestones] = [milestonesOf(own, computeAt), milestonesOf(other, computeAt)];
  const milestones = milestoneLevels.map((performance, index) => {
    const reached = { first: ownMilestones[index]!, second: otherMilestones[index]! };
    const ratios = ratioDraws(crossingDraws(own, performance), crossingDraws(other, performance), computeAt);
    return { performance, ...reached, ratio: ratios && computeRatio(reached, ratios) };
  });
  return { milestones, peaks: contrastPeaks(own, other, computeAt) };
}

/**
 * Compute of the first over that of the second, draw by draw, 0 or ∞ where one of them is known to be beyond the
 * other's. Where both are beyond what was measured on the same side the ratio may be anything: such draws go to
 * both ends in turn. Null where all are such.
 */
function ratioDraws(
  first: Float64Array,
  second: Float64Array,
  computeAt: (x: number) => number,
): Float64Array | null {
  const costOf = (x: number) => (Number.isFinite(x) ? computeAt(x) : x);
  let atEnd = 0;
  let known = 0;
  const ratios = first.map((x, draw) => {
    const [own, other] = [costOf(x), costOf(second[draw]!)];
    if (own === other && !Number.isFinite(own)) {
      atEnd = atEnd === 0 ? Number.POSITIVE_INFINITY : 0;
      return atEnd;
    }
    known++;
    if (Number.isFinite(own) && Number.isFinite(other)) return own / other;
    return own < other ? 0 : Number.POSITIVE_INFINITY;
  });
  return known === 0 ? null : ratios;
}

function computeRatio(
  { first, second }: { readonly first: Milestone; readonly second: Milestone },
  ratios: Float64Array,
): ComputeRatio {
  const ascending = ratios.toSorted();
  // A bound that is a draw itself: between a ratio and none there is nothing to interpolate.
  const at = (probability: number) => ascending[Math.round(probability * (ascending.length - 1))]!;
  const [lo, hi] = [at(0.025), at(0.975)];
  return {
    value: first.compute === null || second.compute === null ? null : first.compute / second.compute,
    lo: lo > 0 && Number.isFinite(lo) ? lo : null,
    hi: hi > 0 && Number.isFinite(hi) ? hi : null,
    prFirstLess: probabilityPositive(ratios.map((ratio) => 1 - ratio)),
  };
}

function contrastPeaks(
  first: readonly CurvePoint[],
  second: readonly CurvePoint[],
  computeAt: (x: number) => number,
): PeakContrast {
  const [own, other] = [highest(first), highest(second)];
  const difference = own.draws.map((height, draw) => height - other.draws[draw]!);
  const peak = ({ x, draws }: CurvePoint) => ({ performance: interval95(draws), x, compute: computeAt(x) });
  return {
    first: peak(own),
    second: peak(other),
    difference: interval95(difference),
    prFirstHigher: probabilityPositive(difference),
  };
}

function highest(points: readonly CurvePoint[]): CurvePoint {
  return points.reduce((best, point) => (meanOf(point.draws) > meanOf(best.draws) ? point : best));
}
