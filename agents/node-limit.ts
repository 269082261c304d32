import type { Budget } from './solver.ts';

class OutOfBudget extends Error {}

/** Spends one node of a search that `completed` runs. */
export function spend(budget: Budget): void {
  if (!budget.spend()) throw new OutOfBudget('no nodes left');
}

/** Runs a search that may run out of nodes; false when it did. */
export function completed(search: () => void): boolean {
  try {
    search();
    return true;
  } catch (error) {
    if (error instanceof OutOfBudget) return false;
    throw error;
  }
}
