import { z } from 'zod';
import { type Instance, InstanceRejected, type Parameters, type Skill } from '../contract.ts';
import { canonicalJson } from '../json.ts';
import type { RandomStream } from '../random.ts';
import { completeParameters } from '../task.ts';
import {
  type CompositionReference,
  compositionFeatures,
  compositionInstance,
  compositionShapeOf,
  compositions,
  examplesCount,
} from './a4-composition.ts';
import { blindProgramOf, blindWays } from './composition/blind.ts';
import { drawComposition, shapeOf } from './composition/drawing.ts';
import {
  casesOf,
  categoryOf,
  expectedOf,
  sourceOf,
  type TestedComposition,
  trialOf,
} from './composition/grading.ts';
import { drawTests, type Example } from './composition/inputs.ts';
import { neighboursOf, strangerTo } from './composition/neighbours.ts';
import type { Composition } from './composition/plan.ts';
import { returnsRight } from './composition/running.ts';
import { exampleAnswer } from './composition/wording.ts';
import { languages, programText } from './languages.ts';
import { drawExamples } from './transfer/examples.ts';
import { explainTransfer } from './transfer/explanation.ts';
import { isKnown } from './transfer/rule-check.ts';
import type { Rule } from './transfer/rule-wording.ts';
import { contentKey, contentsOf } from './transfer/rules.ts';
import { drawTerms, type Terms } from './transfer/terms.ts';
import { transferBody } from './transfer/wording.ts';

export interface TransferReference extends TestedComposition {
  readonly rules: readonly Rule[];
  readonly terms: Terms;
  /** The calls that are shown. */
  readonly examples: readonly Example[];
  /** Variants that any value drawn tells apart, and how many of them the hidden ones do. */
  readonly variants: number;
  readonly variantsTold: number;
}

const answerCharactersMax = 60_000;

/**
 * A composed program (A4) told in the terms of a foreign realm and by its rules. Exports: `javascript` and `python`, the
 * program; `cases`, JSON of the hidden calls with what they return.
 */
export const transfer: Skill<TransferReference, string> = {
  id: 'A8',
  title: 'A program by the rules of a foreign domain',
  prerequisites: ['A3', 'A4'],
  parameters: {
    rules: {
      min: 1,
      max: 10,
      default: 5,
      unit: 'rules',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Rules of the realm that the steps go by, as far as the steps have use for so many.',
    },
    vocabulary: {
      min: 0,
      max: 1,
      default: 0.5,
      unit: 'share of terms',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the terms that are nonce words and not words of the realm.',
    },
    implicit: {
      min: 0,
      max: 1,
      default: 0.4,
      unit: 'share of rules',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the rules that are not said but shown by examples.',
    },
    helpers: {
      min: 1,
      max: 6,
      default: 3,
      unit: 'functions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Functions beside the main one.',
    },
    operations: {
      min: 1,
      max: 4,
      default: 3,
      unit: 'steps in a function',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Steps that a function has on average, calls left out.',
    },
  },
  interactions: [['rules', 'implicit']],
  // Measured over 500 instances at parameters drawn evenly over their ranges: functions of one random step each .019,
  // those that return what they are given, or nothing, less.
  chance: 0.019,
  answerSchema: z.string().max(answerCharactersMax),
  execution: { trial: trialOf, expected: expectedOf, neighbours: neighboursOf },

  generate,
  answer: (reference) => sourceOf(reference, reference.language),
  category: (reference, _answer, result) => categoryOf(reference, result),
  verify: (reference, _answer, result) => reference.rules.every(isKnown) && returnsRight(reference, result),
  oracle: (reference) => ({
    javascript: sourceOf(reference, 'javascript'),
    python: sourceOf(reference, 'python'),
    cases: casesOf(reference),
  }),
  solution: (reference) => {
    const { composition, rules, terms, language, tests } = reference;
    return explainTransfer(composition, rules, terms, language, tests, sourceOf(reference, language));
  },
  guess: strangerTo,
  blindAnswers: ({ composition, lexicon, language }) =>
    blindWays.map((way) => programText(blindProgramOf(way, composition, lexicon), language)),
};

/** From a stream that gives A4 a composition of the same shape, this draws the same composition and tests. */
function generate(parameters: Parameters, random: RandomStream): Instance<TransferReference> {
  const shape = compositionShapeOf(asComposition(parameters), random);
  const composition = drawComposition(shape, random.substream('composition'));
  const tests = drawTests(composition, random.substream('tests'));
  const examples = tests.examples.slice(0, examplesCount);
  if (examples.length < examplesCount) throw new InstanceRejected('too few telling examples');
  const language = random.pick(languages);
  const rules = drawRules(parameters, composition, random);
  const { nonceShare, ...terms } = drawTerms(
    composition,
    rules.map(({ content }) => content),
    parameters.vocabulary!,
    random.substream('terms'),
  );
  const { helpers, operations } = compositionFeatures(shapeOf(composition));
  const shown = rules.filter(({ examples }) => examples !== null).length;
  return {
    features: {
      rules: rules.length,
      vocabulary: nonceShare,
      implicit: shown / rules.length,
      helpers: helpers!,
      operations: operations!,
    },
    skin: `${language} · ${terms.realm}`,
    body: transferBody(composition, rules, terms, language, examples),
    answerExample: exampleAnswer(language),
    reference: {
      composition,
      lexicon: terms.lexicon,
      language,
      tests: tests.functions,
      rules,
      terms,
      examples,
      variants: tests.variants,
      variantsTold: tests.variantsTold,
    },
    canonical: canonicalOf(composition, rules),
  };
}

/**
 * The composed program of an instance as A4 asks for it: the same functions, tests and language, without rules and in
 * words of A4's own, which are drawn from `random`. What a model scores less on the instance than on its twin is the
 * effect of transfer. From one stream and for parameters that agree, both skills draw such a pair by themselves.
 */
export function compositionTwin(
  reference: TransferReference,
  random: RandomStream,
): Instance<CompositionReference> {
  const { composition, tests, examples, variants, variantsTold, language } = reference;
  return compositionInstance(
    composition,
    { functions: tests, examples, variants, variantsTold },
    language,
    random,
  );
}

/** A4's parameters, those that are not given at their defaults. */
function asComposition({ helpers, operations }: Parameters): Parameters {
  return completeParameters(compositions, { helpers: helpers!, operations: operations! });
}

/** Those that are said stand first. */
function drawRules(parameters: Parameters, composition: Composition, random: RandomStream): Rule[] {
  const contents = contentsOf(composition);
  if (contents.length === 0) throw new InstanceRejected('no step goes by a rule');
  const count = Math.min(contents.length, random.round(parameters.rules!));
  const said = count - random.round(parameters.implicit! * count);
  return random
    .sample(contents, count)
    .map((content, at) => ({ content, examples: at < said ? null : drawExamples(content, random) }));
}

/** Whatever examples show a rule, it is the same rule. */
function canonicalOf(composition: Composition, rules: readonly Rule[]): string {
  const keys = rules.map(
    ({ content, examples }) => `${examples === null ? 'said' : 'shown'} ${contentKey(content)}`,
  );
  return canonicalJson({ composition, rules: keys.sort() });
}
