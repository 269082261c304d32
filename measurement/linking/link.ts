import { meanOf } from '../numeric/statistics.ts';

/** An item that both scales know: P = g + (1 − g − u)·sigmoid(D·a·(θ − b)). */
export interface LinkedItem {
  readonly a: number;
  readonly b: number;
  readonly g: number;
  readonly u: number;
}

/** θ_to = slope·θ_from + intercept; so b_to = slope·b_from + intercept and a_to = a_from/slope. */
export interface Link {
  readonly slope: number;
  readonly intercept: number;
}

/** Slope from the difficulties' spreads (Marco 1977, J. Educ. Meas. 14, 139–160). Throws a RangeError without any. */
export function meanSigmaLink(from: readonly LinkedItem[], to: readonly LinkedItem[]): Link {
  const spread = spreadOf(from);
  if (from.length < 2 || spread === 0 || spreadOf(to) === 0) {
    throw new RangeError('mean-sigma needs items of at least two different difficulties on both scales');
  }
  return linkThroughMeans(spreadOf(to) / spread, from, to);
}

/** Slope from the mean discriminations (Loyd and Hoover 1980, J. Educ. Meas. 17, 179–193). */
export function meanMeanLink(from: readonly LinkedItem[], to: readonly LinkedItem[]): Link {
  const slope = meanOf(from.map(({ a }) => a)) / meanOf(to.map(({ a }) => a));
  if (!(slope > 0 && Number.isFinite(slope))) {
    throw new RangeError('mean-mean needs mean slopes of the same sign on both scales');
  }
  return linkThroughMeans(slope, from, to);
}

function spreadOf(items: readonly LinkedItem[]): number {
  const mean = meanOf(items.map(({ b }) => b));
  return Math.sqrt(meanOf(items.map(({ b }) => (b - mean) ** 2)));
}

function linkThroughMeans(slope: number, from: readonly LinkedItem[], to: readonly LinkedItem[]): Link {
  return { slope, intercept: meanOf(to.map(({ b }) => b)) - slope * meanOf(from.map(({ b }) => b)) };
}
