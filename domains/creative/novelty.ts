import type { Category } from '../contract.ts';

/** How many of an instance's sampled valid solutions take each strategy, by the strategy's fingerprint. */
export type ReferencePool = Readonly<Record<string, number>>;

/** Valid solutions that a pool is sampled from. */
export const poolSize = 200;
/** A valid answer is also an unusual one when this share of the pool takes strategies more common than its own. */
const unusualShare = 0.5;

/** The pool of these solutions' fingerprints. */
export function poolOf(fingerprints: readonly string[]): ReferencePool {
  const counts: Record<string, number> = {};
  for (const fingerprint of fingerprints) counts[fingerprint] = (counts[fingerprint] ?? 0) + 1;
  return counts;
}

/**
 * How unusual a strategy is among those of the pool, 0 to 1: its surprisal in units of that of a strategy of even odds,
 * -log2 p / log2 of the number of strategies. One that the pool lacks counts as if one more solution had taken it.
 */
export function noveltyOf(pool: ReferencePool, fingerprint: string): number {
  const counts = Object.values(pool);
  const size = counts.reduce((sum, count) => sum + count, 0);
  const known = Object.hasOwn(pool, fingerprint);
  const share = known ? (pool[fingerprint] as number) / size : 1 / (size + 1);
  const strategies = counts.length + (known ? 0 : 1);
  return strategies < 2 ? 0 : Math.min(1, -Math.log2(share) / Math.log2(strategies));
}

/** Whether at least half of the pool takes strategies that are more common than this one. */
export function isUnusual(pool: ReferencePool, fingerprint: string): boolean {
  const own = Object.hasOwn(pool, fingerprint) ? (pool[fingerprint] as number) : 0;
  const counts = Object.values(pool);
  const size = counts.reduce((sum, count) => sum + count, 0);
  const commoner = counts.filter((count) => count > own).reduce((sum, count) => sum + count, 0);
  return commoner >= unusualShare * size;
}

/** A valid answer's category: 4 where its strategy is unusual, 3 where it is not. */
export function categoryOfValid(pool: ReferencePool, fingerprint: string): Category {
  return isUnusual(pool, fingerprint) ? 4 : 3;
}

/** A strategy of the pool that is unusual and of these the most common, so that a reference is no freak; null without one. */
export function unusualStrategy(pool: ReferencePool): string | null {
  const strategies = Object.entries(pool).sort(
    ([name, count], [other, otherCount]) => otherCount - count || (name < other ? -1 : 1),
  );
  const size = strategies.reduce((sum, [, count]) => sum + count, 0);
  let passed = 0;
  let commoner = 0;
  let last = Number.NaN;
  for (const [name, count] of strategies) {
    if (count !== last) commoner = passed;
    if (commoner >= unusualShare * size) return name;
    passed += count;
    last = count;
  }
  return null;
}
