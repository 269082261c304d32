import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import {
  type Condition,
  keys,
  numberIn,
  type Profile,
  type Subject,
  type Trait,
  traitsOf,
} from './conditions.ts';
import type { Lexicon } from './lexicon.ts';

const triesEach = 4;
/** Of so many conditions the one is taken that random sets meet about as often as is wanted. */
const candidates = 8;
/** Share of the random sets that meet two conditions, and share of these that meet one more. */
const twoMet = 0.01;
const eachMore = 0.45;
/** Never rarer than that so many sets meet all conditions, as far as conditions are independent. */
const validSets = 400;
/** How often kinds of conditions come up. */
const kindsDrawn = [
  'letter',
  'letter',
  'letter',
  'long',
  'class',
  'class',
  'different',
  'tied',
  'letters',
] as const;
/** Shares of random sets that meet a single condition. */
const rarest = 0.02;
const commonest = 0.9;

/** The part of the tree that no word may come from: classes that together hold about this share of the words. */
export function drawBan(
  { classes, classOf }: Lexicon,
  { classes: belongs }: Profile,
  share: number,
  random: RandomStream,
): number[] {
  const sizes = classes.map((_, index) => belongs.filter((own) => own.includes(index)).length);
  const inside = (own: number, other: number) =>
    belongs.some((path) => path.includes(own) && path.includes(other));
  const banned: number[] = [];
  let left = Math.floor(share * classOf.length);
  for (const index of random.shuffle([...classes.keys()])) {
    const size = sizes[index] as number;
    if (size > left || banned.some((other) => inside(other, index))) continue;
    banned.push(index);
    left -= size;
  }
  return banned.sort((one, other) => one - other);
}

/** So many different ones of the words. */
export function drawSet(words: readonly number[], size: number, random: RandomStream): number[] {
  const set: number[] = [];
  while (set.length < size) {
    const word = random.pick(words);
    if (!set.includes(word)) set.push(word);
  }
  return set;
}

/**
 * So many conditions that the planted set meets, and how many of them each of the random sets meets. The more there
 * are, the fewer of the random sets meet them all, but not so few that hardly any of the possible sets is valid.
 */
export function drawConditions(
  lexicon: Lexicon,
  profile: Profile,
  count: number,
  planted: readonly number[],
  randomSets: readonly (readonly number[])[],
  possibleSets: number,
  random: RandomStream,
): { conditions: Condition[]; met: number[] } {
  let wanted = twoMet;
  for (let more = 2; more < count; more++) wanted *= eachMore;
  wanted = Math.min(twoMet, Math.max(wanted, validSets / possibleSets));
  const chosen: Weighed[] = [];
  const names = new Set<string>();
  for (let tries = 0; tries < triesEach * count && chosen.length < count; tries++) {
    const drawn = Array.from({ length: candidates }, () => drawCondition(lexicon, profile, planted, random));
    const best = drawn
      .filter((condition) => !names.has(nameOf(condition)))
      .map((condition) => weighed(profile, condition, randomSets))
      .filter(({ share }) => share >= rarest && share <= commonest)
      .filter((one) => chosen.every((other) => !implies(one, other) && !implies(other, one)))
      .map((candidate) => ({ candidate, misfit: misfitOf(candidate.share) }))
      .reduce<Fit | null>((fit, other) => (fit === null || other.misfit < fit.misfit ? other : fit), null);
    if (best === null) continue;
    chosen.push(best.candidate);
    names.add(nameOf(best.candidate.condition));
    wanted /= best.candidate.share;
  }
  if (chosen.length < count) throw new InstanceRejected('too few conditions fit the planted set');
  return {
    conditions: chosen.map(({ condition }) => condition),
    met: randomSets.map((_, index) => chosen.reduce((sum, { met }) => sum + (met[index] as number), 0)),
  };

  /** How far off all would be if those that are left had this share too. */
  function misfitOf(share: number): number {
    let all = 1;
    for (let left = count - chosen.length; left > 0; left--) all *= share;
    return all > wanted ? all / wanted : wanted / all;
  }
}

interface Weighed {
  readonly condition: Condition;
  /** 1 for each of the random sets that meets it. */
  readonly met: Uint8Array;
  readonly share: number;
}

/** Whether each of the random sets that meets the one also meets the other. */
function implies(one: Weighed, other: Weighed): boolean {
  return one.met.every((met, index) => met <= (other.met[index] as number));
}

interface Fit {
  readonly candidate: Weighed;
  readonly misfit: number;
}

function weighed(profile: Profile, condition: Condition, sets: readonly (readonly number[])[]): Weighed {
  const met = new Uint8Array(sets.length);
  const has = condition.kind === 'count' ? traitsOf(profile, condition.trait) : null;
  let sum = 0;
  for (const [index, set] of sets.entries()) {
    let number = 0;
    if (has === null) number = numberIn(profile, condition, set);
    else for (const word of set) number += has[word] as number;
    if (number < condition.least || number > condition.most) continue;
    met[index] = 1;
    sum++;
  }
  return { condition, met, share: sum / sets.length };
}

/** How many sets of so many words there are, capped where it is more than enough. */
export function setsOf(words: number, size: number): number {
  let sets = 1;
  for (let index = 0; index < size; index++) sets *= (words - index) / (index + 1);
  return sets;
}

/** What a condition is about, as a text: no two conditions are about the same. */
function nameOf({ least: _least, most: _most, ...subject }: Condition): string {
  return JSON.stringify(subject);
}

function drawCondition(
  lexicon: Lexicon,
  profile: Profile,
  planted: readonly number[],
  random: RandomStream,
): Condition {
  const subject = drawSubject(lexicon, profile, planted, random);
  const number = numberIn(profile, subject, planted);
  const highest = subject.kind === 'letters' ? Number.MAX_SAFE_INTEGER : planted.length;
  const bounds =
    subject.kind === 'different' ? 'exactly' : random.pick(['exactly', 'at least', 'at most'] as const);
  return {
    ...subject,
    least: bounds === 'at most' ? 0 : number,
    most: bounds === 'at least' ? highest : number,
  };
}

function drawSubject(
  { words, classes }: Lexicon,
  { texts, classes: belongs }: Profile,
  planted: readonly number[],
  random: RandomStream,
): Subject {
  // Half of the time what a word of the planted set is like, so that traits of few words come up in it.
  const word = random.chance(0.5) ? random.pick(planted) : random.int(0, words.length - 1);
  const text = texts[word] as string;
  switch (random.pick(kindsDrawn)) {
    case 'different':
      return { kind: 'different', key: random.pick(keys) };
    case 'letters':
      return { kind: 'letters' };
    case 'tied':
      return { kind: 'tied' };
    case 'letter':
      return { kind: 'count', trait: drawLetter(text, random) };
    case 'long':
      return { kind: 'count', trait: { by: 'long', letters: text.length } };
    case 'class':
      return {
        kind: 'count',
        trait: { by: 'class', class: random.pick(belongs[word] ?? [...classes.keys()]) },
      };
  }
}

function drawLetter(text: string, random: RandomStream): Trait {
  const by = random.pick(['first', 'last', 'contains'] as const);
  const at = by === 'first' ? 0 : by === 'last' ? text.length - 1 : random.int(0, text.length - 1);
  return { by, letter: text.charAt(at) };
}
