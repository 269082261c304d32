import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { capitalised } from '../../skins.ts';
import { acrostics, links, openers, tails, things } from './phrases.ts';

/** Who a plain text is about, and what they do. */
export interface Cast {
  readonly nouns: readonly string[];
  readonly traits: readonly string[];
}

export interface Draft {
  readonly sentences: readonly string[];
  /** The things that stand in it. */
  readonly things: readonly string[];
  /** What the first letters of its first sentences spell. */
  readonly acrostic: string;
}

interface Sentence {
  readonly opener: string;
  readonly comma: boolean;
  readonly asks: boolean;
  readonly subject: string;
  readonly trait: string;
  readonly ends: string[];
}

/** Share of the longest length that a text has at least. */
export const shortestShare = 0.75;
/** Share of it that sentences take before their ends are filled up. */
const bareShare = 0.6;
const wordsPerAcrosticLetter = 16;
const wordsPerThing = 14;
const thingsMax = 6;
/** Letters without which enough phrases are left; most texts are written without one of them. */
const sparedLetters = [...'bckpvwgfymld'];
const sparing = 0.75;

/**
 * A plain text of at most so many words and at least `shortestShare` of them. It is dull on purpose: it shows that what
 * is true of it can be met.
 */
export function draftText({ nouns, traits }: Cast, lengthMax: number, random: RandomStream): Draft {
  const fitting = acrostics.filter(({ length }) => length <= Math.max(2, lengthMax / wordsPerAcrosticLetter));
  const missing = random.chance(sparing) ? random.pick(sparedLetters) : null;
  const allowed = (phrase: string) => missing === null || !phrase.includes(missing);
  const some = (phrases: readonly string[]) => {
    const without = phrases.filter(allowed);
    return random.pick(without.length > 0 ? without : phrases);
  };
  const acrostic = some(fitting);

  const written: Sentence[] = [];
  let words = 0;
  while (written.length < acrostic.length || words < bareShare * lengthMax) {
    const letter = acrostic[written.length] ?? some(Object.keys(openers));
    const asks = random.chance(0.25);
    const sentence: Sentence = {
      opener: some(openers[letter]!),
      comma: asks || random.chance(0.6),
      asks,
      subject: some(nouns),
      trait: some(traits),
      ends: [],
    };
    written.push(sentence);
    words += wordsIn(textOf(sentence));
  }

  const used: string[] = [];
  const add = (end: string) => {
    if (words + wordsIn(end) > lengthMax) return false;
    random.pick(written).ends.push(end);
    words += wordsIn(end);
    return true;
  };
  const wanted = Math.min(thingsMax, Math.max(1, Math.floor(lengthMax / wordsPerThing)));
  for (const thing of random.sample(things.filter(allowed), wanted)) {
    for (let times = random.pick([1, 1, 1, 2, 3]); times > 0; times--) {
      if (add(`${some(links)} ${thing}`) && used.at(-1) !== thing) used.push(thing);
    }
  }
  for (let tries = 0; words < shortestShare * lengthMax; tries++) {
    if (tries > 200) throw new InstanceRejected('the text does not get long enough');
    add(some(tails));
  }
  if (words > lengthMax) throw new InstanceRejected('the text got too long');
  return { sentences: written.map(textOf), things: used, acrostic };
}

function textOf({ opener, comma, asks, subject, trait, ends }: Sentence): string {
  const claim = [`the ${subject}`, trait, ...ends].join(' ');
  return `${capitalised(opener)}${comma ? ',' : ''} ${asks ? 'is it true that ' : ''}${claim}${asks ? '?' : '.'}`;
}

function wordsIn(phrase: string): number {
  return phrase.split(' ').length;
}
