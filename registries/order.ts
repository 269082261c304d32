import type { ListedCheckpoint } from './contract.ts';

/** The order of a listing: by step, what has none last; checkpoints of one step by label. */
export function byStepThenLabel(a: ListedCheckpoint, b: ListedCheckpoint): number {
  const difference = (a.step ?? Number.MAX_VALUE) - (b.step ?? Number.MAX_VALUE);
  if (difference !== 0) return difference;
  return a.label < b.label ? -1 : 1;
}
