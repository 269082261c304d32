/** The prompt: the steps of a composition in the terms of a realm, and the realm's rules. */
import { listed, pluralOf, withArticle } from '../../skins.ts';
import type { Example } from '../composition/inputs.ts';
import type { Composition, Shape } from '../composition/plan.ts';
import { plainWording, type StepPhrases, type Wording } from '../composition/step-text.ts';
import { bodyOf } from '../composition/wording.ts';
import type { Language } from '../languages.ts';
import { formsText, type Rule, ruleText } from './rule-wording.ts';
import { contentKey, type RuleContent } from './rules.ts';
import { type Nouns, realmOf, shapesIn, type Terms } from './terms.ts';

export function transferBody(
  composition: Composition,
  rules: readonly Rule[],
  terms: Terms,
  language: Language,
  examples: readonly Example[],
): string {
  const { place } = realmOf(terms);
  const forms = formsText(rules, terms);
  const notes = [
    `The program is for ${place}, where ${nounsText(composition, terms)}. ${rules.length === 1 ? 'This is the rule' : 'These are the rules'} there:`,
    rules.map((rule, at) => `- ${ruleText(rule, terms.rules[at] as string, terms)}`).join('\n'),
    ...(forms === '' ? [] : [forms]),
  ];
  return retold(bodyOf(composition, realmWording(rules, terms, language), examples, notes), terms);
}

/** Names of rules stand in the place of what the rules lay down. */
function realmWording(rules: readonly Rule[], terms: Terms, language: Language): Wording {
  const plain = plainWording(terms.lexicon, language);
  const realm = realmOf(terms);
  const names = new Map(rules.map(({ content }, at) => [contentKey(content), terms.rules[at] as string]));
  const phrase = (content: RuleContent, named: (name: string) => string, said: string) => {
    const name = names.get(contentKey(content));
    return name === undefined ? said : named(name);
  };
  const phrases: StepPhrases = {
    change: (change) =>
      phrase(
        { kind: 'change', change },
        (name) => `its ${name} ${realm.change}`,
        plain.phrases.change(change),
      ),
    condition: (condition) =>
      phrase({ kind: 'class', condition }, (name) => name, plain.phrases.condition(condition)),
    word: (from, to) =>
      phrase(
        { kind: 'notation', from, to },
        (name) => `what the ${name} ${realm.notation} puts for it`,
        plain.phrases.word(from, to),
      ),
    table: (table, otherwise) =>
      phrase(
        { kind: 'table', table, otherwise },
        (name) => `what the ${name} ${realm.table} counts it as`,
        plain.phrases.table(table, otherwise),
      ),
  };
  return { ...plain, phrases };
}

/** What is called otherwise there, as far as it comes up. */
function nounsText(composition: Composition, { nouns }: Terms): string {
  const shapes = shapesIn(composition);
  const hasAny = (...some: readonly Shape[]) => some.some((shape) => shapes.has(shape));
  return listed([
    `a number is called ${withArticle(nouns.number)}`,
    ...(hasAny('record', 'records') ? [`a record ${withArticle(nouns.record)}`] : []),
    ...(hasAny('tally') ? [`a map ${withArticle(nouns.map)}`] : []),
    ...(hasAny('record', 'records', 'tally', 'words') ? [`a word ${withArticle(nouns.word)}`] : []),
  ]);
}

const stepLine = /^\d+\. /;
const headLine = /^\w+\(\w+\) takes .*:$/;
/** Not numbers of the realm, but how many there are of something. */
const countPhrase = /\bnumber of (?:its|times)\b/;

/** What functions take, give and do, with the nouns of the realm. */
export function retold(text: string, { nouns }: Terms): string {
  const noun = new RegExp(`${countPhrase.source}|\\b(number|record|map|word)(s?)\\b`, 'g');
  const told = (line: string) =>
    line.replace(noun, (whole, kind: keyof Nouns | undefined, plural: string) => {
      if (kind === undefined) return whole;
      return plural === '' ? nouns[kind] : pluralOf(nouns[kind]);
    });
  return text
    .split('\n')
    .map((line) => (stepLine.test(line) || headLine.test(line) ? told(line) : line))
    .join('\n');
}
