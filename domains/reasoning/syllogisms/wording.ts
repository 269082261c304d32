import { type Claim, type Form, truths } from './claims.ts';

/** The only sentences that premises and statements are made of. */
const sentences: Readonly<Record<Form, (subject: string, predicate: string) => string>> = {
  all: (subject, predicate) => `All ${subject} are ${predicate}.`,
  no: (subject, predicate) => `No ${subject} are ${predicate}.`,
  some: (subject, predicate) => `Some ${subject} are ${predicate}.`,
  someNot: (subject, predicate) => `Some ${subject} are not ${predicate}.`,
  cover: (subject, predicate) => `Everything that is not among the ${subject} is among the ${predicate}.`,
  neither: (subject, predicate) => `Something is neither among the ${subject} nor among the ${predicate}.`,
};

/** The claim as a sentence, with plural nouns for the classes. */
export function sentenceOf(claim: Claim, classes: readonly string[]): string {
  return sentences[claim.form](nameOf(claim.subject, classes), nameOf(claim.predicate, classes));
}

/** The claim as it stands inside a sentence. */
export function clauseOf(claim: Claim, classes: readonly string[]): string {
  const sentence = sentenceOf(claim, classes);
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1, -1)}`;
}

/** Everything the model is told. */
export function bodyOf(
  premises: readonly Claim[],
  statements: readonly Claim[],
  classes: readonly string[],
): string {
  const numbered = (claims: readonly Claim[], letter: string) =>
    claims.map((claim, index) => `${letter}${index + 1}. ${sentenceOf(claim, classes)}`);
  return [
    'The premises below describe an imaginary world. Take them all as true, and use nothing that you know about the real world.',
    'Every class that is named has at least one member, and there may be things that belong to none of the classes. "Some" means at least one and perhaps all.',
    '',
    'Premises:',
    ...numbered(premises, 'P'),
    '',
    'Statements:',
    ...numbered(statements, 'S'),
    '',
    'Judge every statement by the premises alone: "yes" if it follows from them, "no" if its negation follows, so that it cannot be true, and "undetermined" if neither follows.',
    `Answer with one JSON object that has an entry for each of the statements S1 to S${statements.length}, with one of the values ${truths.map((truth) => `"${truth}"`).join(', ')}.`,
  ].join('\n');
}

/** Membership in a class, or its lack, as the end of a sentence: `not among the dogs`. */
export function membershipClause(term: number, inside: boolean, classes: readonly string[]): string {
  return `${inside ? '' : 'not '}among the ${nameOf(term, classes)}`;
}

function nameOf(term: number, classes: readonly string[]): string {
  const name = classes[term];
  if (name === undefined) throw new RangeError(`no name for class ${term}`);
  return name;
}
