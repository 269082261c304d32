import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { drawVocabulary, type Vocabulary } from '../skins.ts';
import { categoryOfShare } from '../task.ts';
import { canonicalPuzzle } from './grid/canonical.ts';
import { isIndirect, isRelational } from './grid/clues.ts';
import { minimalClues, redundantClues } from './grid/composition.ts';
import { explain } from './grid/explanation.ts';
import { answerSetProgram, constraintSet } from './grid/formats.ts';
import { cluesOf, type Grid, gridOf, type Puzzle, type Statement } from './grid/puzzle.ts';
import { isOnlyPlacement } from './grid/uniqueness.ts';
import { clueText, distractorTexts, promptBody, reservedWords } from './grid/wording.ts';

const indirectMax = 0.5;
/** Half a clue more than this is still within the range, for any number of clues that a puzzle may have. */
const indirectAimMax = 0.48;

/** Two attributes of seven values have few direct clues: so many true ones more can always be found. */
const slackMax = 0.5;

/** Who has what where: values of several attributes are to be placed in a row so that all clues hold. */
export const gridPuzzles: Skill<Puzzle, Grid> = {
  id: 'B5',
  title: 'Grid constraint puzzles',
  prerequisites: ['B3', 'B4'],
  parameters: {
    positions: {
      min: 3,
      max: 8,
      default: 4,
      unit: 'positions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of places in the row, which is the number of values of each attribute.',
    },
    categories: {
      min: 2,
      max: 8,
      default: 4,
      unit: 'attributes',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of attributes of which every value must be placed.',
    },
    relational: {
      min: 0,
      max: 1,
      default: 0.5,
      unit: 'share of clues',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Share of clues that compare places (next to, left of, between, apart, one of two) instead of giving them.',
    },
    indirect: {
      min: 0,
      max: indirectMax,
      default: 0.2,
      unit: 'share of clues',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Share of clues that deny something or leave a choice.',
    },
    slack: {
      min: 0,
      max: slackMax,
      default: 0,
      unit: 'redundant clues per needed clue',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Adds true clues to the minimal ones; at 0 the puzzle is ambiguous without any one of its clues.',
    },
    distractors: {
      min: 0,
      max: 8,
      default: 0,
      unit: 'clues',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Adds true statements about things outside the grid, from which nothing follows.',
    },
  },
  interactions: [
    ['positions', 'categories'],
    ['relational', 'indirect'],
  ],
  // The best of eight null models of gate G3, over 2,000 tasks at parameters drawn from the whole ranges.
  chance: 0.021,
  answerSchema: z.record(z.string(), z.array(z.string())),

  generate,
  answer: gridOf,
  category,
  verify,
  oracle: (puzzle) => ({ asp: answerSetProgram(puzzle), constraints: constraintSet(puzzle) }),
  solution: explain,
  guess: (puzzle, random) => arranged(puzzle, (values) => random.shuffle(values)),
  blindAnswers: (puzzle) => [
    arranged(puzzle, (values) => values),
    arranged(puzzle, (values) => [...values].reverse()),
    arranged(puzzle, (values) => [...values].sort()),
    arranged(puzzle, (values) => inOrderOfMention(values, puzzle.statements)),
    arranged(puzzle, (values) => values.map(() => values[0] as string)),
  ],
};

function generate(parameters: Parameters, random: RandomStream): Instance<Puzzle> {
  const value = (name: string) => parameters[name] as number;
  const positions = random.round(value('positions'));
  const categoriesCount = random.round(value('categories'));
  const distractors = random.round(value('distractors'));
  const places = Array.from({ length: categoriesCount }, () =>
    random.shuffle([...Array(positions).keys()]),
  ).flat();
  const mix = { relational: value('relational'), indirect: Math.min(value('indirect'), indirectAimMax) };
  const needed = minimalClues(places, positions, mix, random);
  const redundantCount = Math.min(
    random.round(value('slack') * needed.length),
    Math.floor(slackMax * needed.length),
  );
  const clues = [...needed, ...redundantClues(needed, redundantCount, places, positions, mix, random)];
  const features = {
    positions,
    categories: categoriesCount,
    relational: clues.filter(isRelational).length / clues.length,
    indirect: clues.filter(isIndirect).length / clues.length,
    slack: redundantCount / needed.length,
    distractors,
  };
  if (features.indirect > indirectMax) throw new InstanceRejected('too many indirect clues');

  const outsideCount = distractors > 0 ? 2 : 0;
  const words = drawVocabulary(random, {
    categories: {
      count: categoriesCount + outsideCount,
      values: Math.max(positions, Math.ceil(distractors / 2)),
    },
    reserved: reservedWords,
  });
  const scene: Vocabulary = {
    ...words,
    categories: words.categories
      .slice(0, categoriesCount)
      .map((item) => ({ ...item, values: item.values.slice(0, positions) })),
  };
  const outside = words.categories.slice(categoriesCount);
  const statements: Statement[] = random.shuffle([
    ...clues.map((clue) => ({ text: clueText(clue, scene, positions), clue })),
    ...distractorTexts(distractors, outside, scene, positions, random).map((text) => ({ text, clue: null })),
  ]);
  const { who, place, preposition, categories } = scene;
  const puzzle: Puzzle = { positions, who, place, preposition, categories, statements, places };
  return {
    features,
    skin: words.skin,
    body: promptBody(puzzle),
    answerExample: '{"shape": ["round", "flat", "tall"], "size": ["wide", "small", "long"]}',
    reference: puzzle,
    canonical: canonicalPuzzle(puzzle),
  };
}

/**
 * Cells right, less what a blind answer gets: a random arrangement has one cell right an attribute on average,
 * with about the same variance (fixed points of a permutation), and 1.5 standard deviations more are nothing yet.
 */
function category(puzzle: Puzzle, answer: Grid): Category {
  const grid = gridOf(puzzle);
  const cells = puzzle.places.length;
  let right = 0;
  let shaped = Object.keys(answer).length === puzzle.categories.length;
  for (const [name, row] of Object.entries(grid)) {
    const given = Object.hasOwn(answer, name) ? (answer[name] as string[]) : [];
    shaped &&= given.length === row.length;
    right += row.filter((value, position) => given[position] === value).length;
  }
  if (right === cells && shaped) return 4;
  const categories = puzzle.categories.length;
  const chance = Math.min(0.9, (categories + 1.5 * Math.sqrt(categories)) / cells);
  const share = categoryOfShare(right / cells, chance);
  return share === 4 ? 2 : share;
}

function verify(puzzle: Puzzle, answer: Grid): boolean {
  if (Object.keys(answer).length !== puzzle.categories.length) return false;
  const places: number[] = [];
  for (const { name, values } of puzzle.categories) {
    const row = Object.hasOwn(answer, name) ? (answer[name] as string[]) : [];
    if (row.length !== puzzle.positions) return false;
    places.push(...values.map((value) => row.indexOf(value)));
  }
  return !places.includes(-1) && isOnlyPlacement(places, cluesOf(puzzle), puzzle.positions);
}

function arranged(puzzle: Puzzle, arrange: (values: readonly string[]) => readonly string[]): Grid {
  return Object.fromEntries(puzzle.categories.map(({ name, values }) => [name, [...arrange(values)]]));
}

function inOrderOfMention(values: readonly string[], statements: readonly Statement[]): string[] {
  const text = statements.map((statement) => statement.text).join(' ');
  const at = (value: string) => (text.includes(value) ? text.indexOf(value) : text.length);
  return [...values].sort((left, right) => at(left) - at(right));
}
