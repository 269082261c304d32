import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { ruleChains } from './b2-rule-chains.ts';
import { gridPuzzles } from './b5-grid-puzzles.ts';
import { type Dispersal, hopsMax } from './dispersed/dispersal.ts';
import { drawGridCase, explainGrid, type GridCase, isOnlyPlacementOfRow } from './dispersed/grid-case.ts';
import { derivesNothingNew, drawRuleCase, explainRules, type RuleCase } from './dispersed/rule-case.ts';
import type { Grid } from './grid/puzzle.ts';

type DispersedReference = RuleCase | GridCase;

/** Rule ids for a rule chain, a grid for a grid puzzle. */
type DispersedAnswer = string[] | Grid;

/**
 * A rule chain (B2) or a grid puzzle (B5), half of the instances each, of which the sentences are dispersed through
 * a long report. Beside them stand sentences of the same kinds about other people, from which nothing follows for
 * the question, and prose of no consequence. Exports and grades are those of the inner instance: for a rule chain
 * they hold every rule of the report, for a grid puzzle the row asked about.
 */
export const dispersedContext: Skill<DispersedReference, DispersedAnswer> = {
  id: 'B8',
  title: 'Premises dispersed through a long context',
  prerequisites: ['B2', 'B5'],
  parameters: {
    tokens: {
      min: 2_000,
      max: 30_000,
      default: 6_000,
      unit: 'tokens of four characters',
      scale: 'log',
      monotone: true,
      kind: 'search',
      does: 'Length of the text in which the sentences are dispersed.',
    },
    relevant: {
      min: 0.25,
      max: 1,
      default: 0.5,
      unit: 'share of statements',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Share of the statements that the question rests on; the others say the same sort of thing of other people.',
    },
    hops: {
      min: 0,
      max: hopsMax,
      default: 1,
      unit: 'names',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Names that must be followed, each explained elsewhere by the one before, to know who a sentence is about.',
    },
    paraphrase: {
      min: 0,
      max: 1,
      default: 0.3,
      unit: 'share of statements',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the statements that are worded in another way than the plain one.',
    },
  },
  interactions: [
    ['tokens', 'hops'],
    ['tokens', 'relevant'],
  ],
  // The best of eight null models of gate G3, over 5,000 instances at parameters drawn evenly over their ranges.
  chance: 0.017,
  answerSchema: z.union([z.array(z.string()), z.record(z.string(), z.array(z.string()))]),

  generate,
  answer: (reference) =>
    reference.kind === 'rules' ? ruleChains.answer(reference) : gridPuzzles.answer(reference.puzzle),
  category,
  verify,
  oracle: (reference) =>
    reference.kind === 'rules' ? ruleChains.oracle(reference) : gridPuzzles.oracle(reference.puzzle),
  solution: (reference) => (reference.kind === 'rules' ? explainRules(reference) : explainGrid(reference)),
  guess: (reference, random) =>
    reference.kind === 'rules'
      ? ruleChains.guess(reference, random)
      : gridPuzzles.guess(reference.puzzle, random),
  blindAnswers: (reference) =>
    reference.kind === 'rules'
      ? ruleChains.blindAnswers(reference)
      : gridPuzzles.blindAnswers(reference.puzzle),
};

function generate(parameters: Parameters, random: RandomStream): Instance<DispersedReference> {
  const { tokens, relevant, hops, paraphrase } = parameters;
  const dispersal: Dispersal = { tokens: tokens!, relevant: relevant!, hops: hops!, paraphrase: paraphrase! };
  return random.chance(0.5) ? drawRuleCase(dispersal, random) : drawGridCase(dispersal, random);
}

/** That of the inner skill; an answer of the other kind has nothing right. */
function category(reference: DispersedReference, answer: DispersedAnswer): Category {
  if (Array.isArray(answer)) return reference.kind === 'rules' ? ruleChains.category(reference, answer) : 0;
  return reference.kind === 'grid' ? gridPuzzles.category(reference.puzzle, answer) : 0;
}

/** The inner skill's proof, made again with every sentence of the report. */
function verify(reference: DispersedReference, answer: DispersedAnswer): boolean {
  if (Array.isArray(answer)) {
    return reference.kind === 'rules' && derivesNothingNew(reference) && ruleChains.verify(reference, answer);
  }
  return reference.kind === 'grid' && isOnlyPlacementOfRow(reference, answer);
}
