/** The calls that a prompt shows. */
import type { KnownResults } from '../faults/known-results.ts';
import type { Call } from '../faults/wording.ts';
import type { Program } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { type DrawnFault, literalOf, sameValue, type Tried } from './faults.ts';

const rightMax = 2;

/** Up to so many calls that go wrong, which show as many of the faults as they can, and with them a few that do not. */
export function shownCalls(
  faulty: Program,
  before: KnownResults,
  faults: readonly DrawnFault[],
  tried: readonly Tried[],
  failingMax: number,
): Call[] {
  const calls = tried.flatMap(({ input, expected }, at) => {
    const actual = before.returned(faulty.entry, input);
    return actual === null ? [] : [{ input, expected, actual, at }];
  });
  // What comes to nothing, or to something else in the other language, is not for showing.
  const isClean = (input: Value) => before.keepsNaturals(faulty.entry, input);
  const failing = calls.filter(({ expected, actual }) => !sameValue(expected, actual));
  const unseen = new Set(faults);
  const chosen: typeof calls = [];
  while (chosen.length < failingMax && failing.length > 0) {
    const gains = failing.map(({ at }) => [...unseen].filter(({ shows }) => shows[at]).length);
    const [next] = failing.splice(gains.indexOf(Math.max(...gains)), 1);
    if (!isClean(next!.input)) continue;
    chosen.push(next!);
    for (const fault of unseen) if (fault.shows[next!.at]) unseen.delete(fault);
  }
  if (chosen.length === 0) return [];
  const right = calls.filter(({ expected, actual }) => sameValue(expected, actual));
  const clean = right.filter(({ input }) => isClean(input)).slice(0, rightMax);
  return [...chosen, ...clean].map(({ input, expected, actual }) => ({
    input: literalOf(input),
    expected,
    actual,
  }));
}
