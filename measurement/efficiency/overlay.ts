import type { CurvePoint } from './curve.ts';

/** A place of a curve between (or at) two of its points: `share` of the way from `left` to `right`. */
interface Place {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly share: number;
}

/** Two curves over the stretch that both cover: their heights at the knots of either, and the widths between. */
export interface Overlay {
  readonly places: readonly { readonly model: Place; readonly baseline: Place }[];
  /** Of the stretch from each place to the next, as a share of the whole. */
  readonly widths: readonly number[];
}

/** Lays model(x) over baseline(x + shift). Both in ascending order; they must share a stretch of positive width. */
export function laidOver(
  model: readonly CurvePoint[],
  baseline: readonly CurvePoint[],
  shift: number,
): Overlay {
  const moved = baseline.map(({ x, draws }) => ({ x: x - shift, draws }));
  const lower = Math.max(model[0]!.x, moved[0]!.x);
  const upper = Math.min(model.at(-1)!.x, moved.at(-1)!.x);
  const knots = [...model, ...moved].map(({ x }) => x).filter((x) => x > lower && x < upper);
  const xs = [lower, ...knots.sort((a, b) => a - b), upper];
  const onModel = placer(model);
  const onBaseline = placer(moved);
  return {
    places: xs.map((x) => ({ model: onModel(x), baseline: onBaseline(x) })),
    widths: xs.slice(1).map((x, index) => (x - xs[index]!) / (upper - lower)),
  };
}

/** Finds places in ascending order of x. */
function placer(points: readonly CurvePoint[]): (x: number) => Place {
  let right = 1;
  return (x) => {
    while (right < points.length - 1 && points[right]!.x <= x) right++;
    const [from, to] = [points[right - 1]!, points[right]!];
    return { left: from.draws, right: to.draws, share: (x - from.x) / (to.x - from.x) };
  };
}

/**
 * Mean of (model − baseline)² over the stretch, draw by draw and exactly: between neighbouring knots the difference
 * is a straight line from d to e, whose square has the mean (d² + d·e + e²)/3.
 */
export function meanSquares({ places, widths }: Overlay): Float64Array {
  const count = places[0]!.model.left.length;
  const sums = new Float64Array(count);
  let before = new Float64Array(count);
  let after = new Float64Array(count);
  places.forEach(({ model, baseline }, knot) => {
    for (let draw = 0; draw < count; draw++) {
      const own = model.left[draw]!;
      const other = baseline.left[draw]!;
      after[draw] =
        own +
        model.share * (model.right[draw]! - own) -
        other -
        baseline.share * (baseline.right[draw]! - other);
    }
    if (knot > 0) {
      const third = widths[knot - 1]! / 3;
      for (let draw = 0; draw < count; draw++) {
        const [d, e] = [before[draw]!, after[draw]!];
        sums[draw] = sums[draw]! + third * (d * d + d * e + e * e);
      }
    }
    [before, after] = [after, before];
  });
  return sums;
}
