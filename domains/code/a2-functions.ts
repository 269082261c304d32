import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { TrialResult } from '../execution.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { RandomStream } from '../random.ts';
import { type Language, languages, programText } from './languages.ts';
import { OtherTexts } from './other-texts.ts';
import { blindProcedures } from './synthesis/blind.ts';
import { drawProcedure } from './synthesis/drawing.ts';
import { explainFunction } from './synthesis/explanation.ts';
import { classesOf } from './synthesis/grading.ts';
import {
  behaviourOf,
  chosenInputs,
  conditionsOf,
  drawInputs,
  killersOf,
  type Tried,
  tried,
} from './synthesis/inputs.ts';
import { isConditional, outputOf, type Procedure } from './synthesis/operations.ts';
import { programOf, type Signature } from './synthesis/program.ts';
import type { FunctionReference } from './synthesis/reference.ts';
import { parted, requireThatAllMatters, requireVariety } from './synthesis/requirements.ts';
import { returnsRight } from './synthesis/running.ts';
import { drawScene } from './synthesis/scene.ts';
import { casesOf, categoryOf, expectedOf, trialOf } from './synthesis/tested-function.ts';
import { variantsOf } from './synthesis/variants.ts';
import { bodyOf, exampleAnswer } from './synthesis/wording.ts';

/** Lists that a procedure is put together on, and those of which the hidden ones are taken. */
const growthCount = 24;
const candidatesCount = 96;
/** Of the candidates from here on some are shown as examples, none is hidden. */
const shownFrom = candidatesCount - 16;
const hiddenCount = 64;
const answerCharactersMax = 20_000;

/**
 * A function from its description and a few examples. Exports: `javascript` and `python`, the function; `cases`, JSON of
 * the hidden inputs with their outputs.
 */
export const functions: Skill<FunctionReference, string> = {
  id: 'A2',
  title: 'Writing a function',
  prerequisites: ['A1'],
  parameters: {
    operations: {
      min: 2,
      max: 12,
      default: 4,
      unit: 'steps',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Steps that the function goes through, one after the other.',
    },
    branching: {
      min: 0,
      max: 0.8,
      default: 0.3,
      unit: 'share of steps',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the steps that treat numbers differently by a condition.',
    },
    examples: {
      min: 0,
      max: 6,
      default: 3,
      unit: 'examples',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Calls that are shown with what they return.',
    },
  },
  interactions: [['operations', 'branching']],
  chance: 0,
  answerSchema: z.string().max(answerCharactersMax),
  execution: { trial: trialOf, expected: expectedOf, neighbours },

  generate,
  answer: ({ procedure, signature, language }) => textOf(procedure, signature, language),
  category,
  verify,
  oracle: (reference) => ({
    javascript: textOf(reference.procedure, reference.signature, 'javascript'),
    python: textOf(reference.procedure, reference.signature, 'python'),
    cases: casesOf(reference),
  }),
  solution: (reference) => explainFunction(reference, answerOf(reference)),
  guess: ({ procedure, signature, language }, random) => {
    const lists = drawInputs([], growthCount, random);
    const { operations } = drawProcedure(random.int(1, 2), random.int(0, 1), lists, random);
    return textOf({ operations, result: procedure.result }, signature, language);
  },
  blindAnswers: (reference) =>
    blindProcedures(reference.procedure).map((procedure) =>
      textOf(procedure, reference.signature, reference.language),
    ),
};

function generate(parameters: Parameters, random: RandomStream): Instance<FunctionReference> {
  const count = random.round(parameters.operations!);
  const conditional = random.round(parameters.branching! * count);
  const examplesCount = random.round(parameters.examples!);
  const procedure = drawProcedure(count, conditional, drawInputs([], growthCount, random), random);
  const candidates = drawInputs(conditionsOf(procedure), candidatesCount, random).map((values) => {
    const found = tried(procedure, values);
    if (found === null) throw new InstanceRejected('numbers grow too large');
    return found;
  });
  requireVariety(candidates.map(({ output }) => output));
  const [leavingOut, others] = parted(variantsOf(procedure));
  const killersOfThese = killersOf(leavingOut, candidates);
  requireThatAllMatters(killersOfThese, candidatesCount);
  const killers = [...killersOfThese, ...killersOf(others, candidates)];
  const hidden = chosenInputs(
    killers.map((numbers) => numbers.filter((number) => number < shownFrom)),
    shownFrom,
    hiddenCount,
  );
  const tests = hidden.map((number) => candidates[number] as Tried);
  const examples = candidates
    .slice(shownFrom)
    .filter(({ output }) => typeof output === 'number' || output.length > 0)
    .slice(0, examplesCount)
    .map(({ values, output }) => ({ values, output }));
  if (examples.length < examplesCount) throw new InstanceRejected('too few telling examples');

  const scene = drawScene(random);
  const { skin, ...signature } = scene;
  const language = random.pick(languages);
  const told = killers.filter((numbers) => numbers.length > 0);
  const hiddenSet = new Set(hidden);
  return {
    features: {
      operations: count,
      branching: procedure.operations.filter(isConditional).length / count,
      examples: examples.length,
    },
    skin: `${language} · ${skin}`,
    body: bodyOf(procedure, signature, language, examples),
    answerExample: exampleAnswer(language),
    reference: {
      procedure,
      signature,
      language,
      examples,
      inputs: tests.map(({ values }) => values),
      outputs: tests.map(({ output }) => output),
      classes: classesOf(tests.map(behaviourOf)),
      variants: told.length,
      variantsTold: told.filter((numbers) => numbers.some((number) => hiddenSet.has(number))).length,
    },
    canonical: canonicalJson(procedure as unknown as Json),
  };
}

function answerOf({ procedure, signature, language }: FunctionReference): string {
  return textOf(procedure, signature, language);
}

function textOf(procedure: Procedure, signature: Signature, language: Language): string {
  return programText(programOf(procedure, signature), language);
}

function neighbours(reference: FunctionReference, count: number, random: RandomStream): string[] {
  const { procedure, signature, language } = reference;
  const others = random.shuffle(variantsOf(procedure).map((variant) => variant.procedure));
  const texts = new OtherTexts(answerOf(reference), count);
  const put = (other: Procedure) => texts.put(textOf(other, signature, language));
  for (const other of others) put(other);
  const { operations } = procedure;
  while (!texts.isFull) {
    const more = { kind: 'change', change: { by: 'add', amount: random.int(10, 99) } } as const;
    put({ ...procedure, operations: operations.toSpliced(random.int(0, operations.length), 0, more) });
  }
  return texts.all();
}

/** The share of behaviour classes passed, less what the best blind answer passes. */
function category(reference: FunctionReference, _answer: string, result?: TrialResult): Category {
  const blind = blindProcedures(reference.procedure).map(
    (other) => (input: readonly number[]) => outputOf(other, input),
  );
  return categoryOf(reference, blind, result);
}

function verify(reference: FunctionReference, _answer: string, result?: TrialResult): boolean {
  const { procedure, signature } = reference;
  return returnsRight(textOf(procedure, signature, 'javascript'), reference, result);
}
