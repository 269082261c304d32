import { type RuleSystem, ruleId } from './logic.ts';
import { type AtomName, clauseOf } from './wording.ts';

/**
 * The task as an answer-set program whose optimal answer sets are the shortest proofs. What the facts of an open world
 * deny is negated classically there, and nothing by default.
 */
export function programOf({ facts, denied, rules }: RuleSystem, goal: number): string {
  const failing = denied ? '-holds(A)' : 'not holds(A)';
  return [
    '% The optimal answer sets are the shortest proofs: use(k) says that rule Rk is used.',
    '% holds(A) is what can be derived at all; it is the same in every answer set.',
    ...facts.map((fact) => `fact(${fact}).`),
    ...(denied ?? []).map((atom) => `-holds(${atom}).`),
    ...rules.flatMap(({ head, body }, index) => [
      `rule(${ruleId(index).slice(1)},${head}).`,
      ...body.map(
        ({ atom, negated }) => `${negated ? 'denies' : 'wants'}(${ruleId(index).slice(1)},${atom}).`,
      ),
    ]),
    'holds(A) :- fact(A).',
    `holds(H) :- rule(R,H), holds(A) : wants(R,A); ${failing} : denies(R,A).`,
    `{ use(R) } :- rule(R,_), ${failing} : denies(R,A).`,
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
 * goal. With `world: "open"` there is `deniedFacts: string[]` after `facts`, in the same words without "not": these
 * statements do not hold, and of all others that cannot be derived nothing is known, so that a rule can be used only
 * when all of its `ifNot` are among them.
 */
export function constraintsOf(
  { facts, denied, rules }: RuleSystem,
  goal: number,
  names: readonly AtomName[],
): string {
  const statement = (atom: number) => clauseOf({ atom, negated: false }, names);
  return JSON.stringify({
    world: denied ? 'open' : 'closed',
    facts: facts.map(statement),
    ...(denied && { deniedFacts: denied.map(statement) }),
    rules: rules.map(({ head, body }, index) => ({
      id: ruleId(index),
      if: body.filter(({ negated }) => !negated).map(({ atom }) => statement(atom)),
      ifNot: body.filter(({ negated }) => negated).map(({ atom }) => statement(atom)),
      conclusion: statement(head),
    })),
    goal: statement(goal),
  });
}
