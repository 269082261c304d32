import { riseProbabilityMin } from '../constants.ts';
import { type Interval, interval95, probabilityPositive } from '../numeric/statistics.ts';
import type { CurvePoint, Window } from './curve.ts';
import { heightAt, meanHeight } from './curve.ts';

/** How much of the curve was learnt inside the window, beside how high it lies. */
export interface Gain extends Interval {
  /** True unless Pr(S⁺(U) > S⁺(L)) ≥ .95. */
  readonly flat: boolean;
  /** G over the baseline's G; null when the baseline's interval includes 0. */
  readonly relative: number | null;
}

/** G = 1/(U − L) ∫ (S⁺(x) − S⁺(L)) dx of the model over the window, with the baseline's as its measure. */
export function gainOf(model: readonly CurvePoint[], baseline: readonly CurvePoint[], window: Window): Gain {
  const own = interval95(gainDraws(model, window));
  const reference = interval95(gainDraws(baseline, window));
  const start = heightAt(model, window.lower);
  const end = heightAt(model, window.upper);
  const rose = probabilityPositive(end.map((height, draw) => height - start[draw]!));
  return {
    ...own,
    flat: rose < riseProbabilityMin,
    relative: reference.lo > 0 || reference.hi < 0 ? own.value / reference.value : null,
  };
}

function gainDraws(points: readonly CurvePoint[], window: Window): Float64Array {
  const start = heightAt(points, window.lower);
  return meanHeight(points, window).map((height, draw) => height - start[draw]!);
}
