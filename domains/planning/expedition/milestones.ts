import type { Atom } from '../model/model.ts';
import type { Entry, Expedition } from './drawing.ts';
import { atFact, type ExpeditionWorld, validFact } from './world.ts';

/** A fact that comes true in every plan, and what it has to do with others; passes and parties by number. */
export interface Milestone {
  readonly fact: Atom;
  readonly party: number;
  /** Place on the party's route, from 0 for its start. */
  readonly at: number;
  /** Pass that comes to be valid; null for reaching a place. */
  readonly issues: number | null;
  /** Pass that must be valid when the place is entered. */
  readonly needs: number | null;
  /** Pass that is cancelled as the place is entered. */
  readonly cancels: number | null;
}

/** Issues, guarded and alarmed places and goals, in the order of the timetable. */
export function milestonesOf(expedition: Expedition, world: ExpeditionWorld): Milestone[] {
  const { lengths, roles, issues, timetable } = expedition;
  const issuedAt = ({ party, at }: Entry): Milestone[] =>
    issues.flatMap((issue, pass) =>
      issue.party === party && issue.at === at
        ? [{ fact: validFact(world, pass), party, at, issues: pass, needs: null, cancels: null }]
        : [],
    );
  return [
    ...lengths.flatMap((_, party) => issuedAt({ party, at: 0 })),
    ...timetable.flatMap((entry) => {
      const { party, at } = entry;
      const role = roles[party]![at]!;
      const reached: Milestone = {
        fact: atFact(world, entry),
        party,
        at,
        issues: null,
        needs: role?.kind === 'guarded' ? role.pass : null,
        cancels: role?.kind === 'alarmed' ? role.pass : null,
      };
      return [...(role !== null || at === lengths[party] ? [reached] : []), ...issuedAt(entry)];
    }),
  ];
}

/** Whether some plan without a detour or a second issue brings the milestones about in this order. */
export function isTimetable(order: readonly Milestone[]): boolean {
  const done = new Set<Milestone>();
  const valid = new Set<number>();
  for (const milestone of order) {
    const { issues, needs, cancels } = milestone;
    const skipped = order.some(
      (other) => !done.has(other) && other !== milestone && precedes(other, milestone),
    );
    if (skipped || (needs !== null && !valid.has(needs))) return false;
    if (issues !== null) valid.add(issues);
    if (cancels !== null) valid.delete(cancels);
    done.add(milestone);
  }
  return true;
}

/** True when one party comes by the first strictly before it comes by the second. */
function precedes(first: Milestone, second: Milestone): boolean {
  if (first.party !== second.party) return false;
  return first.at < second.at || (first.at === second.at && first.issues === null && second.issues !== null);
}

/** Pairs of milestones of which the first comes true before the second in every shortest plan. */
export function necessaryPairs(milestones: readonly Milestone[]): (readonly [Milestone, Milestone])[] {
  return milestones.flatMap((second) =>
    milestones.flatMap((first) => {
      const opens = first.issues !== null && first.issues === second.needs;
      const used = first.needs !== null && first.needs === second.cancels;
      const necessary = precedes(first, second) || opens || (used && followsIssue(second, milestones));
      return necessary ? [[first, second] as const] : [];
    }),
  );
}

/** True when its party must have come by the issue or a use of the pass that the place cancels. */
export function followsIssue(alarmed: Milestone, milestones: readonly Milestone[]): boolean {
  const pass = alarmed.cancels;
  return milestones.some(
    (other) => precedes(other, alarmed) && (other.needs === pass || other.issues === pass),
  );
}

/** For each pass the passes that have to be valid before it can be issued, directly or through others. */
export function neededPasses(milestones: readonly Milestone[], passes: number): ReadonlySet<number>[] {
  const needed = Array.from({ length: passes }, (_, pass) => {
    const issue = milestones.find(({ issues }) => issues === pass)!;
    const guards = milestones.filter(
      ({ party, at, needs }) => needs !== null && party === issue.party && at <= issue.at,
    );
    return new Set(guards.map(({ needs }) => needs!));
  });
  for (let changed = true; changed; ) {
    changed = false;
    for (const passesNeeded of needed) {
      const before = passesNeeded.size;
      for (const pass of [...passesNeeded]) for (const other of needed[pass]!) passesNeeded.add(other);
      changed ||= passesNeeded.size > before;
    }
  }
  return needed;
}
