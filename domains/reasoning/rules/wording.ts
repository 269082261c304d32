import type { RandomStream } from '../../random.ts';
import { drawVocabulary } from '../../skins.ts';
import { type Literal, type RuleSystem, ruleId } from './logic.ts';

/** Who an atom is about and what it says of them. */
export interface AtomName {
  readonly person: string;
  readonly property: string;
}

const atomsPerPerson = 20;
const closedWorld =
  'The facts and the rules are all there is: whatever cannot be derived from them counts as not holding. So a condition with "not" holds exactly when the same statement without "not" cannot be derived.';
const openWorld =
  'The facts and the rules are not all there is: whatever is neither stated in them nor derivable from them is unknown, and a rule with an unknown condition cannot be used. So a condition with "not" holds only when it is stated, with its "not", among the facts; that the same statement without "not" cannot be derived is not enough.';

/** Draws a pair of a person and a property for each atom. */
export function drawAtomNames(
  atoms: number,
  random: RandomStream,
): { readonly skin: string; readonly names: readonly AtomName[] } {
  const people = 2 + Math.floor(atoms / atomsPerPerson);
  const vocabulary = drawVocabulary(random, { names: people, properties: Math.ceil(atoms / people) + 1 });
  const pairs = vocabulary.names.flatMap((person) =>
    vocabulary.properties.map((property) => ({ person, property })),
  );
  return { skin: vocabulary.skin, names: random.sample(pairs, atoms) };
}

/** The condition as a clause: `Ada is not brave`. */
export function clauseOf({ atom, negated }: Literal, names: readonly AtomName[]): string {
  const name = names[atom];
  if (name === undefined) throw new RangeError(`no name for atom ${atom}`);
  return `${name.person} is ${negated ? 'not ' : ''}${name.property}`;
}

/** Everything the model is told. */
export function bodyOf(system: RuleSystem, goal: number, names: readonly AtomName[]): string {
  const holding = (atom: number) => clauseOf({ atom, negated: false }, names);
  return [
    'Here are some facts about a group of people, and some rules. A rule can be used when all its conditions hold, and then its conclusion holds.',
    system.denied ? openWorld : closedWorld,
    '',
    'Facts:',
    ...system.facts.map((fact) => `- ${holding(fact)}.`),
    ...(system.denied ?? []).map((atom) => `- ${clauseOf({ atom, negated: true }, names)}.`),
    '',
    'Rules:',
    ...system.rules.map(({ head, body }, index) => {
      const conditions = body.map((condition) => clauseOf(condition, names)).join(' and ');
      return `${ruleId(index)}. If ${conditions}, then ${holding(head)}.`;
    }),
    '',
    `Goal: ${holding(goal)}.`,
    '',
    'Prove the goal with as few rules as possible. Answer with a JSON array of rule ids in the order of their use: every condition without "not" must be a fact or the conclusion of a rule earlier in the array, and the last rule must conclude the goal. Conditions with "not" need no rules in the array.',
  ].join('\n');
}
