import { listed } from '../../skins.ts';
import { type Condition, isBanned, numberIn, type Profile, profileOf } from './conditions.ts';
import { distancesOf } from './lexicon.ts';
import { type Situation, unlikeness } from './situation.ts';

/** An ordinary set and why it is not enough; then a set that is, with every condition and distance counted out. */
export function explain(situation: Situation): string {
  const { lexicon, conditions, target, pool, best, ordinary } = situation;
  const { words } = lexicon;
  const profile = profileOf(lexicon);
  const distances = distancesOf(lexicon);
  const distance = (left: number, right: number) => distances[left * words.length + right] as number;
  const name = (word: number) => words[word] as string;
  const counts = Object.entries(pool);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  const reaching = counts.reduce((sum, [sumOf, count]) => sum + (Number(sumOf) >= target ? count : 0), 0);
  const near = nearest(ordinary, distance);
  return [
    `A set that meets all conditions is soon found by exchanging words that miss one: ${named(ordinary)}. But its unlikeness is only ${unlikeness(situation, ordinary)}${near === null ? '' : `; ${name(near[0])} and ${name(near[1])}, for example, are only ${distance(...near)} apart`}.`,
    `Exchange words one at a time for words further from the others, prefer exchanges that keep all conditions met, and make good a condition that is missed by the next exchange. This leads to ${named(best)}.`,
    'It meets all conditions:',
    ...conditions.map(
      (condition, index) => `- Condition ${index + 1}: ${met(profile, condition, best, name)}`,
    ),
    'The distances of its words:',
    ...best.slice(0, -1).map((word, index) => {
      const others = best.slice(index + 1).map((other) => `${distance(word, other)} to ${name(other)}`);
      return `- From ${name(word)} ${listed(others)}.`;
    }),
    `The sum is ${unlikeness(situation, best)}, and ${target} is enough. Of ${all} random sets that meet all conditions, ${reaching} ${reaching === 1 ? 'is' : 'are'} as unlike as that.`,
    `Answer: ${named(best)}.`,
  ].join('\n');

  function named(set: readonly number[]): string {
    return listed(set.map(name));
  }
}

/** What the condition bounds, counted out on the set. */
function met(
  profile: Profile,
  condition: Condition,
  set: readonly number[],
  name: (word: number) => string,
): string {
  const number = numberIn(profile, condition, set);
  switch (condition.kind) {
    case 'banned': {
      const held = profile.texts.filter((_, word) => isBanned(profile, condition.classes, word)).length;
      return `none of the words is among the ${held} ${held === 1 ? 'word' : 'words'} of the banned classes.`;
    }
    case 'letters':
      return `${set.map((word) => (profile.texts[word] as string).length).join(' + ')} = ${number} letters.`;
    case 'different': {
      const seen = Map.groupBy(set, (word) => `${profile.keys[condition.key][word]}`);
      return `${[...seen.values()].map((group) => listed(group.map(name))).join('; ')}: ${number} different.`;
    }
    default: {
      const words = set.filter((word) =>
        condition.kind === 'tied'
          ? profile.tied[word]?.some((other) => set.includes(other))
          : numberIn(profile, condition, [word]) === 1,
      );
      return words.length === 0 ? 'there is none.' : `${listed(words.map(name))}: ${number}.`;
    }
  }
}

/** The two words of the set that are nearest to each other. */
function nearest(
  set: readonly number[],
  distance: (left: number, right: number) => number,
): readonly [number, number] | null {
  const pairs = set.flatMap((word, index) => set.slice(index + 1).map((other) => [word, other] as const));
  return pairs.toSorted((one, other) => distance(...one) - distance(...other))[0] ?? null;
}
