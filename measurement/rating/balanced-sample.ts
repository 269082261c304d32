import type { Draws } from '../numeric/draws.ts';
import { distinct } from './ratings.ts';
import { shuffled } from './sheet-plan.ts';

/**
 * `count` elements drawn at random, as evenly over the groups as these allow: from each group in turn, in an order of
 * groups that is drawn too. All elements where there are not as many.
 */
export function balancedSample<T>(
  list: readonly T[],
  groupOf: (element: T) => string,
  count: number,
  draws: Draws,
): T[] {
  const byGroup = Map.groupBy(shuffled(list, draws), groupOf);
  const queues = shuffled(distinct(list, groupOf), draws).map((group) => byGroup.get(group)!);
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, turn) =>
    queues.flatMap((queue) => (turn < queue.length ? [queue[turn]!] : [])),
  ).flat();
  return inTurn.slice(0, count);
}
