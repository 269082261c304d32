/** Which function of a composition calls which. */
import type { RandomStream } from '../../random.ts';

/** For each function the numbers of those that it calls. */
export type Calls = readonly (readonly number[])[];

export interface Tree {
  /** Every function but the main one, 0, is called once, and by one with a smaller number. */
  readonly calls: Calls;
  /** Calls that lead from the main function to each. */
  readonly levels: readonly number[];
}

/** A chain of `depth` calls and further helpers beside it. */
export function drawTree(helpers: number, depth: number, random: RandomStream): Tree {
  const chain = Array.from({ length: depth }, (_, at) => at + 1);
  const others = Array.from({ length: helpers - depth }, () => random.int(1, depth));
  const levels = [0, ...[...chain, ...others].sort((left, right) => left - right)];
  const calls: number[][] = levels.map(() => []);
  for (let helper = 1; helper <= helpers; helper++) {
    const callers = levels.flatMap((level, at) => (level === levels[helper]! - 1 ? [at] : []));
    calls[random.pick(callers)]!.push(helper);
  }
  return { calls, levels };
}

/** Calls in the longest chain. */
export function depthOf(calls: Calls): number {
  const depths: number[] = [];
  for (let at = calls.length - 1; at >= 0; at--)
    depths[at] = Math.max(0, ...calls[at]!.map((callee) => depths[callee]! + 1));
  return depths[0]!;
}
