import type { Example } from '../notebook.ts';
import type { Strategy, Techniques } from '../solver.ts';
import type { Manner } from './procedure-search.ts';

/** A beginning is given up when a target is farther away than keys are left. */
const countBack = 'count back from targets';
/** A beginning is given up when a part of it is idle. */
const dropIdle = 'give up idle beginnings';

/** What a worked solution says of its search. */
export function procedureTechniquesIn({ solution }: Example): readonly string[] {
  return [
    ...(/^Count back from each target: /m.test(solution) ? [countBack] : []),
    ...(/^Give up idle beginnings: /m.test(solution) ? [dropIdle] : []),
  ];
}

export function procedureManner(strategy: Strategy, techniques: Techniques): Manner {
  const guided = strategy === 'guided';
  return {
    countsBack: guided || techniques.has(countBack),
    dropsIdle: guided || techniques.has(dropIdle),
  };
}
