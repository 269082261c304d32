import { meanOf } from '../numeric/statistics.ts';

/** A stretch of a curve's axis, in the axis' own units: log10 C of training, log10(1 + c/c0) of practice. */
export interface Window {
  readonly lower: number;
  readonly upper: number;
}

/** One measured point: its place on the axis and one performance a joint draw. */
export interface CurvePoint {
  readonly x: number;
  readonly draws: Float64Array;
}

/** x of training PE: log10 of the training compute; null where it is unknown or zero and has no logarithm. */
export function trainingAxis(compute: number | null): number | null {
  return compute !== null && compute > 0 && Number.isFinite(compute) ? Math.log10(compute) : null;
}

/**
 * Points in ascending order of x. Points at the same x are one measured place and become their mean, so that the
 * curve is a function.
 */
export function orderCurve(points: readonly CurvePoint[]): CurvePoint[] {
  const places = new Map<number, Float64Array[]>();
  for (const { x, draws } of points) places.set(x, [...(places.get(x) ?? []), draws]);
  return [...places]
    .sort(([left], [right]) => left - right)
    .map(([x, all]) => ({
      x,
      draws:
        all.length === 1
          ? all[0]!
          : combine(
              all,
              all.map(() => 1 / all.length),
            ),
    }));
}

/** What both curves cover; null when they share no stretch of positive width. */
export function overlap(left: readonly CurvePoint[], right: readonly CurvePoint[]): Window | null {
  if (left.length === 0 || right.length === 0) return null;
  const lower = Math.max(left[0]!.x, right[0]!.x);
  const upper = Math.min(left.at(-1)!.x, right.at(-1)!.x);
  return upper > lower ? { lower, upper } : null;
}

/** Number of measured places inside the window, ends included. */
export function pointsInside(points: readonly CurvePoint[], window: Window): number {
  return points.filter(({ x }) => x >= window.lower && x <= window.upper).length;
}

/**
 * Mean height A = 1/(U − L) ∫ S⁺ dx over the window, draw by draw: trapezoids between the measured points, the
 * curve cut off at the window's ends by linear interpolation. The window must lie within the curve. The integral
 * is linear in the points, so it is worked out once as a weight a point.
 */
export function meanHeight(points: readonly CurvePoint[], window: Window): Float64Array {
  const inner = points.map(({ x }) => x).filter((x) => x > window.lower && x < window.upper);
  const places = [window.lower, ...inner, window.upper];
  const width = window.upper - window.lower;
  const weights = new Array<number>(points.length).fill(0);
  places.forEach((x, index) => {
    const left = places[index - 1] ?? x;
    const right = places[index + 1] ?? x;
    addInterpolation(weights, points, x, (right - left) / 2 / width);
  });
  return combine(
    points.map(({ draws }) => draws),
    weights,
  );
}

/** Height of the curve at x, draw by draw, linear between points. */
export function heightAt(points: readonly CurvePoint[], x: number): Float64Array {
  const weights = new Array<number>(points.length).fill(0);
  addInterpolation(weights, points, x, 1);
  return combine(
    points.map(({ draws }) => draws),
    weights,
  );
}

/** The curve of the mean heights, as one draw. */
export function meanCurve(points: readonly CurvePoint[]): CurvePoint[] {
  return points.map(({ x, draws }) => ({ x, draws: Float64Array.of(meanOf(draws)) }));
}

/**
 * The mean of several curves, draw by draw, over what all of them cover: at the places of each, the others
 * interpolated. Empty where they share nothing.
 */
export function averageCurves(curves: readonly (readonly CurvePoint[])[]): CurvePoint[] {
  if (curves.length === 0 || curves.some((points) => points.length === 0)) return [];
  const lower = Math.max(...curves.map((points) => points[0]!.x));
  const upper = Math.min(...curves.map((points) => points.at(-1)!.x));
  const places = [...new Set(curves.flatMap((points) => points.map(({ x }) => x)))]
    .filter((x) => x >= lower && x <= upper)
    .sort((a, b) => a - b);
  const share = curves.map(() => 1 / curves.length);
  return places.map((x) => ({
    x,
    draws: combine(
      curves.map((points) => heightAt(points, x)),
      share,
    ),
  }));
}

/** Adds `weight` times the interpolation of the curve at x to the points' weights. */
function addInterpolation(weights: number[], points: readonly CurvePoint[], x: number, weight: number): void {
  const right = points.findIndex((point) => point.x >= x);
  if (right === -1 || x < points[0]!.x) throw new RangeError(`the curve does not reach x = ${x}`);
  if (points[right]!.x === x) {
    weights[right] = weights[right]! + weight;
    return;
  }
  const left = right - 1;
  const share = (x - points[left]!.x) / (points[right]!.x - points[left]!.x);
  weights[left] = weights[left]! + weight * (1 - share);
  weights[right] = weights[right]! + weight * share;
}

/** Weighted sum of draws, draw by draw; points without weight are left out. */
function combine(draws: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const result = new Float64Array(draws[0]?.length ?? 0);
  draws.forEach((own, point) => {
    const weight = weights[point]!;
    if (weight === 0) return;
    for (let draw = 0; draw < result.length; draw++) result[draw] = result[draw]! + weight * own[draw]!;
  });
  return result;
}
