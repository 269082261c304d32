import type { Example } from '../notebook.ts';
import { readSchedulePrompt } from './schedule-prompt.ts';

/** Deadlines run back through the order of jobs to the latest hour at which each has to end. */
export const countBack = 'count back from the deadlines';
/** The work shared by the machines and the longest chain say how early a schedule can end. */
export const boundTheEnd = 'bound the end';
/** Jobs are placed in the order of their starts, the earliest that can start first. */
export const orderOfStarts = 'place in the order of starts';
/** Work due by an hour is compared with what the machines can do until then. */
export const addUpCrowds = 'add up what is due';
/** The order of jobs is followed to see when each can end. */
export const followChains = 'follow chains forward';

export const allTechniques: ReadonlySet<string> = new Set([
  countBack,
  boundTheEnd,
  orderOfStarts,
  addUpCrowds,
  followChains,
]);

const shownBy: readonly (readonly [technique: string, line: RegExp])[] = [
  [countBack, /^- \S+ has to end by hour \d+, so that /m],
  [boundTheEnd, /^No schedule ends before hour \d+: /m],
  [orderOfStarts, /^In the order of starts, /m],
  [addUpCrowds, /^- Due by hour \d+: /m],
  [followChains, /^- \S+ cannot end before hour \d+\.$/m],
];

/** What a worked solution does. */
export function scheduleTechniquesIn({ question, solution }: Example): readonly string[] {
  if (readSchedulePrompt(question) === null) return [];
  return shownBy.flatMap(([technique, line]) => (line.test(solution) ? [technique] : []));
}
