/** The terms that a composition is told in: words of a realm, and nonce words in place of some of them. */
import type { RandomStream } from '../../random.ts';
import { nonceWords, pluralOf } from '../../skins.ts';
import type { Lexicon } from '../composition/lexicon.ts';
import { type Composition, labelCount, type Shape, shapesOf } from '../composition/plan.ts';
import { reservedWords } from '../ir/names.ts';
import { type Realm, realms } from './realms.ts';
import type { RuleContent } from './rules.ts';

/** What numbers, records, maps and words are called, singular and with a regular plural. */
export interface Nouns {
  readonly number: string;
  readonly record: string;
  readonly map: string;
  readonly word: string;
}

export interface Terms {
  /** The id of the realm. */
  readonly realm: string;
  readonly nouns: Nouns;
  readonly lexicon: Lexicon;
  /** The name of each rule. */
  readonly rules: readonly string[];
}

interface DrawnTerms extends Terms {
  /** The share of the terms that are nonce words. */
  readonly nonceShare: number;
}

export function realmOf({ realm }: Terms): Realm {
  return realms.find(({ id }) => id === realm) as Realm;
}

/** Terms of which a share, as near to it as their number lets it be, are nonce words. */
export function drawTerms(
  composition: Composition,
  rules: readonly RuleContent[],
  nonceShare: number,
  random: RandomStream,
): DrawnTerms {
  const realm = random.pick(realms);
  const takes = composition.functions.map((plan) => plan.takes);
  const shapes = shapesIn(composition);
  const hasRecords = shapes.has('record') || shapes.has('records');
  const hasWords = hasRecords || shapes.has('tally') || shapes.has('words');
  const classes = rules.filter(({ kind }) => kind === 'class').length;

  const terms = {
    number: [realm.nouns.number],
    record: [realm.nouns.record],
    map: [realm.nouns.map],
    word: [realm.nouns.word],
    fields: [random.pick(realm.labelFields), ...random.sample(realm.numberFields, 2)],
    words: random.sample(realm.words, labelCount),
    verbs: random.sample(realm.verbs, takes.length),
    classNames: random.sample(realm.classNames, classes),
    ruleNames: random.sample(realm.ruleNames, rules.length - classes),
  };
  const { number, record, map, word, fields, words, verbs, classNames, ruleNames } = terms;
  const used = [
    ...[number, verbs, classNames, ruleNames],
    ...(hasRecords ? [record, fields] : []),
    ...(hasWords ? [word, words] : []),
    ...(shapes.has('tally') ? [map] : []),
  ].flatMap((group) => group.map((_, at) => ({ group, at })));
  const nonce = random.sample(used, random.round(nonceShare * used.length));
  const nextWord = nonceWords(random, reservedWords);
  for (const { group, at } of nonce) group[at] = nextWord();

  const nouns = { number: number[0]!, record: record[0]!, map: map[0]!, word: word[0]! };
  const parameters = {
    number: nouns.number,
    record: nouns.record,
    numbers: pluralOf(nouns.number),
    records: pluralOf(nouns.record),
    tally: nouns.map,
    words: pluralOf(nouns.word),
  };
  const [label, first, second] = fields as [string, string, string];
  return {
    realm: realm.id,
    nouns,
    lexicon: {
      functions: takes.map((shape, at) => `${verbs[at]}_${parameters[shape]}`),
      parameters,
      words,
      fields: { label, first, second },
    },
    rules: rules.map(({ kind }) => (kind === 'class' ? classNames : ruleNames).shift()!),
    nonceShare: nonce.length / used.length,
  };
}

/** The shapes that values have on their way through the functions. */
export function shapesIn({ functions }: Composition): ReadonlySet<Shape> {
  return new Set(functions.flatMap((plan) => shapesOf(plan, functions)));
}
