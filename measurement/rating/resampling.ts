import { ratingResamples } from '../constants.ts';
import { createDraws } from '../numeric/draws.ts';
import { bounds95 } from '../numeric/statistics.ts';

/** A statistic with its 95 % interval; the bounds are null where it cannot be resampled. */
export interface Agreement {
  /** Null where nothing varies or nothing was rated twice: agreement beyond chance is then undefined. */
  readonly value: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
}

/** Resamples without which an interval is not told; a statistic is undefined in those that lack all variation. */
const definedShareMin = 0.9;

/**
 * Percentile bootstrap over clusters (Efron 1979; for coefficients of agreement Zapf et al. 2016, BMC Medical
 * Research Methodology 16, 93). `statistic` takes how many times each of the `clusters` counts. The same seed gives
 * the same interval.
 */
export function resampled(
  clusters: number,
  statistic: (times: Float64Array) => number | null,
  seed: string,
): Agreement {
  const value = statistic(new Float64Array(clusters).fill(1));
  if (value === null || clusters < 2) return { value, lo: null, hi: null };
  const draws = createDraws('rating', seed);
  const values: number[] = [];
  for (let resample = 0; resample < ratingResamples; resample++) {
    const times = new Float64Array(clusters);
    for (let drawn = 0; drawn < clusters; drawn++) {
      const cluster = Math.floor(draws.uniform() * clusters);
      times[cluster] = times[cluster]! + 1;
    }
    const drawnValue = statistic(times);
    if (drawnValue !== null) values.push(drawnValue);
  }
  if (values.length < definedShareMin * ratingResamples) return { value, lo: null, hi: null };
  return { value, ...bounds95(Float64Array.from(values)) };
}

/** The number of each element's cluster, 0 onwards in the order in which they first come, and how many there are. */
export function numbered(names: readonly string[]): { readonly of: Int32Array; readonly count: number } {
  const numbers = new Map<string, number>();
  const of = Int32Array.from(names, (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  return { of, count: numbers.size };
}
