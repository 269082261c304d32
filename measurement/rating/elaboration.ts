import { normal95 } from '../constants.ts';
import { meanOf } from '../numeric/statistics.ts';
import { distinct, type Rating } from './ratings.ts';

/** Correlation with the length of responses; null where fewer than four are known or none differ. */
export interface LengthCorrelation {
  readonly responses: number;
  readonly value: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
}

/**
 * How a rater's residuals, averaged by response, go with the log of its length: above 0, it gives long responses more
 * than the other raters do. A taste that all raters share is in the responses' abilities and does not show.
 */
export function lengthCorrelation(
  ratings: readonly Rating[],
  residuals: readonly number[],
  rater: string,
): LengthCorrelation {
  const own = ratings.flatMap((rating, index) =>
    rating.rater === rater && rating.length !== null ? [{ ...rating, residual: residuals[index]! }] : [],
  );
  const points = distinct(own, ({ response }) => response).map((response) => {
    const cells = own.filter((each) => each.response === response);
    return [Math.log(cells[0]!.length!), meanOf(cells.map(({ residual }) => residual))] as const;
  });
  return correlation(points);
}

/** Pearson's, with the 95 % interval of Fisher's z (1921). */
export function correlation(points: readonly (readonly [number, number])[]): LengthCorrelation {
  const n = points.length;
  const [meanX, meanY] = [meanOf(points.map(([x]) => x)), meanOf(points.map(([, y]) => y))];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  if (n < 4 || !(xx > 1e-12) || !(yy > 1e-12)) return { responses: n, value: null, lo: null, hi: null };
  const value = Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  const width = normal95 / Math.sqrt(n - 3);
  return {
    responses: n,
    value,
    lo: Math.tanh(Math.atanh(value) - width),
    hi: Math.tanh(Math.atanh(value) + width),
  };
}
