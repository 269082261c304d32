import { shuffle } from '../../measurement/calibration/held-out.ts';
import type { Fit } from '../../measurement/calibration/mode.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import { dot, type Matrix, times } from '../../measurement/numeric/linear.ts';
import { meanOf, quantile } from '../../measurement/numeric/statistics.ts';

const permutations = 200;
const iterations = 200;

/** Whether the models' deviations by task have a direction in common: a second ability behind several tasks. */
export interface Dimension {
  /** Share of the variance of the deviations along their first principal axis. */
  readonly share: number;
  /** The share that 95 % of deviations without a common direction stay below. */
  readonly shareByChance: number;
  /** Where the models stand on that axis, from one end to the other. */
  readonly loadings: readonly { readonly model: string; readonly loading: number }[];
}

/**
 * Principal axis of the deviations of `models` from their domain ability by task, and parallel analysis by permutation
 * of each task's deviations among the models (Horn 1965; Buja and Eyuboglu 1992).
 */
export function dimensionOf({ design, mode }: Fit, models: readonly string[], seed: string): Dimension {
  const positions = models.map((model) => design.models.indexOf(model));
  const deviations = mode.state.groups.map((thetas) => {
    const own = positions.map((model) => thetas[model]! - mode.state.thetas[model]!);
    return own.map((value) => value - meanOf(own));
  });
  const observed = firstAxis(deviations);
  const draws = createDraws(seed, 'dimension');
  const chance = Float64Array.from(
    { length: permutations },
    () => firstAxis(deviations.map((own) => shuffle([...own], draws))).share,
  ).sort();
  return {
    share: observed.share,
    shareByChance: quantile(chance, 0.95),
    loadings: models
      .map((model, index) => ({ model, loading: observed.axis[index]! }))
      .sort((left, right) => right.loading - left.loading),
  };
}

/** By power iteration on the models' cross products; rows are tasks. */
function firstAxis(rows: readonly (readonly number[])[]): { axis: Float64Array; share: number } {
  const size = rows[0]!.length;
  const cross: Matrix = {
    size,
    values: Float64Array.from({ length: size * size }, (_, at) =>
      rows.reduce((sum, row) => sum + row[at % size]! * row[Math.floor(at / size)]!, 0),
    ),
  };
  let axis = Float64Array.from({ length: size }, (_, index) => index + 1);
  let largest = 0;
  for (let count = 0; count < iterations; count++) {
    const next = times(cross, axis);
    largest = Math.sqrt(dot(next, next));
    axis = next.map((value) => value / largest);
  }
  const total = rows.reduce((sum, row) => sum + dot(row, row), 0);
  return { axis, share: largest / total };
}
