import { milestoneLevels } from '../constants.ts';
import { meanOf } from '../numeric/statistics.ts';
import { type CurvePoint, orderCurve } from './curve.ts';

/** Where a curve first reaches a level. A censored one says how far was looked. */
export type MilestoneState =
  | 'reached'
  /** At or above it at the first measured point already. */
  | 'before-first'
  | 'not-reached';

export interface Milestone {
  /** The level of S⁺. */
  readonly performance: number;
  /** Of the mean curve, as is `compute`. */
  readonly state: MilestoneState;
  /** Compute, in the curve's unit, at the first crossing; null when it is censored. */
  readonly compute: number | null;
  /** 95 % bounds over the joint draws. Null: `lo` before the first point, `hi` not reached by the last. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** Share of the draws that reach it by the last point. */
  readonly prReached: number;
  /** The compute that the curve covers. */
  readonly from: number;
  readonly until: number;
}

/**
 * Compute to each milestone, first crossings of the line through the measured points; `computeAt` turns a place on
 * the axis into compute. Empty without a point.
 */
export function milestonesOf(
  points: readonly CurvePoint[],
  computeAt: (x: number) => number,
  levels: readonly number[] = milestoneLevels,
): Milestone[] {
  const curve = orderCurve(points);
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined) return [];
  const means = curve.map(({ draws }) => meanOf(draws));
  const computeOf = (x: number) => (Number.isFinite(x) ? computeAt(x) : null);
  return levels.map((performance) => {
    const crossing = firstCrossing(curve, (index) => means[index]!, performance);
    const draws = crossingDraws(curve, performance).sort();
    return {
      performance,
      state: stateOf(crossing),
      compute: computeOf(crossing),
      lo: computeOf(orderStatistic(draws, 0.025)),
      hi: computeOf(orderStatistic(draws, 0.975)),
      prReached: draws.filter((x) => x < Number.POSITIVE_INFINITY).length / draws.length,
      from: computeAt(first.x),
      until: computeAt(last.x),
    };
  });
}

/**
 * Place of the first crossing a draw: −∞ where the curve begins at or above the level, +∞ where it does not reach
 * it. Points in ascending order of x.
 */
export function crossingDraws(points: readonly CurvePoint[], level: number): Float64Array {
  const count = points[0]?.draws.length ?? 0;
  return Float64Array.from({ length: count }, (_, draw) =>
    firstCrossing(points, (index) => points[index]!.draws[draw]!, level),
  );
}

function firstCrossing(
  points: readonly CurvePoint[],
  heightOf: (index: number) => number,
  level: number,
): number {
  let before = heightOf(0);
  if (before >= level) return Number.NEGATIVE_INFINITY;
  for (let index = 1; index < points.length; index++) {
    const height = heightOf(index);
    if (height >= level) {
      const [left, right] = [points[index - 1]!.x, points[index]!.x];
      return left + ((right - left) * (level - before)) / (height - before);
    }
    before = height;
  }
  return Number.POSITIVE_INFINITY;
}

function stateOf(crossing: number): MilestoneState {
  if (Number.isFinite(crossing)) return 'reached';
  return crossing < 0 ? 'before-first' : 'not-reached';
}

/** A bound that is a draw itself: between a crossing and none there is nothing to interpolate. */
function orderStatistic(ascending: Float64Array, probability: number): number {
  return ascending[Math.round(probability * (ascending.length - 1))]!;
}
