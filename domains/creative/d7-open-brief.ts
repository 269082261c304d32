import {
  type Category,
  type Instance,
  InstanceRejected,
  type Parameters,
  type Skill,
  type Verdicts,
} from '../contract.ts';
import { canonicalJson } from '../json.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { type Brief, drawBrief } from './brief/brief.ts';
import { type Condition, shareMet } from './brief/conditions.ts';
import { draftText } from './brief/draft.ts';
import { drawConditions, reachOf } from './brief/drawing.ts';
import { explain } from './brief/explanation.ts';
import { blindTexts, randomText } from './brief/guesses.ts';
import { meetsAll } from './brief/recheck.ts';
import { rubricOf } from './brief/rubric.ts';
import { type BriefAnswer, briefAnswerSchema, readText } from './brief/text.ts';
import { assignmentOf, bodyOf } from './brief/wording.ts';

interface BriefReference {
  readonly brief: Brief;
  readonly conditions: readonly Condition[];
  /** A plain text that meets the conditions. */
  readonly sentences: readonly string[];
  /** The share of the conditions that guesses meet. */
  readonly chance: number;
}

/** Guesses of which the best tells what guesses reach. */
const guesses = 20;

/**
 * A text is to make one thing out of two or three concepts. A program checks its conditions, which are the gate; what is
 * left is for judges. Export: `constraints`, JSON with the conditions as in `brief/conditions.ts` and the questions.
 */
export const openBrief: Skill<BriefReference, BriefAnswer> = {
  id: 'D7',
  title: 'Writing to an open brief',
  prerequisites: ['D5'],
  parameters: {
    distance: {
      min: 0,
      max: 1,
      default: 0.5,
      unit: 'share of steps',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'How far the concepts are from each other: 0 within a group such as tools, 1 of different kinds.',
    },
    constraints: {
      min: 2,
      max: 12,
      default: 5,
      unit: 'conditions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Conditions on words, letters and sentences that a program checks.',
    },
    length: {
      min: 30,
      max: 240,
      default: 80,
      unit: 'words',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Words that the text has at most; it has three quarters of them at least.',
    },
  },
  interactions: [['constraints', 'length']],
  // Measured over 500 instances at parameters drawn evenly over their ranges; the other null models score less.
  chance: 0.003,
  answerSchema: briefAnswerSchema,
  judging: {
    assignment: ({ brief }) => assignmentOf(brief),
    text: ({ sentences }) => sentences.join('\n'),
    questions: ({ brief }) => rubricOf(brief),
  },

  generate,
  answer: ({ sentences }) => ({ sentences: [...sentences] }),
  category: ({ conditions, chance }, answer, _result, verdicts) => {
    const share = shareMet(conditions, readText(answer));
    return share < 1 || verdicts === undefined
      ? categoryOfShare(share, chance)
      : categoryOfVerdicts(verdicts);
  },
  aspects: ({ conditions }, answer, verdicts) => ({
    conditions: shareMet(conditions, readText(answer)),
    ...(verdicts === undefined ? {} : { panel: panelShare(verdicts) }),
  }),
  verify: ({ conditions }, answer) => meetsAll(conditions, answer),
  oracle: ({ brief, conditions }) => ({
    constraints: JSON.stringify({ conditions, questions: rubricOf(brief) }),
  }),
  solution: ({ brief, conditions, sentences }) => explain(brief, conditions, sentences),
  guess: ({ brief, conditions }, random) => guessed(brief, conditions, random),
  blindAnswers: ({ brief }) => blindTexts(brief),
};

function generate(parameters: Parameters, random: RandomStream): Instance<BriefReference> {
  const count = random.round(parameters.constraints!);
  const length = random.round(parameters.length!);
  const { brief, realised, skin } = drawBrief(parameters.distance!, random);
  const { concepts, places, product } = brief;
  const cast = { nouns: concepts.map(({ noun }) => noun), traits: concepts.flatMap(({ traits }) => traits) };
  const draft = draftText(cast, length, random.substream('draft'));
  const avoidable = concepts.flatMap(({ usual }) => usual);
  const conditions = drawConditions(draft, length, avoidable, count, random);
  const tried = [
    ...blindTexts(brief),
    ...Array.from({ length: guesses }, (_, index) =>
      guessed(brief, conditions, random.substream('guess', index)),
    ),
  ];
  const chance = reachOf(conditions, tried);
  if (chance === null) throw new InstanceRejected('a guess meets all conditions');
  return {
    features: { distance: realised, constraints: count, length },
    skin,
    body: bodyOf(brief, conditions, rubricOf(brief)),
    answerExample: '{"sentences": ["Every morning the clock counts its guests.", "Who is missing?"]}',
    reference: { brief, conditions, sentences: draft.sentences, chance },
    canonical: canonicalJson({ places, product, conditions }),
  };
}

function guessed(brief: Brief, [length]: readonly Condition[], random: RandomStream): BriefAnswer {
  if (length?.kind !== 'length') throw new Error('the first condition is not on the length');
  return randomText(brief, length.least, length.most, random);
}

function categoryOfVerdicts(verdicts: Verdicts): Category {
  return categoryOfShare(panelShare(verdicts), 0);
}

/** The share of yes over all questions and judges. */
function panelShare(verdicts: Verdicts): number {
  const shares = Object.values(verdicts);
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
