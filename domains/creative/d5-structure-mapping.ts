import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { drawVocabulary } from '../skins.ts';
import { categoryOfShare } from '../task.ts';
import type { Analogy } from './mapping/analogy.ts';
import { answerOf, type MappingAnswer, mappingSchema, readAnalogy } from './mapping/answer.ts';
import { canonicalBrief } from './mapping/canonical.ts';
import { type DrawnBrief, drawBrief } from './mapping/draw.ts';
import { explain } from './mapping/explanation.ts';
import { statementOf } from './mapping/formats.ts';
import { blindAnalogies, randomAnalogy } from './mapping/guesses.ts';
import { Judge } from './mapping/judge.ts';
import { strategyByHand } from './mapping/recount.ts';
import { bodyOf, type Words, wordNeeds, wordsOf } from './mapping/wording.ts';
import { categoryOfValid, noveltyOf, unusualStrategy } from './novelty.ts';
import { isFarFromCommon } from './recount.ts';

interface MappingReference extends DrawnBrief {
  readonly words: Words;
  /** The share of what is wanted that guesses reach. */
  readonly chance: number;
}

/** Guesses of which the best tells what guesses reach. */
const guesses = 30;

/**
 * People of two circles are to be mapped onto each other so that what is stated is carried over: a valid analogy, of an
 * unusual strategy. Export: `constraints`, JSON with both circles, conditions of {kind, about} as in
 * `mapping/conditions.ts` and all `strategies` of {fingerprint, weight}. A fingerprint tells verbs by the number of
 * their statements.
 */
export const structureMapping: Skill<MappingReference, MappingAnswer> = {
  id: 'D5',
  title: 'Mapping one structure onto another',
  prerequisites: ['D4'],
  parameters: {
    elements: {
      min: 4,
      max: 10,
      default: 6,
      unit: 'people',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'People in each circle, who are the elements of a graph; statements rise with them.',
    },
    constraints: {
      min: 2,
      max: 12,
      default: 5,
      unit: 'conditions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Conditions that a valid analogy must meet, those on how many statements it carries over among them.',
    },
    depth: {
      min: 1,
      max: 4,
      default: 2,
      unit: 'orders',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Highest order of a statement: 1 is about people, 2 about statements of order 1, and so on.',
    },
    surfaceDistance: {
      min: 0,
      max: 1,
      default: 0.5,
      unit: 'share of people',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of people whose partner has another trait in the analogy that carries over every statement.',
    },
  },
  interactions: [
    ['elements', 'constraints'],
    ['elements', 'depth'],
  ],
  // Measured over 500 instances at parameters drawn evenly over their ranges; the other null models score less.
  chance: 0.013,
  answerSchema: mappingSchema,

  generate,
  answer: ({ reference, words }) => answerOf(reference, words),
  category,
  aspects: (reference, answer) => {
    const { share, fingerprint } = judged(reference, answer);
    return { quality: share, novelty: fingerprint === null ? 0 : noveltyOf(reference.pool, fingerprint) };
  },
  verify: ({ brief, words, pool }, answer) => {
    const strategy = strategyByHand(brief, words, answer);
    return strategy !== null && isFarFromCommon(pool, strategy);
  },
  oracle: ({ brief, words, pool }) => ({ constraints: JSON.stringify(statementOf(brief, words, pool)) }),
  solution: ({ brief, words, pool, valid, reference }) =>
    explain(brief, words, pool, valid, reference, unusualStrategy(pool)!),
  guess: ({ brief, words }, random) => answerOf(randomAnalogy(brief, random), words),
  blindAnswers: ({ brief, words }) => blindAnalogies(brief).map((analogy) => answerOf(analogy, words)),
};

function generate(parameters: Parameters, random: RandomStream): Instance<MappingReference> {
  const size = random.round(parameters.elements!);
  const constraints = random.round(parameters.constraints!);
  const depth = random.round(parameters.depth!);
  const changed = random.round(parameters.surfaceDistance! * size);
  const drawn = drawBrief({ size, constraints, depth, changed }, random);
  const { brief } = drawn;
  const vocabulary = drawVocabulary(random.substream('words'), wordNeeds(size));
  const words = wordsOf(vocabulary, size, random.substream('verbs'));
  return {
    features: { elements: size, constraints, depth, surfaceDistance: changed / size },
    skin: vocabulary.skin,
    body: bodyOf(brief, words),
    answerExample:
      '{"partners": {"Anton": "Yvette", "Berta": "Zoltan"}, "verbs": {"kicks": "feeds", "likes": "fears"}}',
    reference: { ...drawn, words, chance: chanceOf(drawn, random.substream('chance')) },
    canonical: canonicalBrief(brief),
  };
}

function judged({ brief, words }: MappingReference, answer: MappingAnswer): ReturnType<Judge['judge']> {
  return new Judge(brief).judge(readAnalogy(answer, words));
}

function category(reference: MappingReference, answer: MappingAnswer): Category {
  const { share, fingerprint } = judged(reference, answer);
  if (fingerprint !== null) return categoryOfValid(reference.pool, fingerprint);
  return share === 1 ? 2 : categoryOfShare(share, reference.chance);
}

/** The most that blind answers and some guesses reach without being valid. */
function chanceOf({ brief }: DrawnBrief, random: RandomStream): number {
  const judge = new Judge(brief);
  const tried: Analogy[] = [
    ...blindAnalogies(brief),
    ...Array.from({ length: guesses }, () => randomAnalogy(brief, random)),
  ];
  const shares = tried.map((analogy) => judge.judge({ analogy, whole: true }).share);
  return Math.max(0, ...shares.filter((share) => share < 1));
}
