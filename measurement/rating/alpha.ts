import { type Agreement, numbered, resampled } from './resampling.ts';

/** How far apart two values are: `nominal` 0 or 1; `ordinal` by the ratings between them; `interval` squared distance. */
export type AlphaMetric = 'nominal' | 'ordinal' | 'interval';

/** What the observers gave one unit, in any order; null where an observer gave nothing. */
export type RatedUnit = readonly (number | null)[];

/**
 * Krippendorff's alpha, 1 − D_o/D_e, from the coincidence matrix o_ck = Σ_u (pairs of c and k in unit u)/(m_u − 1),
 * in which units with fewer than two values have no part (Krippendorff 2011, "Computing Krippendorff's
 * Alpha-Reliability"):
 *
 *   alpha = 1 − (n − 1) · Σ_{c<k} o_ck δ²_ck / Σ_{c<k} n_c n_k δ²_ck
 *   δ²_ck = 1 (nominal), (Σ_{g=c}^{k} n_g − (n_c + n_k)/2)² (ordinal), (c − k)² (interval)
 *
 * 1 is perfect agreement, 0 what chance gives. Null where no unit was rated twice, or where all values are equal.
 */
export function krippendorffAlpha(units: readonly RatedUnit[], metric: AlphaMetric): number | null {
  const table = coincidencesOf(units);
  return alphaOf(
    sumOver(table, () => 1),
    table.values,
    metric,
  );
}

/** Alpha with its 95 % interval by resampling `clusters`, one name a unit: units of one response go together. */
export function alphaWithInterval(
  units: readonly RatedUnit[],
  metric: AlphaMetric,
  clusters: readonly string[],
  seed: string,
): Agreement {
  const table = coincidencesOf(units);
  const { of, count } = numbered(clusters);
  const statistic = (times: Float64Array) =>
    alphaOf(
      sumOver(table, (unit) => times[of[unit]!]!),
      table.values,
      metric,
    );
  return resampled(count, statistic, seed);
}

interface Coincidences {
  /** Ascending. */
  readonly values: readonly number[];
  /** By unit, the coincidences that are not 0: place in the matrix and weight, alternating. */
  readonly byUnit: readonly Float64Array[];
}

function coincidencesOf(units: readonly RatedUnit[]): Coincidences {
  const rated = units.map((unit) => unit.filter((value) => value !== null));
  const pairable = rated.filter((unit) => unit.length > 1);
  const values = [...new Set(pairable.flat())].sort((a, b) => a - b);
  const positions = new Map(values.map((value, position) => [value, position]));
  const byUnit = rated.map((unit) => {
    const entries: number[] = [];
    unit.forEach((first, i) => {
      unit.forEach((second, j) => {
        if (i === j) return;
        entries.push(positions.get(first)! * values.length + positions.get(second)!, 1 / (unit.length - 1));
      });
    });
    return Float64Array.from(entries);
  });
  return { values, byUnit };
}

function sumOver({ values, byUnit }: Coincidences, times: (unit: number) => number): Float64Array {
  const matrix = new Float64Array(values.length ** 2);
  byUnit.forEach((entries, unit) => {
    const by = times(unit);
    if (by === 0) return;
    for (let at = 0; at < entries.length; at += 2) {
      matrix[entries[at]!] = matrix[entries[at]!]! + by * entries[at + 1]!;
    }
  });
  return matrix;
}

function alphaOf(matrix: Float64Array, values: readonly number[], metric: AlphaMetric): number | null {
  const size = values.length;
  const totals = values.map((_, c) => values.reduce((sum, _value, k) => sum + matrix[c * size + k]!, 0));
  const n = totals.reduce((sum, total) => sum + total, 0);
  let observed = 0;
  let expected = 0;
  for (let c = 0; c < size; c++) {
    // Of the ratings from c to k, those at the ends count half.
    let upTo = -totals[c]! / 2;
    for (let k = c; k < size; k++) {
      upTo += totals[k]!;
      if (k === c) continue;
      const ordinal = upTo - totals[k]! / 2;
      const squared = { nominal: 1, ordinal: ordinal ** 2, interval: (values[c]! - values[k]!) ** 2 }[metric];
      observed += matrix[c * size + k]! * squared;
      expected += totals[c]! * totals[k]! * squared;
    }
  }
  return expected > 0 ? 1 - ((n - 1) * observed) / expected : null;
}
