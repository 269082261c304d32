/** Which function of a composition calls which. */
import type { RandomStream } from '../../random.ts';

/** For each function the numbers of those that it calls, one for each place. */
export type Calls = readonly (readonly number[])[];

/**
 * Functions numbered from the main one, 0, so that each calls only later ones: a chain of `depth` calls and further
 * helpers beside it; `reused` helpers are called from a second place, in another function where one can.
 */
export function drawCalls(helpers: number, depth: number, reused: number, random: RandomStream): Calls {
  const chain = Array.from({ length: depth }, (_, at) => at + 1);
  const others = Array.from({ length: helpers - depth }, () => random.int(1, depth));
  const levels = [0, ...[...chain, ...others].sort((left, right) => left - right)];
  const calls: number[][] = levels.map(() => []);
  const callers = (helper: number, isCaller: (level: number) => boolean) =>
    levels.flatMap((level, at) => (at < helper && isCaller(level) ? [at] : []));
  for (let helper = 1; helper <= helpers; helper++)
    calls[random.pick(callers(helper, (level) => level === levels[helper]! - 1))]!.push(helper);
  const twice = random.sample(
    Array.from({ length: helpers }, (_, at) => at + 1),
    reused,
  );
  for (const helper of twice) {
    const all = callers(helper, (level) => level < levels[helper]!);
    const others = all.filter((caller) => !calls[caller]!.includes(helper));
    calls[random.pick(others.length > 0 ? others : all)]!.push(helper);
  }
  return calls;
}

/** Calls in the longest chain. */
export function depthOf(calls: Calls): number {
  const depths: number[] = [];
  for (let at = calls.length - 1; at >= 0; at--)
    depths[at] = Math.max(0, ...calls[at]!.map((callee) => depths[callee]! + 1));
  return depths[0]!;
}

/** A function and all that it calls, by way of others too. */
export function reachedFrom(at: number, calls: Calls): ReadonlySet<number> {
  const reached = new Set([at]);
  for (const from of reached) for (const callee of calls[from]!) reached.add(callee);
  return reached;
}
