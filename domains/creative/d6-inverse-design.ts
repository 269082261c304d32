import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { drawVocabulary } from '../skins.ts';
import { categoryOfShare } from '../task.ts';
import { answerOf, type DesignAnswer, designSchema, partsOf } from './design/answer.ts';
import { cells, gridOf, type Part, side } from './design/board.ts';
import { canonicalBrief } from './design/canonical.ts';
import { isWhole } from './design/checker.ts';
import { type DrawnBrief, drawBrief } from './design/draw.ts';
import { explain } from './design/explanation.ts';
import { briefText } from './design/formats.ts';
import { Level } from './design/properties.ts';
import { drawParts } from './design/walk.ts';
import { bodyOf, reserved, type Words, wordsOf } from './design/wording.ts';
import { categoryOfValid, noveltyOf } from './novelty.ts';

interface DesignReference extends DrawnBrief {
  readonly words: Words;
}

/**
 * A level of a sliding game is to be designed so that it has given properties. Export: `constraints`, JSON, see
 * `design/formats.ts`.
 */
export const inverseDesign: Skill<DesignReference, DesignAnswer> = {
  id: 'D6',
  title: 'Inverse design of a level',
  prerequisites: [],
  parameters: {
    moves: {
      min: 2,
      max: 14,
      default: 6,
      unit: 'moves',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Moves that a shortest solution of the level must have at least.',
    },
    budget: {
      min: 3,
      max: 12,
      default: 6,
      unit: 'parts',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Parts that may be placed; the fewer, the more of the level is given.',
    },
    properties: {
      min: 2,
      max: 12,
      default: 5,
      unit: 'properties',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Properties that the level must have, the number of moves among them.',
    },
  },
  interactions: [
    ['moves', 'properties'],
    ['moves', 'budget'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the budget spent on pads spread over the
  // board .022, other constants .018 and less, random parts .008.
  chance: 0.022,
  answerSchema: designSchema,

  generate,
  answer: ({ design }) => answerOf(design),
  category,
  aspects: (reference, answer) => {
    const { share, fingerprint } = judge(reference, answer);
    return { quality: share, novelty: fingerprint === null ? 0 : noveltyOf(reference.pool, fingerprint) };
  },
  verify: ({ board, budget, properties, pool }, { parts }) => {
    const { start, goal, blocks: given } = board;
    return isWhole({ side, start, goal, given, budget, properties, pool }, parts);
  },
  oracle: (reference) => ({ constraints: briefText(reference, reference.pool, reference.words) }),
  solution: ({ design, pool, words, ...brief }) => explain(brief, design, pool, words),
  guess: ({ board, budget }, random) => answerOf(drawParts(board, random.int(1, budget), random)),
  blindAnswers,
};

function generate(parameters: Parameters, random: RandomStream): Instance<DesignReference> {
  const moves = random.round(parameters.moves!);
  const budget = random.round(parameters.budget!);
  const properties = random.round(parameters.properties!);
  const brief = drawBrief(moves, budget, properties, random);
  const vocabulary = drawVocabulary(random.substream('words'), { classes: 4, reserved });
  const words = wordsOf(vocabulary);
  return {
    features: { moves, budget, properties },
    skin: vocabulary.skin,
    body: bodyOf(brief, words),
    answerExample: '{"parts": [["#", 2, 5], ["o", 3, 3], ["v", 6, 1]]}',
    reference: { ...brief, words },
    canonical: canonicalBrief(brief),
  };
}

/** The share of properties that the answer's level has, and the strategy of a valid one. */
function judge(
  { board, budget, properties }: DesignReference,
  answer: DesignAnswer,
): { share: number; fingerprint: string | null } {
  const parts = partsOf(answer, board, budget);
  if (parts === null) return { share: 0, fingerprint: null };
  const level = new Level(board);
  level.look(gridOf(board, parts), parts);
  const share = properties.filter((property) => level.has(property)).length / properties.length;
  return { share, fingerprint: share < 1 ? null : level.fingerprint() };
}

function category(reference: DesignReference, answer: DesignAnswer): Category {
  const { share, fingerprint } = judge(reference, answer);
  if (fingerprint !== null) return categoryOfValid(reference.pool, fingerprint);
  return categoryOfShare(share, reference.blindShare);
}

/** No parts at all; the first free cells filled with parts of one kind, or with all kinds in turn; and the free cells nearest to the middle. */
function blindAnswers({ board, budget }: DesignReference): DesignAnswer[] {
  const grid = gridOf(board);
  const free = cells.filter((cell) => grid[cell] === 0 && cell !== board.start && cell !== board.goal);
  const spread = free.filter((_, index) => index % Math.max(1, Math.floor(free.length / budget)) === 0);
  const filled = (at: readonly number[], codes: readonly number[]): Part[] =>
    at.slice(0, budget).map((cell, index) => ({ cell, code: codes[index % codes.length] as number }));
  return [
    [],
    ...[free, free.toReversed(), spread].flatMap((at) => [
      filled(at, [1]),
      filled(at, [2]),
      filled(at, [4]),
      filled(at, [1, 2, 3, 4, 5, 6]),
    ]),
    filled(spread, [1]).slice(0, 2),
  ].map(answerOf);
}
