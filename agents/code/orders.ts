import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';

/** The first order of the items that agrees, of all from the last one on; out of budget, the last item first. */
export function firstOrder<Item>(
  items: readonly Item[],
  budget: Budget,
  agrees: (order: readonly Item[]) => boolean,
): readonly Item[] {
  let found: readonly Item[] = items.toReversed();
  const search = (order: readonly Item[], left: readonly Item[]): boolean => {
    if (left.length === 0) {
      spend(budget);
      if (!agrees(order)) return false;
      found = order;
      return true;
    }
    return left
      .map((item, index) => [item, left.toSpliced(index, 1)] as const)
      .reverse()
      .some(([item, rest]) => search([...order, item], rest));
  };
  completed(() => {
    search([], items);
  });
  return found;
}
