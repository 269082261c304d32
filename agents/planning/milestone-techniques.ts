import type { Example } from '../notebook.ts';
import { asksForMilestones } from './milestone-prompt.ts';

/** Steps are chosen by what the shortest ways of all movers and the things still to be obtained add up to. */
export const goShortestWays = 'every mover goes the shortest way';
/** A milestone is needed when the goal is out of reach without it. */
export const doWithout = 'try to do without a milestone';
/** What each thing to be obtained needs in turn is followed back. */
export const followNeeds = 'go back from what is needed';

export const allTechniques: ReadonlySet<string> = new Set([goShortestWays, doWithout, followNeeds]);

const shownBy: readonly (readonly [technique: string, line: RegExp])[] = [
  [goShortestWays, /^In such an order every \S+ goes the shortest way, /m],
  [doWithout, /^Not needed, as the goal can be reached without them: /m],
  [followNeeds, /^Go back from the goal, /m],
];

/** What a worked solution does. */
export function milestoneTechniquesIn({ question, solution }: Example): readonly string[] {
  if (!asksForMilestones(question)) return [];
  return shownBy.flatMap(([technique, line]) => (line.test(solution) ? [technique] : []));
}
