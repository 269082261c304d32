import type { HiddenCall } from './hidden.ts';

/**
 * Of the classes of calls that fail before anything is mended the share that is mended, less those that are broken; 1
 * where nothing fails any more.
 */
export function mendedShare(calls: readonly HiddenCall[], passed: readonly boolean[]): number {
  const failing = new Set(calls.filter(({ fails }) => fails).map((call) => call.class));
  const notPassed = new Set(calls.filter((_, at) => passed[at] !== true).map((call) => call.class));
  const mended = [...failing].filter((one) => !notPassed.has(one)).length;
  const broken = [...notPassed].filter((one) => !failing.has(one)).length;
  return Math.max(0, mended - broken) / failing.size;
}
