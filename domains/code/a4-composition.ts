import { z } from 'zod';
import { type Instance, InstanceRejected, type Parameters, type Skill } from '../contract.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { RandomStream } from '../random.ts';
import { blindProgramOf, blindWays } from './composition/blind.ts';
import { type CompositionShape, drawComposition, shapeOf } from './composition/drawing.ts';
import { explainComposition } from './composition/explanation.ts';
import {
  casesOf,
  categoryOf,
  expectedOf,
  sourceOf,
  type TestedComposition,
  trialOf,
} from './composition/grading.ts';
import { type CompositionTests, drawTests } from './composition/inputs.ts';
import { drawLexicon } from './composition/lexicon.ts';
import { neighboursOf, strangerTo } from './composition/neighbours.ts';
import type { Composition } from './composition/plan.ts';
import { returnsRight } from './composition/running.ts';
import { plainWording } from './composition/step-text.ts';
import { bodyOf, exampleAnswer } from './composition/wording.ts';
import { type Language, languages, programText } from './languages.ts';

export interface CompositionReference extends TestedComposition {
  /** Variants that any value drawn tells apart, and how many of them the hidden ones do. */
  readonly variants: number;
  readonly variantsTold: number;
}

/** Calls that are shown with what they return. */
export const examplesCount = 2;
const answerCharactersMax = 60_000;

/**
 * A program of several functions from what each of them does. Exports: `javascript` and `python`, the program; `cases`,
 * JSON of the hidden calls with what they return.
 */
export const compositions: Skill<CompositionReference, string> = {
  id: 'A4',
  title: 'A program of several functions',
  prerequisites: ['A2'],
  parameters: {
    helpers: {
      min: 1,
      max: 10,
      default: 4,
      unit: 'functions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Functions beside the main one.',
    },
    depth: {
      min: 1,
      max: 4,
      default: 2,
      unit: 'calls',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Calls in the longest chain of them, at most one for each helper.',
    },
    reuse: {
      min: 0,
      max: 0.5,
      default: 0.2,
      unit: 'share of helpers',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the helpers that are called from more than one place.',
    },
    shapes: {
      min: 0,
      max: 0.6,
      default: 0.3,
      unit: 'share of steps',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the steps, calls left out, that make something else of a value, such as a map of a list.',
    },
    operations: {
      min: 1,
      max: 4,
      default: 2,
      unit: 'steps in a function',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Steps that a function has on average, calls left out.',
    },
  },
  interactions: [['helpers', 'operations']],
  // Measured over 500 instances at parameters drawn evenly over their ranges: a step at random for each function .015.
  chance: 0.015,
  answerSchema: z.string().max(answerCharactersMax),
  execution: {
    trial: trialOf,
    expected: expectedOf,
    neighbours: neighboursOf,
  },

  generate,
  answer: (reference) => sourceOf(reference, reference.language),
  category: (reference, _answer, result) => categoryOf(reference, result),
  verify: (reference, _answer, result) => returnsRight(reference, result),
  oracle: (reference) => ({
    javascript: sourceOf(reference, 'javascript'),
    python: sourceOf(reference, 'python'),
    cases: casesOf(reference),
  }),
  solution: (reference) =>
    explainComposition(
      reference.composition,
      reference.tests,
      plainWording(reference.lexicon, reference.language),
      sourceOf(reference, reference.language),
    ),
  guess: strangerTo,
  blindAnswers: ({ composition, lexicon, language }) =>
    blindWays.map((way) => programText(blindProgramOf(way, composition, lexicon), language)),
};

/** What a composition is to be like. Fractions are rounded at random. */
export function compositionShapeOf(parameters: Parameters, random: RandomStream): CompositionShape {
  const helpers = random.round(parameters.helpers!);
  return {
    helpers,
    depth: Math.min(helpers, random.round(parameters.depth!)),
    reused: random.round(parameters.reuse! * helpers),
    shapes: parameters.shapes!,
    operations: random.round(parameters.operations! * (helpers + 1)),
  };
}

/** How a composition came out, on the units of the parameters. */
export function compositionFeatures(parameters: CompositionShape): Record<string, number> {
  const { helpers, depth, reused, shapes, operations } = parameters;
  return { helpers, depth, reuse: reused / helpers, shapes, operations: operations / (helpers + 1) };
}

function generate(parameters: Parameters, random: RandomStream): Instance<CompositionReference> {
  const composition = drawComposition(
    compositionShapeOf(parameters, random),
    random.substream('composition'),
  );
  const tests = drawTests(composition, random.substream('tests'));
  return compositionInstance(composition, tests, random.pick(languages), random);
}

/** The instance that asks for this composition; throws `InstanceRejected` where too few calls can be shown. */
export function compositionInstance(
  composition: Composition,
  tests: CompositionTests,
  language: Language,
  random: RandomStream,
): Instance<CompositionReference> {
  const { functions, examples, variants, variantsTold } = tests;
  if (examples.length < examplesCount) throw new InstanceRejected('too few telling examples');
  const takes = composition.functions.map((plan) => plan.takes);
  const { skin, ...lexicon } = drawLexicon(takes, random.substream('lexicon'));
  return {
    features: compositionFeatures(shapeOf(composition)),
    skin: `${language} · ${skin}`,
    body: bodyOf(composition, plainWording(lexicon, language), examples.slice(0, examplesCount)),
    answerExample: exampleAnswer(language),
    reference: { composition, lexicon, language, tests: functions, variants, variantsTold },
    canonical: canonicalJson(composition as unknown as Json),
  };
}
