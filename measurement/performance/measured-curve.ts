import { jointDraws } from '../constants.ts';
import { type CurvePoint, trainingAxis } from '../efficiency/curve.ts';
import { createDraws } from '../numeric/draws.ts';

/** A performance S⁺ with its SD at a training compute; null: unknown, so that the point is on no curve. */
export interface MeasuredPoint {
  readonly compute: number | null;
  readonly performance: number;
  readonly sd: number;
}

/**
 * Curves over log10 of compute from performances that are known by mean and SD alone: draws are normal and cut off
 * at 0 and 1. They come in mirrored pairs, so that where nothing is cut off their mean is the performance itself.
 * Points that are the same on both sides are one measurement and share their draws; all others are independent.
 * Draws go by the order of the points, not by their compute: another unit of compute changes nothing.
 */
export function drawnCurves(
  model: readonly MeasuredPoint[],
  baseline: readonly MeasuredPoint[],
): { readonly model: CurvePoint[]; readonly baseline: CurvePoint[] } {
  const sides = [keyed(model), keyed(baseline)] as const;
  const points = new Map(sides.flatMap((side) => [...side]));
  const ordered = [...points].sort(
    ([, left], [, right]) => left.x - right.x || left.performance - right.performance || left.sd - right.sd,
  );
  const draws = new Map(ordered.map(([key, point], index) => [key, drawsOf(point, index)]));
  const curveOf = (side: ReadonlyMap<string, PlacedPoint>) =>
    [...side].map(([key, { x }]): CurvePoint => ({ x, draws: draws.get(key)! }));
  return { model: curveOf(sides[0]), baseline: curveOf(sides[1]) };
}

interface PlacedPoint {
  readonly x: number;
  readonly performance: number;
  readonly sd: number;
}

/** The points that have a place on the axis, by what they are; equal ones of one side are told apart by their number. */
function keyed(points: readonly MeasuredPoint[]): Map<string, PlacedPoint> {
  const byKey = new Map<string, PlacedPoint>();
  const counts = new Map<string, number>();
  for (const { compute, performance, sd } of points) {
    const x = trainingAxis(compute);
    if (x === null) continue;
    const name = [x, performance, sd].join(' ');
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    byKey.set(`${name} ${count}`, { x, performance, sd });
  }
  return byKey;
}

function drawsOf({ performance, sd }: PlacedPoint, index: number): Float64Array {
  const source = createDraws('measured-curve', index);
  const draws = new Float64Array(jointDraws);
  for (let draw = 0; draw < jointDraws; draw += 2) {
    const deviation = sd * source.normal();
    draws[draw] = cut(performance + deviation);
    draws[draw + 1] = cut(performance - deviation);
  }
  return draws;
}

function cut(value: number): number {
  return Math.min(1, Math.max(0, value));
}
