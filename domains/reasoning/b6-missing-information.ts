import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { drawVocabulary } from '../skins.ts';
import { canonicalSituation } from './missing/canonical.ts';
import { arrangementsMax, drawClues, unplacedMin } from './missing/clues.ts';
import { explain } from './missing/explanation.ts';
import { answerSetProgram, constraintSet } from './missing/formats.ts';
import { drawQuestions, spreadMax, spreadMin } from './missing/questions.ts';
import { isRight } from './missing/recount.ts';
import { bestQuestions, people, questionId, type Situation, worthsOf } from './missing/situation.ts';
import { bodyOf } from './missing/wording.ts';

interface MissingAnswer {
  /** How many arrangements fit all clues. */
  readonly arrangements: number;
  /** Id of the question to ask next. */
  readonly question: string;
  /** How many arrangements its most frequent answer leaves. */
  readonly left: number;
}

/** A count off by at most this share is near: with the best question it earns category 1. */
const nearShare = 0.05;
/** A question of at least this share of the highest worth is a valid one. */
const validWorthShare = 0.5;

/**
 * Some of the clues to a row of people are missing: how many arrangements are left, and which question is worth its
 * price? Exports: `asp`, whose answer sets are the arrangements (`at("Person",Place)`), and `constraints`, JSON with
 * `places`, `people`, `constraints` of {kind, people, numbers}, the `criterion`, and `questions` of {id, kind, about,
 * price}; places count from 1.
 */
export const missingInformation: Skill<Situation, MissingAnswer> = {
  id: 'B6',
  title: 'Missing information and the best next question',
  prerequisites: ['B5'],
  parameters: {
    models: {
      min: 2,
      max: arrangementsMax,
      default: 12,
      unit: 'arrangements',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of arrangements that the clues leave possible.',
    },
    questions: {
      min: 2,
      max: 12,
      default: 5,
      unit: 'questions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of questions of which the best is to be found.',
    },
    priceSpread: {
      min: spreadMin,
      max: spreadMax,
      default: 0.5,
      unit: 'share of the highest price',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'How much less the cheapest question costs than the dearest; the more, the less the counts alone decide.',
    },
    unplaced: {
      min: 3,
      max: people,
      default: 6,
      unit: 'people',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: `How many of the ${people} people have no place stated outright; raised where many arrangements need it.`,
    },
  },
  interactions: [
    ['models', 'questions'],
    ['models', 'unplaced'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the cheapest question with 96 or 72
  // arrangements .017, with 24 .014, other constants .011 and less, a random answer .005.
  chance: 0.017,
  answerSchema: z.object({ arrangements: z.number(), question: z.string(), left: z.number() }),

  generate,
  answer: (situation) => {
    const best = bestQuestions(situation)[0] as number;
    return {
      arrangements: situation.fitting,
      question: questionId(best),
      left: situation.worst[best] as number,
    };
  },
  category,
  verify: (situation, { arrangements, question, left }) => isRight(situation, arrangements, question, left),
  oracle: (situation) => ({ asp: answerSetProgram(situation), constraints: constraintSet(situation) }),
  solution: explain,
  guess: ({ questions }, random) => {
    const arrangements = random.int(2, arrangementsMax);
    return {
      arrangements,
      question: questionId(random.int(0, questions.length - 1)),
      left: random.int(1, arrangements),
    };
  },
  blindAnswers,
};

function generate(parameters: Parameters, random: RandomStream): Instance<Situation> {
  const wanted = random.round(parameters.models!);
  const count = random.round(parameters.questions!);
  const unplaced = Math.max(random.round(parameters.unplaced!), unplacedMin(wanted));
  const { clues, arrangements } = drawClues(unplaced, wanted, random);
  const { questions, worst } = drawQuestions(count, parameters.priceSpread!, arrangements, random);
  const prices = questions.map(({ price }) => price);
  const { skin, names, who, place, preposition } = drawVocabulary(random.substream('names'), {
    names: people,
  });
  const fitting = arrangements.length;
  const situation: Situation = { names, who, place, preposition, clues, questions, fitting, worst };
  return {
    features: {
      models: fitting,
      questions: count,
      priceSpread: 1 - Math.min(...prices) / Math.max(...prices),
      unplaced,
    },
    skin,
    body: bodyOf(situation),
    answerExample: '{"arrangements": 41, "question": "Q7", "left": 23}',
    reference: situation,
    canonical: canonicalSituation(situation),
  };
}

/**
 * With the right counts a question is graded by its regret, what it lacks in worth to the best; without what it
 * leaves it is no more than half an answer. A number of arrangements that is nearly right counts only beside the
 * best question, which alone is a guess among few.
 */
function category(situation: Situation, { arrangements, question, left }: MissingAnswer): Category {
  const worths = worthsOf(situation);
  const asked = worths.findIndex((_, index) => questionId(index) === question);
  const share = (worths[asked] ?? 0) / Math.max(...worths);
  const near = Math.abs(arrangements - situation.fitting) <= nearShare * situation.fitting;
  if (arrangements !== situation.fitting) return near && share === 1 ? 1 : 0;
  if (left !== situation.worst[asked]) return share === 1 ? 2 : 1;
  if (share === 1) return 4;
  return share >= validWorthShare ? 3 : 2;
}

/** The cheapest question, and the first, with round counts of which half are left. */
function blindAnswers({ questions }: Situation): MissingAnswer[] {
  const prices = questions.map(({ price }) => price);
  const cheapest = questionId(prices.indexOf(Math.min(...prices)));
  const halved = (arrangements: number, question: string) => ({
    arrangements,
    question,
    left: Math.ceil(arrangements / 2),
  });
  return [
    ...[6, 12, 24, 48, 60, 72, 96, 120].map((arrangements) => halved(arrangements, cheapest)),
    halved(24, questionId(0)),
    halved(questions.length, cheapest),
  ];
}
