import type { Example } from '../notebook.ts';
import { readContingency } from './contingency-prompt.ts';

/** The route with every lane open bounds the cost of every plan from below. */
export const boundFromBelow = 'bound plans from below';
/** What a place costs at worst, given what is known, is worked out once. */
export const rememberWorstCases = 'remember worst cases';
/** Places from which arrival is not certain are left out. */
export const avoidTraps = 'avoid traps';

/** All of them: what who searches with a guide does. */
export const allTechniques: ReadonlySet<string> = new Set([boundFromBelow, rememberWorstCases, avoidTraps]);

/** What a worked solution does to leave choices out. */
export function contingencyTechniquesIn({ question, solution }: Example): readonly string[] {
  if (readContingency(question) === null) return [];
  return [
    ...(/^With every lane open the quickest route takes /m.test(solution) ? [boundFromBelow] : []),
    ...(/, at worst \d+\. Instead: .+, at worst \d+/.test(solution) ? [rememberWorstCases] : []),
    ...(/: from there arrival is not certain\.| may be (?:a trap|traps): /.test(solution)
      ? [avoidTraps]
      : []),
  ];
}
