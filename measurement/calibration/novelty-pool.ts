import { quantile } from '../numeric/statistics.ts';

/**
 * How novel the valid answers of a calibration's models were in one skill: quantiles of their novelty, from the least to
 * the greatest, evenly apart. It is frozen with the scale, so that a series of checkpoints is compared with the same
 * answers throughout. What instances are dressed in and what their strategies are called makes no difference to it, since
 * the novelty of an answer is relative to its own instance's pool.
 */
type NoveltyPool = readonly number[];

const steps = 20;
/** With fewer answers the quantiles are mostly noise. */
export const poolAnswersMin = 100;

/** By skill; a skill with too few valid answers has no pool. `novelty` is of valid answers alone. */
export function noveltyPools(
  answers: readonly { readonly skill: string; readonly novelty?: number | undefined }[],
): Record<string, number[]> {
  const bySkill = Map.groupBy(
    answers.filter(({ novelty }) => novelty !== undefined),
    ({ skill }) => skill,
  );
  return Object.fromEntries(
    [...bySkill].flatMap(([skill, own]) => {
      if (own.length < poolAnswersMin) return [];
      const ascending = Float64Array.from(own, ({ novelty }) => novelty!).sort();
      return [[skill, Array.from({ length: steps + 1 }, (_, step) => quantile(ascending, step / steps))]];
    }),
  );
}

/**
 * The share of the pool's answers that are less novel, 0 to 1, those as novel counted half; one half is what an answer of
 * the pool has on average.
 */
export function standingIn(pool: NoveltyPool, novelty: number): number {
  const intervals = pool.slice(1).map((upper, at) => {
    const lower = pool[at]!;
    if (novelty > upper) return 1;
    if (novelty < lower) return 0;
    return upper === lower ? 0.5 : (novelty - lower) / (upper - lower);
  });
  return intervals.reduce((sum, share) => sum + share, 0) / intervals.length;
}
