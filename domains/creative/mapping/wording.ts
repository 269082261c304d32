import type { RandomStream } from '../../random.ts';
import { listed, pluralOf, type Vocabulary } from '../../skins.ts';
import { type Analogy, type Brief, type Circle, type Statement, traitCount, verbCount } from './analogy.ts';
import type { Condition } from './conditions.ts';

export interface Words {
  /** Who the people are, plural: captains. */
  readonly people: string;
  /** Names of the people of the first circle and of the second, by number; the same for verbs. */
  readonly names: readonly (readonly string[])[];
  readonly verbs: readonly (readonly string[])[];
  readonly traits: readonly string[];
}

/** Verbs of which one person can be the subject and another one the object, in the third person. */
const commonVerbs =
  `admires advises avoids calls envies follows greets guards helps hires hugs invites mocks pays
  praises teaches teases thanks trusts visits warns watches`.split(/\s+/);

/** Words of the prompt that no word of an instance may be. */
const reserved: ReadonlySet<string> = new Set(
  `analogy another answer becomes becoming carried circle common condition conditions equally first graded leads
  nobody number partner partners people person second share shares statement statements strategies strategy traits
  trait unusual valid verbs weight weighs whole`.split(/\s+/),
);

export const wordNeeds = (size: number) => ({
  names: 2 * size,
  classes: 2 * verbCount,
  properties: traitCount,
  reserved,
});

/** Verbs are nonce words too where the names are. */
export function wordsOf(vocabulary: Vocabulary, size: number, random: RandomStream): Words {
  const { skin, who, names, classes, properties } = vocabulary;
  const verbs =
    skin === 'nonce' ? classes.map(({ plural }) => plural) : random.sample(commonVerbs, 2 * verbCount);
  return {
    people: pluralOf(who),
    names: [names.slice(0, size), names.slice(size)],
    verbs: [verbs.slice(0, verbCount), verbs.slice(verbCount)],
    traits: properties,
  };
}

/** `S3`, or `T3` in the second circle. */
export function statementId(circle: number, index: number): string {
  return `${circle === 0 ? 'S' : 'T'}${index + 1}`;
}

export function statementText(
  { verb, from, to }: Statement,
  circle: number,
  { names, verbs }: Words,
): string {
  if (verb === null) return `${statementId(circle, from)} leads to ${statementId(circle, to)}`;
  return `${names[circle]![from]} ${verbs[circle]![verb]} ${names[circle]![to]}`;
}

/** A sentence for the condition: one of a closed set of patterns, which a reader can rely on. */
export function conditionSentence({ kind, about }: Condition, { names, verbs, traits }: Words): string {
  const [p, q, r, s] = about as [number, number, number, number];
  const [ours, theirs] = names as [readonly string[], readonly string[]];
  switch (kind) {
    case 'notPartner':
      return `The partner of ${ours[p]} is not ${theirs[q]}.`;
    case 'eitherPartner':
      return `The partner of ${ours[p]} is ${theirs[q]} or ${theirs[r]}.`;
    case 'oneOf':
      return `The partner of ${ours[p]} is ${theirs[q]}, or the partner of ${ours[r]} is ${theirs[s]}, or both.`;
    case 'trait':
      return `The partner of ${ours[p]} is ${traits[q]}.`;
    case 'notTrait':
      return `The partner of ${ours[p]} is someone who is not ${traits[q]}.`;
    case 'alike':
      return `The partners of ${ours[p]} and ${ours[q]} have the same trait.`;
    case 'unlike':
      return `The partners of ${ours[p]} and ${ours[q]} have different traits.`;
    case 'notVerb':
      return `The verb "${verbs[0]![p]}" does not become "${verbs[1]![q]}".`;
    case 'kept':
      return `${statementId(0, p)} is carried over.`;
    case 'linked':
      return `It is stated that the partner of ${ours[q]} ${verbs[1]![p]} the partner of ${ours[r]}.`;
    case 'notLinked':
      return `It is not stated that the partner of ${ours[q]} ${verbs[1]![p]} the partner of ${ours[r]}.`;
  }
}

/** Everything that an analogy must meet, those on how much is carried over first. */
export function conditionLines({ first, carried, carriedAbove, conditions }: Brief, words: Words): string[] {
  const said = first.statements.filter(({ verb }) => verb !== null).length;
  const above = first.statements.length - said;
  const range = (from: number, count: number) =>
    `${statementId(0, from)} ${count === 2 ? 'and' : 'to'} ${statementId(0, from + count - 1)}`;
  const are = (count: number) => (count === 1 ? 'is' : 'are');
  return [
    `Of the ${said} statements ${range(0, said)}, at least ${carried} ${are(carried)} carried over.`,
    ...(above > 0
      ? [
          `Of the ${above} statements ${range(said, above)}, at least ${carriedAbove} ${are(carriedAbove)} carried over.`,
        ]
      : []),
    ...conditions.map((condition) => conditionSentence(condition, words)),
  ].map((sentence, index) => `${index + 1}. ${sentence}`);
}

/** Everything the model is told. */
export function bodyOf(brief: Brief, words: Words): string {
  const { first, second } = brief;
  const { people, names, verbs, traits } = words;
  const some = (circle: number) => listed(verbs[circle]!.map((verb) => `"${verb}"`));
  const last = first.statements.length - 1;
  const hasAbove = first.statements[last]!.verb === null;
  return [
    `There are two circles of ${people}, with ${first.traits.length} people each. Everybody has one of the traits ${listed(traits)}.`,
    '',
    ...circleLines('first', 0, first, words),
    '',
    ...circleLines('second', 1, second, words),
    '',
    `An analogy gives everybody of the first circle one partner in the second circle, no two the same. It also says what each verb of the first circle (${some(0)}) becomes: one verb of the second circle (${some(1)}), no two the same.`,
    '',
    `A statement about two people is carried over when the second circle has the statement that it turns into: both people are replaced by their partners, in the same order, and the verb by the one that it becomes. For example, "${names[0]![0]} ${verbs[0]![0]} ${names[0]![1]}" would be carried over if a statement read "${names[1]![1]} ${verbs[1]![2]} ${names[1]![0]}", the partner of ${names[0]![0]} were ${names[1]![1]}, that of ${names[0]![1]} were ${names[1]![0]}, and "${verbs[0]![0]}" became "${verbs[1]![2]}".`,
    ...(hasAbove
      ? [
          `A statement that one statement leads to another is carried over when both of these are carried over, and the second circle states that what the one turns into leads to what the other turns into. For example, ${statementId(0, last)} is carried over if ${statementId(0, first.statements[last]!.from)} turns into some T and ${statementId(0, first.statements[last]!.to)} into some other T, and it is stated that the former leads to the latter.`,
        ]
      : []),
    '',
    'An analogy is valid when all of this is true:',
    ...conditionLines(brief, words),
    '',
    'Two valid analogies have the same strategy exactly when each verb becomes the same in both, and equally many people keep their trait in both. People keep their trait when they have the same trait as their partners. It makes no difference who these people are.',
    '',
    'Analogies that keep traits come to mind first. So a valid analogy in which nobody keeps their trait has weight 1, and the weight doubles with every person who keeps it: 2 with one such person, 4 with two, 8 with three, and so on. The weight of a strategy is the sum of the weights of all valid analogies that have it. A strategy is unusual when at least half of the weight of all valid analogies belongs to strategies of greater weight than its own. Strategies that keep few traits, or that turn the verbs in a way that few valid analogies do, tend to be unusual.',
    '',
    'A valid analogy of an unusual strategy counts fully, and a valid analogy of any other strategy three quarters. One that is not valid counts at most half: by how many of the conditions it meets, and of the statements wanted it carries over, beyond what guesses reach. People and verbs without exactly one counterpart of their own are left out of that count, and no condition that speaks of them is met.',
    '',
    'Which valid analogy has an unusual strategy? Give one JSON object with "partners", in which every name of the first circle stands with the name of the partner, and "verbs", in which every verb of the first circle stands with the verb that it becomes.',
  ].join('\n');
}

export function partnersText({ partners }: Analogy, { names }: Words): string {
  return names[0]!.map((name, person) => `${name}–${names[1]![partners[person]!]}`).join(', ');
}

export function verbsText({ verbs }: Pick<Analogy, 'verbs'>, words: Words): string {
  return listed(
    words.verbs[0]!.map((verb, index) => `"${verb}" becomes "${words.verbs[1]![verbs[index]!]}"`),
  );
}

function circleLines(which: string, circle: number, { traits, statements }: Circle, words: Words): string[] {
  const members = words.names[circle]!.map((name, person) => `${name} (${words.traits[traits[person]!]})`);
  return [
    `The ${which} circle: ${members.join(', ')}.`,
    `What is stated of the ${which} circle:`,
    ...statements.map(
      (statement, index) => `${statementId(circle, index)}. ${statementText(statement, circle, words)}.`,
    ),
  ];
}
