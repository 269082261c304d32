import { type RuleSystem, ruleId } from './logic.ts';
import { type AtomName, clauseOf } from './wording.ts';

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

/**
 * The task as JSON, in the prompt's words and order:
 * `{ world: "closed", facts: string[], rules: { id, if: string[], ifNot: string[], conclusion: string }[], goal: string }`.
 * A statement holds when it is a fact or `conclusion` of a rule of which all of `if` hold and none of `ifNot` does; what
 * cannot be derived so does not hold. No statement depends on itself. Asked for is a shortest list of rule ids in
 * which every `if` is a fact or `conclusion` of an earlier rule, every `ifNot` does not hold, and the last `conclusion` is the
 * goal.
 */
export function constraintsOf(
  { facts, rules }: RuleSystem,
  goal: number,
  names: readonly AtomName[],
): string {
  const statement = (atom: number) => clauseOf({ atom, negated: false }, names);
  return JSON.stringify({
    world: 'closed',
    facts: facts.map(statement),
    rules: rules.map(({ head, body }, index) => ({
      id: ruleId(index),
      if: body.filter(({ negated }) => !negated).map(({ atom }) => statement(atom)),
      ifNot: body.filter(({ negated }) => negated).map(({ atom }) => statement(atom)),
      conclusion: statement(head),
    })),
    goal: statement(goal),
  });
}
