import { canonicalForm, type Relation } from '../../canonical.ts';
import type { Dispute, Literal, Premise } from './premises.ts';

/** Premises with the ranks of their sources, and statements, without names and in no order. */
export function canonicalDispute({ premises, reliabilities, statements }: Dispute): string {
  const rankOf = (source: number) =>
    reliabilities.filter((other) => other > (reliabilities[source] as number)).length;
  return canonicalForm([
    ...premises.map((premise) => relationOf(premise, rankOf(premise.source))),
    ...statements.map((statement): Relation => ({ kind: 'asked', members: [member('is', statement)] })),
  ]);
}

function relationOf({ conditions, conclusion }: Premise, rank: number): Relation {
  return {
    kind: `premise of source ${rank}`,
    members: [member('then', conclusion), ...conditions.map((condition) => member('if', condition))],
  };
}

function member(role: string, { atom, negated }: Literal): readonly [string, number] {
  return [negated ? `${role} not` : role, atom];
}
