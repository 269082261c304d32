import { clauseOf } from '../rules/wording.ts';
import {
  type Dispute,
  type Literal,
  opposite,
  type Premise,
  premiseId,
  repairOrder,
  sourceName,
  statementId,
} from './premises.ts';

/**
 * The repair as an answer-set program. Its optimal answer sets are the models of the premises that are kept: which
 * premises are given up is the same in all of them.
 */
export function answerSetProgram(dispute: Dispute): string {
  const { names, premises, statements } = dispute;
  const order = repairOrder(dispute);
  return [
    '% Every optimal answer set is a model of the premises kept: holds(A) says that atom A is true.',
    '% drop(k) says that premise Pk is given up. It costs the more, the earlier the repair comes to it.',
    '% Run with --opt-mode=optN --enum-mode=cautious and read the last line of consequences:',
    '% true(k) there means "yes" for statement Sk, false(k) means "no", neither means "undetermined".',
    `atom(0..${names.length - 1}).`,
    '{ holds(A) } :- atom(A).',
    `{ drop(1..${premises.length}) }.`,
    ...premises.map(({ conditions, conclusion }, index) => {
      const violated = [...conditions, opposite(conclusion)].map(literalText).join(', ');
      return `:- not drop(${index + 1}), ${violated}.`;
    }),
    ...order.map((premise, place) => `:~ drop(${premise + 1}). [1@${order.length - place}]`),
    ...statements.flatMap((statement, index) => [
      `true(${index + 1}) :- ${literalText(statement)}.`,
      `false(${index + 1}) :- ${literalText(opposite(statement))}.`,
    ]),
    '#show drop/1.',
    '#show true/1.',
    '#show false/1.',
    '',
  ].join('\n');
}

/** The premises as named assertions, for a solver that gives unsatisfiable cores. */
export function smtScript({ names, premises }: Dispute): string {
  const term = ({ atom, negated }: Literal) => (negated ? `(not a${atom})` : `a${atom}`);
  return [
    '(set-option :produce-unsat-cores true)',
    '(set-logic QF_UF)',
    ...names.map((_, atom) => `(declare-const a${atom} Bool)`),
    ...premises.map(({ conditions, conclusion }, index) => {
      const when =
        conditions.length === 1 ? term(conditions[0] as Literal) : `(and ${conditions.map(term).join(' ')})`;
      const clause = conditions.length === 0 ? term(conclusion) : `(=> ${when} ${term(conclusion)})`;
      return `(assert (! ${clause} :named ${premiseId(index)}))`;
    }),
    '(check-sat)',
    '(get-unsat-core)',
    '',
  ].join('\n');
}

/**
 * Premises with their sources, `priorities` (the order of the repair, the first goes first), and statements. An
 * atom is written as a clause without "not"; a literal is an atom with a truth value.
 */
export function constraintSet(dispute: Dispute): string {
  const { names, reliabilities, premises, statements } = dispute;
  const literal = ({ atom, negated }: Literal) => ({
    atom: clauseOf({ atom, negated: false }, names),
    value: !negated,
  });
  return JSON.stringify({
    sources: Object.fromEntries(
      reliabilities.map((reliability, source) => [sourceName(source), reliability]),
    ),
    premises: premises.map(({ conditions, conclusion, source }: Premise, index) => ({
      id: premiseId(index),
      source: sourceName(source),
      conditions: conditions.map(literal),
      conclusion: literal(conclusion),
    })),
    priorities: repairOrder(dispute).map(premiseId),
    statements: statements.map((statement, index) => ({ id: statementId(index), ...literal(statement) })),
  });
}

function literalText({ atom, negated }: Literal): string {
  return `${negated ? 'not ' : ''}holds(${atom})`;
}
