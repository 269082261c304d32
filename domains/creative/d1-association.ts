import { z } from 'zod';
import type { Aspects, Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { canonicalSituation } from './association/canonical.ts';
import { profileOf, shareMet } from './association/conditions.ts';
import { explain } from './association/explanation.ts';
import { constraintSet } from './association/formats.ts';
import { isWhole } from './association/recheck.ts';
import { drawSituation, type Situation, unlikeness } from './association/situation.ts';
import { bodyOf } from './association/wording.ts';

interface AssociationAnswer {
  readonly words: readonly string[];
}

/** Longer lists and words than any honest answer has. */
const wordsMax = 100;
const lettersMax = 100;

/**
 * A set of words that meets conditions on letters, classes and ties, and is as unlike as possible. Export:
 * `constraints`, JSON with the `lexicon`, `ties`, `size`, `conditions`, `target`, a `reference` and the `pool`.
 */
export const association: Skill<Situation, AssociationAnswer> = {
  id: 'D1',
  title: 'Constrained association',
  prerequisites: [],
  parameters: {
    constraints: {
      min: 2,
      max: 12,
      default: 5,
      unit: 'conditions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of conditions that the set has to meet, besides a ban on classes.',
    },
    setSize: {
      min: 4,
      max: 10,
      default: 5,
      unit: 'words',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of words in the set.',
    },
    banned: {
      min: 0,
      max: 0.4,
      default: 0.2,
      unit: 'share of the words',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Share of the lexicon in classes from which no word may come.',
    },
    lexicon: {
      min: 36,
      max: 112,
      default: 48,
      unit: 'words',
      scale: 'log',
      monotone: false,
      kind: 'search',
      does: 'Number of words in the lexicon.',
    },
    unlikeness: {
      min: 0,
      max: 1,
      default: 0.5,
      unit: 'share of the way',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'How far the unlikeness asked for is on the way from what three quarters of random valid sets fall short of to the most that a search finds.',
    },
  },
  interactions: [
    ['constraints', 'setSize'],
    ['constraints', 'unlikeness'],
  ],
  // Measured over 1,500 instances at parameters drawn evenly over their ranges: the shortest words and the last ones of
  // the lexicon .005, a random set .004, other constants .004 and less.
  chance: 0.005,
  answerSchema: z.object({ words: z.array(z.string().max(lettersMax)).max(wordsMax) }),

  generate,
  answer: ({ lexicon, best }) => ({ words: best.map((word) => lexicon.words[word] as string) }),
  category,
  aspects,
  verify: (situation, { words }) => isWhole(situation, words),
  oracle: (situation) => ({ constraints: constraintSet(situation) }),
  solution: explain,
  guess: ({ lexicon, size }, random) => ({ words: random.sample(lexicon.words, size) }),
  blindAnswers,
};

function generate(parameters: Parameters, random: RandomStream): Instance<Situation> {
  const constraints = random.round(parameters.constraints!);
  const setSize = random.round(parameters.setSize!);
  const lexicon = random.round(parameters.lexicon!);
  const { situation, skin, bannedShare, height } = drawSituation(
    { constraints, setSize, lexicon, banned: parameters.banned!, unlikeness: parameters.unlikeness! },
    random,
  );
  return {
    features: { constraints, setSize, banned: bannedShare, lexicon, unlikeness: height },
    skin,
    body: bodyOf(situation),
    answerExample: '{"words": ["lantern", "heron", "cocoa"]}',
    reference: situation,
    canonical: canonicalSituation(situation),
  };
}

/** The words of the answer by number; null when they are not as many different words of the lexicon as are wanted. */
function setOf({ lexicon, size }: Situation, { words }: AssociationAnswer): number[] | null {
  if (words.length !== size || new Set(words).size !== size) return null;
  const set = words.map((word) => lexicon.words.indexOf(word));
  return set.includes(-1) ? null : set;
}

function shareOf({ lexicon, conditions }: Situation, set: readonly number[] | null): number {
  return set === null ? 0 : shareMet(profileOf(lexicon), conditions, set);
}

function category(situation: Situation, answer: AssociationAnswer): Category {
  const set = setOf(situation, answer);
  const share = shareOf(situation, set);
  if (set === null || share < 1) return categoryOfShare(share, situation.chance);
  return unlikeness(situation, set) >= situation.target ? 4 : 3;
}

/** Novelty is the share of the pool that is less unlike. */
function aspects(situation: Situation, answer: AssociationAnswer): Aspects {
  const set = setOf(situation, answer);
  const quality = shareOf(situation, set);
  if (set === null || quality < 1) return { quality, novelty: 0 };
  const own = unlikeness(situation, set);
  const counts = Object.entries(situation.pool);
  const sum = (entries: readonly (readonly [string, number])[]) =>
    entries.reduce((all, [, count]) => all + count, 0);
  return { quality, novelty: sum(counts.filter(([other]) => Number(other) < own)) / sum(counts) };
}

/** Words from the start, from the end, evenly spread, in the order of the alphabet, the shortest, the longest. */
function blindAnswers({ lexicon: { words }, size }: Situation): AssociationAnswer[] {
  const every = Array.from(
    { length: size },
    (_, index) => words[Math.floor((index * words.length) / size)] as string,
  );
  const byLength = words.toSorted((left, right) => left.length - right.length);
  return [
    words.slice(0, size),
    words.slice(-size),
    every,
    words.toSorted().slice(0, size),
    byLength.slice(0, size),
    byLength.slice(-size),
  ].map((chosen) => ({ words: chosen }));
}
