import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { TrialResult } from '../execution.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { RandomStream } from '../random.ts';
import { type Case, drawCases } from './clauses/cases.ts';
import { chosenCases, meanOverlap } from './clauses/choice.ts';
import type { Specification } from './clauses/clause.ts';
import { drawClauses } from './clauses/drawing.ts';
import { explainClauses } from './clauses/explanation.ts';
import { drawMoves, orderAfter } from './clauses/order.ts';
import { programOf } from './clauses/program.ts';
import type { ClausesReference } from './clauses/reference.ts';
import { Sample } from './clauses/sample.ts';
import { clauseVariantsOf, leavingOut, variedBy } from './clauses/variants.ts';
import { bodyOf } from './clauses/wording.ts';
import { type Language, languages, programText } from './languages.ts';
import { OtherTexts } from './other-texts.ts';
import { remembered } from './remembered.ts';
import { blindProcedures } from './synthesis/blind.ts';
import { drawProcedure } from './synthesis/drawing.ts';
import { drawInputs } from './synthesis/inputs.ts';
import { outputOf } from './synthesis/operations.ts';
import type { Signature } from './synthesis/program.ts';
import { returnsRight } from './synthesis/running.ts';
import { drawScene } from './synthesis/scene.ts';
import { casesOf, categoryOf, expectedOf, trialOf } from './synthesis/tested-function.ts';
import { variantsOf } from './synthesis/variants.ts';
import { type Example, exampleAnswer } from './synthesis/wording.ts';

/** Random lists by which it is told how rarely a clause applies. */
const randomCount = 96;
/** The share of the normal case's steps that treat numbers differently by a condition. */
const conditionalShare = 0.3;
const normalExamples = 2;
const clauseExamplesMax = 2;
const exampleLengthMin = 3;
const answerCharactersMax = 20_000;

/**
 * A function whose steps have exceptions, each decided by a condition on the list. Exports: `javascript` and `python`,
 * the function; `cases`, JSON of the hidden inputs with their outputs.
 */
export const clauses: Skill<ClausesReference, string> = {
  id: 'A3',
  title: 'Edge-case clauses',
  prerequisites: ['A2'],
  parameters: {
    clauses: {
      min: 1,
      max: 10,
      default: 4,
      unit: 'clauses',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Exceptions to the steps, each of which decides for some lists.',
    },
    operations: {
      min: 1,
      max: 6,
      default: 3,
      unit: 'steps',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Steps that the function goes through where no exception applies.',
    },
    overlap: {
      min: 1,
      max: 2,
      default: 1.5,
      unit: 'clauses',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Exceptions that apply together, on average, to the hidden lists for which one decides.',
    },
    moved: {
      min: 0,
      max: 0.5,
      default: 0.25,
      unit: 'share of clauses',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the exceptions that are looked at elsewhere than where they stand.',
    },
    rarity: {
      min: 0.7,
      max: 0.97,
      default: 0.85,
      unit: 'share of lists',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of random lists to which an exception does not apply.',
    },
  },
  interactions: [['clauses', 'moved']],
  chance: 0,
  answerSchema: z.string().max(answerCharactersMax),
  execution: { trial: trialOf, expected: expectedOf, neighbours },

  generate,
  answer: answerOf,
  category,
  verify,
  oracle: (reference) => ({
    javascript: javascriptOf(reference),
    python: textOf(reference.specification, reference.signature, 'python'),
    cases: casesOf(reference),
  }),
  solution: (reference) => explainClauses(reference, answerOf(reference)),
  guess: ({ specification: { normal }, signature, language }, random) => {
    const lists = drawInputs([], randomCount, random);
    const { operations } = drawProcedure(random.int(1, 2), random.int(0, 1), lists, random);
    const other = { operations, result: normal.result };
    const some = drawClauses(random.int(1, 2), 0.3, other, new Sample(lists), random);
    return textOf({ normal: other, clauses: some, order: [...some.keys()] }, signature, language);
  },
  blindAnswers: ({ specification: { normal }, signature, language }) =>
    blindProcedures(normal).map((other) =>
      textOf({ normal: other, clauses: [], order: [] }, signature, language),
    ),
};

function generate(parameters: Parameters, random: RandomStream): Instance<ClausesReference> {
  const count = random.round(parameters.clauses!);
  const operations = random.round(parameters.operations!);
  const movedCount = Math.min(Math.floor(count / 2), random.round(parameters.moved! * count));
  const lists = drawInputs([], randomCount, random);
  const normal = drawProcedure(operations, random.round(conditionalShare * operations), lists, random);
  const moves = drawMoves(count, movedCount, random);
  const order = orderAfter(count, moves);
  const sample = new Sample(lists);
  const ranked = drawClauses(count, 1 - parameters.rarity!, normal, sample, random);
  const specification: Specification = {
    normal,
    clauses: order.map((_, number) => ranked[order.indexOf(number)]!),
    order,
  };
  const cases = drawCases(specification, lists, random);
  const { hidden, ...variants } = chosenCases(specification, cases, parameters.overlap!);
  const tests = hidden.map((number) => cases[number]!);
  const examples = drawExamples(
    count,
    cases.filter((_, number) => !hidden.includes(number)),
    random,
  );
  const { skin, ...signature } = drawScene(random);
  const language = random.pick(languages);
  const shares = specification.clauses.map(({ guard }) => sample.shareOf(guard));
  return {
    features: {
      clauses: count,
      operations,
      overlap: meanOverlap(tests),
      moved: moves.length / count,
      rarity: 1 - shares.reduce((sum, share) => sum + share, 0) / count,
    },
    skin: `${language} · ${skin}`,
    body: bodyOf(specification, moves, signature, language, examples),
    answerExample: exampleAnswer(language),
    reference: {
      specification,
      signature,
      language,
      inputs: tests.map(({ values }) => values),
      outputs: tests.map(({ output }) => output),
      classes: tests.map(({ decider }) => decider),
      ...variants,
    },
    canonical: canonicalJson({ normal, clauses: ranked } as unknown as Json),
  };
}

/** Some of the normal case, and after them at most a few of those that an exception decides. */
function drawExamples(clausesCount: number, cases: readonly Case[], random: RandomStream): Example[] {
  const [normal, exceptional] = [true, false].map((so) =>
    random.shuffle(
      cases.filter(
        ({ values, decider }) => (decider === clausesCount) === so && values.length >= exampleLengthMin,
      ),
    ),
  ) as [Case[], Case[]];
  if (normal.length < normalExamples) throw new InstanceRejected('too few examples');
  return [...normal.slice(0, normalExamples), ...exceptional.slice(0, random.int(0, clauseExamplesMax))];
}

function answerOf(reference: ClausesReference): string {
  const { specification, signature, language } = reference;
  return language === 'javascript' ? javascriptOf(reference) : textOf(specification, signature, language);
}

/** Asked for as the answer and as what the answer is checked by. */
const javascriptOf = remembered(({ specification, signature }: ClausesReference) =>
  textOf(specification, signature, 'javascript'),
);

function textOf(specification: Specification, signature: Signature, language: Language): string {
  return programText(programOf(specification, signature), language);
}

function neighbours(reference: ClausesReference, count: number, random: RandomStream): string[] {
  const { specification, signature, language } = reference;
  const variants = [...leavingOut(specification), ...clauseVariantsOf(specification)];
  const others = [
    ...variants.map((variant) => variedBy(specification, variant)),
    ...variantsOf(specification.normal).map(({ procedure }) => ({ ...specification, normal: procedure })),
  ];
  const texts = new OtherTexts(answerOf(reference), count);
  const put = (other: Specification) => texts.put(textOf(other, signature, language));
  for (const other of random.shuffle(others)) put(other);
  const { normal } = specification;
  while (!texts.isFull) {
    const more = { kind: 'change', change: { by: 'add', amount: random.int(10, 99) } } as const;
    put({ ...specification, normal: { ...normal, operations: [...normal.operations, more] } });
  }
  return texts.all();
}

/** The share of the clauses, and the normal case as one more, for which all is right, less what the best blind answer gets. */
function category(reference: ClausesReference, _answer: string, result?: TrialResult): Category {
  const blind = blindProcedures(reference.specification.normal).map(
    (other) => (input: readonly number[]) => outputOf(other, input),
  );
  return categoryOf(reference, blind, result);
}

function verify(reference: ClausesReference, _answer: string, result?: TrialResult): boolean {
  return returnsRight(javascriptOf(reference), reference, result);
}
