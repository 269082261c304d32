import { type RuleSystem, ruleId } from './logic.ts';

/** The task as an answer-set program whose optimal answer sets are the shortest proofs. */
export function programOf({ facts, rules }: RuleSystem, goal: number): string {
  return [
    '% The optimal answer sets are the shortest proofs: use(k) says that rule Rk is used.',
    '% holds(A) is what can be derived at all; it is the same in every answer set.',
    ...facts.map((fact) => `fact(${fact}).`),
    ...rules.flatMap(({ head, body }, index) => [
      `rule(${ruleId(index).slice(1)},${head}).`,
      ...body.map(
        ({ atom, negated }) => `${negated ? 'denies' : 'wants'}(${ruleId(index).slice(1)},${atom}).`,
      ),
    ]),
    'holds(A) :- fact(A).',
    'holds(H) :- rule(R,H), holds(A) : wants(R,A); not holds(A) : denies(R,A).',
    '{ use(R) } :- rule(R,_), not holds(A) : denies(R,A).',
    'proved(A) :- fact(A).',
    'proved(H) :- use(R), rule(R,H), proved(A) : wants(R,A).',
    `:- not proved(${goal}).`,
    '#minimize { 1,R : use(R) }.',
    '#show use/1.',
  ].join('\n');
}
