import { quantile } from '../numeric/statistics.ts';
import { type CurvePoint, meanCurve, orderCurve, overlap } from './curve.ts';
import { laidOver, meanSquares } from './overlay.ts';

/** 10^Δ: how many times less compute the model needs for what the baseline performs. */
export interface ComputeMultiplier {
  readonly value: number;
  /** 95 % bounds; null where the draws go as far as a shift may. */
  readonly lo: number | null;
  readonly hi: number | null;
}

/** Shifts tried on either side of 0; between them the best is found by a parabola (draws) or a search (mean). */
const gridHalf = 24;
/** Golden-section steps: the mean's shift to 1e-9 of the window. */
const searchSteps = 38;
/** Differences of objectives below this share of them are rounding. */
const rounding = 1e-12;

/**
 * The shift Δ for which model(x) ≈ baseline(x + Δ): it minimises the mean squared difference over what the curves
 * still share, |Δ| at most half their window. The mean, since a sum would be least where they share least. Null
 * without a window, and where the best shift is not inside its bounds: curves that are flat, or farther apart than
 * half the window, cannot be laid on one another. The value is that of the mean curves, the bounds are percentiles
 * over the joint draws. On the practice axis it is the multiplier of c + c0.
 */
export function computeMultiplier(
  model: readonly CurvePoint[],
  baseline: readonly CurvePoint[],
): ComputeMultiplier | null {
  const own = orderCurve(model);
  const reference = orderCurve(baseline);
  const window = overlap(own, reference);
  if (window === null) return null;
  const reach = (window.upper - window.lower) / 2;
  const best = shiftOfMean(meanCurve(own), meanCurve(reference), reach);
  if (best === null) return null;
  const shifts = shiftDraws(own, reference, reach).sort();
  const open = reach * (1 - 1e-9);
  const [lo, hi] = [quantile(shifts, 0.025), quantile(shifts, 0.975)];
  return { value: 10 ** best, lo: lo <= -open ? null : 10 ** lo, hi: hi >= open ? null : 10 ** hi };
}

/** 0, then outwards by turns: the nearer shift keeps ties, so that a curve is not moved for nothing. */
function gridOf(reach: number): number[] {
  const steps = Array.from({ length: gridHalf }, (_, index) => ((index + 1) / gridHalf) * reach);
  return [0, ...steps.flatMap((step) => [-step, step])];
}

/** The minimum inside ±reach; null when the bounds are no worse. */
function shiftOfMean(
  model: readonly CurvePoint[],
  baseline: readonly CurvePoint[],
  reach: number,
): number | null {
  const objective = (shift: number) => meanSquares(laidOver(model, baseline, shift))[0]!;
  const grid = gridOf(reach).map((shift) => ({ shift, value: objective(shift) }));
  let best = grid.reduce((least, each) => (each.value < least.value ? each : least));
  const step = reach / gridHalf;
  const shift = goldenSection(
    objective,
    Math.max(best.shift - step, -reach),
    Math.min(best.shift + step, reach),
  );
  const value = objective(shift);
  if (value < best.value) best = { shift, value };
  const atBounds = Math.min(grid.at(-1)!.value, grid.at(-2)!.value);
  return best.value < atBounds * (1 - rounding) ? best.shift : null;
}

const golden = (Math.sqrt(5) - 1) / 2;

function goldenSection(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [f(left), f(right)];
  for (let step = 0; step < searchSteps; step++) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = f(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = f(right);
    }
  }
  return (low + high) / 2;
}

/** The best shift a draw. One that no shift suits better than another lies at either bound by turns. */
function shiftDraws(
  model: readonly CurvePoint[],
  baseline: readonly CurvePoint[],
  reach: number,
): Float64Array {
  const shifts = gridOf(reach).sort((a, b) => a - b);
  const objectives = shifts.map((shift) => meanSquares(laidOver(model, baseline, shift)));
  const count = objectives[0]!.length;
  let side = 1;
  return Float64Array.from({ length: count }, (_, draw) => {
    let best = gridHalf;
    for (let index = 0; index < shifts.length; index++) {
      if (objectives[index]![draw]! < objectives[best]![draw]!) best = index;
    }
    const least = objectives[best]![draw]!;
    const [first, last] = [objectives[0]![draw]!, objectives.at(-1)![draw]!];
    if (least >= Math.max(first, last) * (1 - rounding)) {
      side = -side;
      return side * reach;
    }
    if (best === 0 || best === shifts.length - 1 || least === 0) return shifts[best]!;
    const [left, right] = [objectives[best - 1]![draw]!, objectives[best + 1]![draw]!];
    return shifts[best]! + (reach / gridHalf) * parabolaVertex(left, least, right);
  });
}

/** Where the parabola through (−1, left), (0, middle), (1, right) is least; `middle` is no more than the others. */
function parabolaVertex(left: number, middle: number, right: number): number {
  const curvature = left - 2 * middle + right;
  return curvature > 0 ? (left - right) / (2 * curvature) : 0;
}
