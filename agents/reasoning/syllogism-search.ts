import type { Budget } from '../solver.ts';
import { excludes, type Individual, includes } from './individuals.ts';
import type { Step } from './syllogism-techniques.ts';

/** What an individual must be, and how it is looked for. */
export interface Search {
  readonly demand: Individual;
  /** What it must not be. */
  readonly forbidden: readonly Individual[];
  readonly classes: number;
  /** Where the search begins: the demand, or nothing. */
  readonly start: Individual;
  readonly steps: readonly Step[];
}

/**
 * Whether an individual can be found: every combination of memberships that the steps leave open in turn, a node
 * each, and a node for each membership that a step gives. Null when the budget ran out.
 */
export function findsIndividual(
  { demand, forbidden, classes, start, steps }: Search,
  budget: Budget,
): boolean | null {
  const all = (1 << classes) - 1;

  function find(from: Individual): boolean | null {
    const known = steps.length === 0 ? from : followed(from);
    if (known === null || known === 'conflict') return known === null ? null : false;
    const { inside, outside } = known;
    const open = all & ~(inside | outside);
    if (open === 0) {
      if (!budget.spend()) return null;
      return includes(known, demand) && !forbidden.some((cell) => includes(known, cell));
    }
    const last = 1 << (31 - Math.clz32(open));
    const without = find({ inside, outside: outside | last });
    return without === false ? find({ inside: inside | last, outside }) : without;
  }

  /** All that the steps say of the individual besides. */
  function followed(known: Individual): Individual | 'conflict' | null {
    const step = steps.find(({ from, to }) => includes(known, from) && !includes(known, to));
    if (step === undefined) return known;
    if (excludes(known, step.to)) return 'conflict';
    if (!budget.spend()) return null;
    return followed({
      inside: known.inside | step.to.inside,
      outside: known.outside | step.to.outside,
    });
  }

  return find(start);
}
