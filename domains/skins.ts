import type { RandomStream } from './random.ts';
import { type Bank, banks } from './vocabularies.ts';

/** How many words of each kind an instance needs; what is left out is 0. */
export interface WordNeeds {
  /** Names of people, capitalised. */
  readonly names?: number;
  /** Class nouns, singular and plural. */
  readonly classes?: number;
  /** Adjectives that complete "Ada is". */
  readonly properties?: number;
  /** Attributes, each with so many values. */
  readonly categories?: { readonly count: number; readonly values: number };
  /** The prompt's own words in small letters: none of them is drawn, and no nonce word that is a near miss. */
  readonly reserved?: ReadonlySet<string>;
}

interface ClassNoun {
  readonly singular: string;
  readonly plural: string;
}

export interface SkinCategory {
  readonly name: string;
  /** Verb phrase with `{}` for the value, completing "the person who": `drinks {}`. */
  readonly clause: string;
  readonly values: readonly string[];
}

export interface Vocabulary {
  /** The facet: `nonce`, `everyday`, or the scene of a domain vocabulary. */
  readonly skin: string;
  /** Who is spoken of and the kind of place they take in a row, singular nouns; `in` or `at` the place. */
  readonly who: string;
  readonly place: string;
  readonly preposition: string;
  readonly names: readonly string[];
  readonly classes: readonly ClassNoun[];
  readonly properties: readonly string[];
  readonly categories: readonly SkinCategory[];
}

/**
 * Draws a skin (nonce, everyday and domain vocabularies a third each) and words from it, in random order. No
 * word drawn is a reserved word or another's near miss. A skin that has too few words is not drawn, so needs
 * beyond what `vocabularies.ts` holds come out as nonce words.
 */
export function drawVocabulary(random: RandomStream, needs: WordNeeds): Vocabulary {
  const kind = random.pick(['nonce', 'everyday', 'domain'] as const);
  const fitting = banks.filter((bank) => (bank.skin === 'everyday') === (kind === 'everyday'));
  const bank = kind === 'nonce' ? null : drawnFrom(random.pick(fitting), random, needs);
  return bank ?? nonceVocabulary(random, needs);
}

/** `a` or `an`, by the first letter: no bank holds a word in which letter and sound disagree. */
export function withArticle(word: string): string {
  return `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`;
}

/** The plural of an English noun, by its spelling: bench, dinghy, toy become benches, dinghies, toys; persons are people. */
export function pluralOf(noun: string): string {
  if (noun === 'person') return 'people';
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** `1 step`, `2 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : pluralOf(noun)}`;
}

/** `a, b and c`; a single item stands alone. */
export function listed(items: readonly string[], conjunction = 'and'): string {
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1)}`;
}

/** The text with a capital first letter, which may follow parentheses, for the start of a sentence. */
export function capitalised(text: string): string {
  let at = 0;
  while (text[at] === '(') at++;
  return text.slice(0, at) + text.charAt(at).toUpperCase() + text.slice(at + 1);
}

/** True when the words are equal or one insertion, deletion or replacement apart: easily misread. */
export function confusable(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  const skip = long.length === short.length ? at + 1 : at;
  return short.slice(skip) === long.slice(at + 1);
}

/** Words of the bank, or null when it holds too few. */
function drawnFrom(bank: Bank, random: RandomStream, needs: WordNeeds): Vocabulary | null {
  const free = (items: readonly string[]) =>
    needs.reserved ? items.filter((item) => !needs.reserved?.has(item.toLowerCase())) : items;
  const wanted = needs.categories ?? { count: 0, values: 0 };
  const names = free(bank.names);
  const classes = free(bank.classes);
  const properties = free(bank.properties);
  const categories = bank.categories.filter((item) => free(item.values).length >= wanted.values);
  if (
    names.length < (needs.names ?? 0) ||
    classes.length < (needs.classes ?? 0) ||
    properties.length < (needs.properties ?? 0) ||
    categories.length < wanted.count
  ) {
    return null;
  }
  return {
    skin: bank.skin,
    who: bank.who,
    place: bank.place,
    preposition: bank.preposition,
    names: random.sample(names, needs.names ?? 0),
    classes: random.sample(classes, needs.classes ?? 0).map(classNoun),
    properties: random.sample(properties, needs.properties ?? 0),
    categories: random.sample(categories, wanted.count).map((item) => ({
      name: item.name,
      clause: item.clause,
      values: random.sample(free(item.values), wanted.values),
    })),
  };
}

function nonceVocabulary(random: RandomStream, needs: WordNeeds): Vocabulary {
  const draw = nonceWords(random, needs.reserved ?? new Set());
  const many = (count: number) => Array.from({ length: count }, draw);
  const wanted = needs.categories ?? { count: 0, values: 0 };
  return {
    skin: 'nonce',
    who: 'person',
    place: 'spot',
    preposition: 'at',
    names: many(needs.names ?? 0).map(capitalised),
    classes: many(needs.classes ?? 0).map(classNoun),
    properties: many(needs.properties ?? 0),
    categories: many(wanted.count).map((name) => ({
      name,
      clause: `has the {} ${name}`,
      values: many(wanted.values),
    })),
  };
}

function classNoun(singular: string): ClassNoun {
  return { singular, plural: pluralOf(singular) };
}

/** Clusters that few English words begin with, so that what is built is not a word by accident. */
const firstOnsets = ['vl', 'zw', 'vr', 'sv', 'zl', 'fn', 'kv', 'mr', 'dzh', 'gw', 'pw', 'tsk'] as const;
const innerOnsets = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 't', 'v'] as const;
const vowels = ['a', 'e', 'i', 'o', 'u'] as const;
const codas = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'x'] as const;

/** Letters of the shortest nonce word. */
const lengthMin = 6;

/** A source of nonce words, each at least two letters away from all before it and from the reserved ones. */
export function nonceWords(random: RandomStream, reserved: ReadonlySet<string>): () => string {
  const drawn = [...reserved].filter(({ length }) => length >= lengthMin - 1);
  const inner = () => random.pick(innerOnsets) + random.pick(vowels);
  return () => {
    for (;;) {
      const word = random.pick(firstOnsets) + random.pick(vowels) + inner() + random.pick(codas);
      if (drawn.some((earlier) => confusable(earlier, word))) continue;
      drawn.push(word);
      return word;
    }
  };
}
