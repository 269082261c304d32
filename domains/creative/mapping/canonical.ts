import { canonicalForm, type Relation } from '../../canonical.ts';
import { type Brief, traitCount, verbCount } from './analogy.ts';
import type { ConditionKind } from './conditions.ts';

/** What each number of a condition stands for. */
export const rolesOf: Readonly<Record<ConditionKind, readonly Role[]>> = {
  notPartner: ['person', 'partner'],
  eitherPartner: ['person', 'partner', 'partner'],
  oneOf: ['person', 'partner', 'person', 'partner'],
  trait: ['person', 'trait'],
  notTrait: ['person', 'trait'],
  alike: ['person', 'person'],
  unlike: ['person', 'person'],
  notVerb: ['verb', 'otherVerb'],
  kept: ['statement'],
  linked: ['otherVerb', 'person', 'person'],
  notLinked: ['otherVerb', 'person', 'person'],
};
export type Role = 'person' | 'partner' | 'trait' | 'verb' | 'otherVerb' | 'statement';

/** Whose order means nothing, though they stand for the same. */
const unordered: readonly ConditionKind[] = ['eitherPartner', 'alike', 'unlike'];

/** The brief without names, the same in whatever order people, verbs, traits, statements and conditions stand. */
export function canonicalBrief({ first, second, carried, carriedAbove, conditions }: Brief): string {
  const size = first.traits.length;
  const numbers = numbering(size, first.statements.length);
  const relations: Relation[] = [];
  for (const [circle, { traits, statements }] of [first, second].entries()) {
    const person = (index: number) => (circle === 0 ? numbers.person : numbers.partner) + index;
    const statement = (index: number) => (circle === 0 ? numbers.statement : numbers.otherStatement) + index;
    const verbs = circle === 0 ? numbers.verb : numbers.otherVerb;
    for (const [index, trait] of traits.entries())
      relations.push({
        kind: `has ${circle}`,
        members: [
          ['who', person(index)],
          ['what', numbers.trait + trait],
        ],
      });
    for (const [index, { verb, from, to }] of statements.entries()) {
      const own = ['own', statement(index)] as const;
      relations.push(
        verb === null
          ? { kind: `leads ${circle}`, members: [own, ['from', statement(from)], ['to', statement(to)]] }
          : {
              kind: `says ${circle}`,
              members: [own, ['verb', verbs + verb], ['from', person(from)], ['to', person(to)]],
            },
      );
    }
  }
  for (const { kind, about } of conditions) {
    const pairs = kind === 'oneOf';
    // The two halves of a condition of pairs can change places: each is an element of its own.
    if (pairs) {
      const half = numbers.halves + 2 * conditions.findIndex((other) => other.about === about);
      for (const at of [0, 1])
        relations.push({
          kind: 'half',
          members: [
            ['own', half + at],
            ['who', numbers.person + about[2 * at]!],
            ['what', numbers.partner + about[2 * at + 1]!],
          ],
        });
      relations.push({
        kind,
        members: [
          ['either', half],
          ['either', half + 1],
        ],
      });
      continue;
    }
    const members = about.map((index, at) => {
      const role = rolesOf[kind][at]!;
      const place = unordered.includes(kind) ? role : `${role} ${at}`;
      return [place, numbers[role] + index] as const;
    });
    relations.push({ kind, members });
  }
  relations.push({ kind: `carried ${carried} and ${carriedAbove}`, members: [] });
  return canonicalForm(relations);
}

/** The first number of the elements of each kind. */
function numbering(size: number, statements: number) {
  const person = 0;
  const partner = person + size;
  const trait = partner + size;
  const verb = trait + traitCount;
  const otherVerb = verb + verbCount;
  const halves = otherVerb + verbCount;
  const statement = halves + 100;
  return {
    person,
    partner,
    trait,
    verb,
    otherVerb,
    halves,
    statement,
    otherStatement: statement + statements,
  };
}
