import type { ReferencePool } from './novelty.ts';

/**
 * Whether strategies that weigh more than this one weigh at least half of all: what `isUnusual` says, counted a second
 * time for the checkers of whole answers. Goes down from the top; a strategy that the pool lacks weighs nothing.
 */
export function isFarFromCommon(pool: ReferencePool, strategy: string): boolean {
  const weights = Object.entries(pool).sort(([, left], [, right]) => right - left);
  const own = weights.find(([name]) => name === strategy)?.[1] ?? 0;
  let above = 0;
  let all = 0;
  for (const [, weight] of weights) {
    if (weight > own) above += weight;
    all += weight;
  }
  return 2 * above >= all;
}
