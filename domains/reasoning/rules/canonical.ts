import { canonicalForm, type Relation } from '../../canonical.ts';
import type { Rule, RuleSystem } from './logic.ts';

/** World, goal, facts and rules without names or numbers for the atoms, and in no order. */
export function canonicalRules({ facts, denied, rules }: RuleSystem, goal: number): string {
  return canonicalForm([
    { kind: 'goal', members: [['is', goal]] },
    ...facts.map((fact): Relation => ({ kind: 'fact', members: [['is', fact]] })),
    ...(denied === undefined ? [] : openWorld(denied)),
    ...rules.map(relationOf),
  ]);
}

function openWorld(denied: readonly number[]): Relation[] {
  return [
    { kind: 'open', members: [] },
    ...denied.map((atom): Relation => ({ kind: 'denied', members: [['is', atom]] })),
  ];
}

function relationOf({ head, body }: Rule): Relation {
  const conditions = body.map(({ atom, negated }) => [negated ? 'not' : 'if', atom] as const);
  return { kind: 'rule', members: [['then', head], ...conditions] };
}
