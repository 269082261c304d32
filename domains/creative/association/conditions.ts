import { classesFrom, type Lexicon } from './lexicon.ts';

/** What a single word can be like. `long`: it has so many letters or more; `class`: it belongs to the class. */
export type Trait =
  | { readonly by: 'first' | 'last' | 'contains'; readonly letter: string }
  | { readonly by: 'long'; readonly letters: number }
  | { readonly by: 'class'; readonly class: number };

/** What words of a set can share: first or last letter, number of letters, line of the lexicon. */
export const keys = ['first', 'last', 'length', 'line'] as const;
export type Key = (typeof keys)[number];

/**
 * A number that a set has. `banned`: its words of these classes; `count`: its words with the trait; `different`:
 * different keys of its words; `tied`: its words that are tied to another one of it; `letters`: letters of all its words.
 */
export type Subject =
  | { readonly kind: 'banned'; readonly classes: readonly number[] }
  | { readonly kind: 'count'; readonly trait: Trait }
  | { readonly kind: 'different'; readonly key: Key }
  | { readonly kind: 'tied' }
  | { readonly kind: 'letters' };

/** The number lies between these two. Where there is no upper bound, `most` is what no set exceeds. */
export type Condition = Subject & { readonly least: number; readonly most: number };

/** What conditions rest on, for each word of a lexicon. */
export interface Profile {
  readonly texts: readonly string[];
  /** The classes that the word belongs to. */
  readonly classes: readonly (readonly number[])[];
  /** The words that it is tied to. */
  readonly tied: readonly (readonly number[])[];
  readonly keys: Readonly<Record<Key, readonly (string | number)[]>>;
}

export function profileOf({ words, classOf, classes, ties }: Lexicon): Profile {
  const texts = words.map((word) => word.toLowerCase());
  const tied: number[][] = words.map(() => []);
  for (const [left, right] of ties) {
    tied[left]?.push(right);
    tied[right]?.push(left);
  }
  const paths = classes.map((_, index) => classesFrom(classes, index));
  return {
    texts,
    classes: classOf.map((leaf) => paths[leaf] as number[]),
    tied,
    keys: {
      first: texts.map((text) => text.charAt(0)),
      last: texts.map((text) => text.charAt(text.length - 1)),
      length: texts.map((text) => text.length),
      line: classOf,
    },
  };
}

function hasTrait({ texts, classes }: Profile, trait: Trait, word: number): boolean {
  const text = texts[word] as string;
  switch (trait.by) {
    case 'first':
      return text.startsWith(trait.letter);
    case 'last':
      return text.endsWith(trait.letter);
    case 'contains':
      return text.includes(trait.letter);
    case 'long':
      return text.length >= trait.letters;
    case 'class':
      return (classes[word] as readonly number[]).includes(trait.class);
  }
}

/** For each word 1 if it has the trait, else 0. */
export function traitsOf(profile: Profile, trait: Trait): Uint8Array {
  return Uint8Array.from(profile.texts, (_, word) => (hasTrait(profile, trait, word) ? 1 : 0));
}

export function numberIn(profile: Profile, subject: Subject, set: readonly number[]): number {
  switch (subject.kind) {
    case 'banned':
      return set.filter((word) => isBanned(profile, subject.classes, word)).length;
    case 'count':
      return set.filter((word) => hasTrait(profile, subject.trait, word)).length;
    case 'different':
      return new Set(set.map((word) => profile.keys[subject.key][word])).size;
    case 'tied':
      return set.filter((word) => profile.tied[word]?.some((other) => set.includes(other))).length;
    case 'letters':
      return set.reduce((sum, word) => sum + (profile.texts[word] as string).length, 0);
  }
}

export function isMet(profile: Profile, condition: Condition, set: readonly number[]): boolean {
  const number = numberIn(profile, condition, set);
  return number >= condition.least && number <= condition.most;
}

/** The share of the conditions that the set meets. */
export function shareMet(profile: Profile, conditions: readonly Condition[], set: readonly number[]): number {
  return conditions.filter((condition) => isMet(profile, condition, set)).length / conditions.length;
}

export function isBanned({ classes }: Profile, banned: readonly number[], word: number): boolean {
  return (classes[word] as readonly number[]).some((own) => banned.includes(own));
}
