/** The rules as a reader is told them: said in words, or shown by what they make of some numbers or words. */
import { capitalised, listed, pluralOf, withArticle } from '../../skins.ts';
import type { Label } from '../composition/plan.ts';
import { changeText, conditionText } from '../synthesis/wording.ts';
import type { RuleExamples } from './examples.ts';
import type { RuleContent } from './rules.ts';
import { realmOf, type Terms } from './terms.ts';

/** A rule, and the examples that it is shown by; null where it is said. */
export interface Rule {
  readonly content: RuleContent;
  readonly examples: RuleExamples | null;
}

export function ruleText({ content, examples }: Rule, name: string, terms: Terms): string {
  return examples === null ? saidText(content, name, terms) : shownText(examples, name, terms);
}

function saidText(content: RuleContent, name: string, terms: Terms): string {
  const realm = realmOf(terms);
  const word = (label: Label) => JSON.stringify(terms.lexicon.words[label]);
  const number = withArticle(terms.nouns.number);
  switch (content.kind) {
    case 'change':
      return `The ${name} ${realm.change} of ${number} is ${changeText(content.change)}.`;
    case 'class':
      return `${capitalised(number)} is ${name} if it is ${conditionText(content.condition)}, and otherwise it is not.`;
    case 'notation':
      return `The ${name} ${realm.notation} puts ${word(content.to)} for ${word(content.from)} and leaves every other word as it is.`;
    case 'table': {
      const entries = content.table.map(([label, value]) => `${word(label)} as ${value}`);
      return `The ${name} ${realm.table} counts ${listed(entries)}, and every other word as ${content.otherwise}.`;
    }
  }
}

function shownText(shown: RuleExamples, name: string, terms: Terms): string {
  const realm = realmOf(terms);
  switch (shown.kind) {
    case 'change': {
      const pairs = shown.examples.map(([before, after]) => `of ${before} is ${after}`);
      return `The ${name} ${realm.change} ${listed(pairs)}.`;
    }
    case 'class': {
      const side = (belongs: boolean) =>
        listed(shown.examples.flatMap(([number, does]) => (does === belongs ? [String(number)] : [])));
      const numbers = pluralOf(terms.nouns.number);
      return `The ${numbers} ${side(true)} are ${name}, and the ${numbers} ${side(false)} are not.`;
    }
    case 'notation': {
      const [before, after] = [shown.before, shown.after].map((labels) => wordsText(labels, terms));
      return `The ${name} ${realm.notation} makes ${after} of ${before}.`;
    }
    case 'table':
      return `The ${name} ${realm.table} makes [${shown.after.join(', ')}] of ${wordsText(shown.before, terms)}.`;
  }
}

/** What can be told of the rules that are shown without being said; empty where there are none. */
export function formsText(rules: readonly Rule[], terms: Terms): string {
  const realm = realmOf(terms);
  const shown = rules.filter(({ examples }) => examples !== null);
  const kinds = new Set(shown.map(({ content }) => content.kind));
  if (kinds.size === 0) return '';
  const all = shown.length === rules.length;
  const [number, numbers] = [terms.nouns.number, pluralOf(terms.nouns.number)];
  const forms = [
    kinds.has('change')
      ? `${withArticle(realm.change)} is always the ${number} itself plus, minus or times some whole number, some whole number minus the ${number} itself, or its remainder when divided by some whole number`
      : '',
    kinds.has('class')
      ? `an adjective always stands for the ${numbers} greater than some whole number, less than some whole number, or divisible by some whole number`
      : '',
    kinds.has('notation')
      ? `${withArticle(realm.notation)} always puts one word for one other word and leaves the rest as they are`
      : '',
    kinds.has('table') ? `${withArticle(realm.table)} always counts a word as the same number` : '',
  ].filter((text) => text !== '');
  const [which, them] =
    shown.length === 1
      ? [`${all ? 'The' : 'The last'} rule is`, 'it']
      : [`${all ? 'The' : `The last ${shown.length}`} rules are`, 'them'];
  return `${which} not said but shown by what comes of some examples. That is enough to know ${them}, since ${forms.join('; ')}.`;
}

function wordsText(labels: readonly Label[], terms: Terms): string {
  return `[${labels.map((label) => JSON.stringify(terms.lexicon.words[label])).join(', ')}]`;
}
