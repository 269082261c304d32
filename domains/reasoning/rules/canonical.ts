import { canonicalForm, type Relation } from '../../canonical.ts';
import type { Rule, RuleSystem } from './logic.ts';

/** Goal, facts and rules without names or numbers for the atoms, and in no order. */
export function canonicalRules({ facts, rules }: RuleSystem, goal: number): string {
  return canonicalForm([
    { kind: 'goal', members: [['is', goal]] },
    ...facts.map((fact): Relation => ({ kind: 'fact', members: [['is', fact]] })),
    ...rules.map(relationOf),
  ]);
}

function relationOf({ head, body }: Rule): Relation {
  const conditions = body.map(({ atom, negated }) => [negated ? 'not' : 'if', atom] as const);
  return { kind: 'rule', members: [['then', head], ...conditions] };
}
