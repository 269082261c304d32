/** Ranks from 1; equal values share the mean of the ranks that they take up together. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const result = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let place = start; place < end; place++) result[order[place]!] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

/**
 * Spearman's rank correlation, -1 to 1: Pearson's correlation of the ranks, which is right with ties where the
 * shortcut over squared differences is not. 0 where one side does not vary, since then nothing rises.
 */
export function spearman(x: readonly number[], y: readonly number[]): number {
  if (x.length !== y.length) throw new RangeError(`${x.length} values against ${y.length}`);
  const [a, b] = [ranks(x), ranks(y)];
  const middle = (x.length + 1) / 2;
  let [both, alone, other] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    both += (a[index]! - middle) * (b[index]! - middle);
    alone += (a[index]! - middle) ** 2;
    other += (b[index]! - middle) ** 2;
  }
  return alone === 0 || other === 0 ? 0 : both / Math.sqrt(alone * other);
}

/** The smallest value that at least this share of the values do not exceed; NaN of an empty list. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
