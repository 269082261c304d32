import type { Cell } from './syllogism-prompt.ts';

/** What is known of an individual's memberships: bits of the classes it is in and of those it is out of. */
export interface Individual {
  readonly inside: number;
  readonly outside: number;
}

export function individualIn({ subject, inSubject, predicate, inPredicate }: Cell): Individual {
  return together(memberOf(subject, inSubject), memberOf(predicate, inPredicate));
}

export function memberOf(number: number, inside: boolean): Individual {
  return inside ? { inside: 1 << number, outside: 0 } : { inside: 0, outside: 1 << number };
}

export function together(left: Individual, right: Individual): Individual {
  return { inside: left.inside | right.inside, outside: left.outside | right.outside };
}

/** True when all that `part` knows is known of the whole. */
export function includes(whole: Individual, part: Individual): boolean {
  return (part.inside & ~whole.inside) === 0 && (part.outside & ~whole.outside) === 0;
}

/** True when the two differ in a membership that both know. */
export function excludes(left: Individual, right: Individual): boolean {
  return (left.inside & right.outside) !== 0 || (left.outside & right.inside) !== 0;
}

/** How many memberships the two share, of two classes at most. */
export function overlap(demand: Individual, cell: Individual): number {
  const inside = demand.inside & cell.inside;
  const outside = demand.outside & cell.outside;
  return [inside & (inside - 1), inside, outside, outside & (outside - 1)].filter((bits) => bits !== 0)
    .length;
}
