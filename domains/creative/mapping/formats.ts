import type { ReferencePool } from '../novelty.ts';
import type { Brief, Circle } from './analogy.ts';
import { rolesOf } from './canonical.ts';
import { statementId, type Words } from './wording.ts';

/** All that a checker from outside needs, as an object for JSON, with names in place of numbers. */
export function statementOf(
  brief: Brief,
  words: Words,
  pool: ReferencePool,
): Readonly<Record<string, unknown>> {
  const { first, second, carried, carriedAbove, conditions } = brief;
  const named = {
    person: words.names[0]!,
    partner: words.names[1]!,
    trait: words.traits,
    verb: words.verbs[0]!,
    otherVerb: words.verbs[1]!,
    statement: first.statements.map((_, index) => statementId(0, index)),
  };
  return {
    first: circleOf(first, 0, words),
    second: circleOf(second, 1, words),
    carriedOver: { aboutPeople: carried, aboutStatements: carriedAbove },
    conditions: conditions.map(({ kind, about }) => ({
      kind,
      about: about.map((index, at) => named[rolesOf[kind][at]!][index]),
    })),
    strategies: Object.entries(pool).map(([fingerprint, weight]) => ({ fingerprint, weight })),
  };
}

function circleOf({ traits, statements }: Circle, circle: number, { names, verbs, ...words }: Words) {
  return {
    people: names[circle]!.map((name, person) => ({ name, trait: words.traits[traits[person]!] })),
    verbs: verbs[circle],
    statements: statements.map(({ verb, from, to }, index) => ({
      id: statementId(circle, index),
      verb: verb === null ? 'leads to' : verbs[circle]![verb],
      from: verb === null ? statementId(circle, from) : names[circle]![from],
      to: verb === null ? statementId(circle, to) : names[circle]![to],
    })),
  };
}
