/** The terms that a composition is told in: words of a realm, and nonce words in place of some of them. */
import type { RandomStream } from '../../random.ts';
import { nonceWords, pluralOf } from '../../skins.ts';
import type { Lexicon } from '../composition/lexicon.ts';
import { type Composition, labelCount, type Shape, shapesOf } from '../composition/plan.ts';
import { reservedWords } from '../ir/names.ts';
import { type Realm, realms } from './realms.ts';
import type { RuleContent } from './rules.ts';

export interface Terms {
  /** The id of the realm. */
  readonly realm: string;
  /** What a number is called. */
  readonly number: string;
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
  const shapes = new Set(composition.functions.flatMap((plan) => shapesOf(plan, composition.functions)));
  const classes = rules.filter(({ kind }) => kind === 'class').length;
  const hasRecords = shapes.has('record') || shapes.has('records');
  const hasWords = hasRecords || shapes.has('tally') || shapes.has('words');
  const takesAny = (...some: readonly Shape[]) => some.some((shape) => takes.includes(shape));

  const ordinary = {
    number: [realm.number],
    record: [realm.record],
    word: [realm.word],
    tally: [realm.tally],
    fields: [random.pick(realm.labelFields), ...random.sample(realm.numberFields, 2)],
    words: random.sample(realm.words, labelCount),
    verbs: random.sample(realm.verbs, takes.length),
    classes: random.sample(realm.classNames, classes),
    names: random.sample(realm.ruleNames, rules.length - classes),
  };
  /** Those that the prompt has use for. */
  const used = [
    ordinary.number,
    takesAny('record', 'records') ? ordinary.record : [],
    takesAny('words') ? ordinary.word : [],
    takesAny('tally') ? ordinary.tally : [],
    hasRecords ? ordinary.fields : [],
    hasWords ? ordinary.words : [],
    ordinary.verbs,
    ordinary.classes,
    ordinary.names,
  ].flatMap((terms) => terms.map((_, at) => [terms, at] as const));
  const nonce = random.sample(used, random.round(nonceShare * used.length));
  const word = nonceWords(random, reservedWords);
  for (const [terms, at] of nonce) terms[at] = word();

  const [number, record, tally] = [ordinary.number[0]!, ordinary.record[0]!, ordinary.tally[0]!];
  const parameters = {
    number,
    record,
    numbers: pluralOf(number),
    records: pluralOf(record),
    tally,
    words: pluralOf(ordinary.word[0]!),
  };
  const [label, first, second] = ordinary.fields as [string, string, string];
  const [classNames, names] = [[...ordinary.classes], [...ordinary.names]];
  return {
    realm: realm.id,
    number,
    lexicon: {
      functions: takes.map((shape, at) => `${ordinary.verbs[at]}_${parameters[shape]}`),
      parameters,
      words: ordinary.words,
      fields: { label, first, second },
    },
    rules: rules.map(({ kind }) => (kind === 'class' ? classNames : names).shift()!),
    nonceShare: nonce.length / used.length,
  };
}
