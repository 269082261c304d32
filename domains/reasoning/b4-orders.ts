import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { canonicalOrders } from './orders/canonical.ts';
import { drawDescription, removedMax } from './orders/drawing.ts';
import { explain } from './orders/explanation.ts';
import { answerSetProgram, constraintSet, smtProgram } from './orders/formats.ts';
import { verdictsByModels } from './orders/models.ts';
import { drawQuestions, questionCount } from './orders/questions.ts';
import { type Description, kinds, type Question, type Verdict, verdicts } from './orders/relations.ts';
import { bodyOf, drawScene, type Scene, verdictWords } from './orders/wording.ts';

/** Statements and questions in the prompt's order; a thing's number indexes the scene's names. */
interface OrdersReference {
  readonly description: Description;
  readonly scene: Scene;
  readonly questions: readonly Question[];
  readonly verdicts: readonly Verdict[];
}

/** The questions' own words, or `unknown`, keyed `Q1`, `Q2`, … */
type OrdersAnswer = Record<string, string>;

/** Balanced accuracy up to which an answer earns nothing: guessing alone gives 1/3, good luck up to this. */
const blindAccuracy = 0.5;
const unknownMin = 3;

/**
 * What incomplete statements say of the order of quantities, of the arrivals and departures of visits, or of places
 * on a grid. Exports: `asp`, whose answer sets are the models and whose cautious consequences are the settled
 * questions; `smtlib`, two satisfiability checks a question; `constraints`, JSON of the points that share a line, of
 * what comes before what, and of the questions.
 */
export const orders: Skill<OrdersReference, OrdersAnswer> = {
  id: 'B4',
  title: 'Orders, intervals and places from incomplete statements',
  prerequisites: ['B1'],
  parameters: {
    chain: {
      min: 2,
      max: 10,
      default: 4,
      unit: 'statements',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of statements that have to be put together to settle a question, mean over those that are settled.',
    },
    relations: {
      min: 10,
      max: 80,
      default: 24,
      unit: 'statements',
      scale: 'log',
      monotone: true,
      kind: 'search',
      does: 'Number of statements, each of which relates two things.',
    },
    indeterminacy: {
      min: 0.2,
      max: 0.6,
      default: 0.35,
      unit: 'share of questions',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Share of the questions that the statements do not settle.',
    },
    removed: {
      min: 0.1,
      max: removedMax,
      default: 0.3,
      unit: 'share of statements',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Share of the links of a complete line that are taken out of the description; single statements tie the pieces that are left to the sides of one another.',
    },
  },
  interactions: [
    ['chain', 'relations'],
    ['relations', 'removed'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the three verdicts in turn .027,
  // random verdicts .024, one verdict for all .000.
  chance: 0.027,
  answerSchema: z.record(z.string(), z.string()),

  generate,
  answer: (reference) => asAnswer(reference, reference.verdicts),
  category,
  verify,
  oracle: ({ description, questions, scene }) => ({
    asp: answerSetProgram(description, questions, scene),
    smtlib: smtProgram(description, questions, scene),
    constraints: constraintSet(description, questions, scene),
  }),
  solution: ({ description, questions, verdicts, scene }) => explain(description, questions, verdicts, scene),
  guess: (reference, random) =>
    asAnswer(
      reference,
      reference.questions.map(() => random.pick(verdicts)),
    ),
  blindAnswers: (reference) => [
    ...verdicts.map((verdict) =>
      asAnswer(
        reference,
        reference.questions.map(() => verdict),
      ),
    ),
    ...[0, 1, 2].map((start) =>
      asAnswer(
        reference,
        reference.questions.map((_, index) => verdicts[(index + start) % verdicts.length] as Verdict),
      ),
    ),
  ],
};

function generate(parameters: Parameters, random: RandomStream): Instance<OrdersReference> {
  const { chain, relations, indeterminacy, removed } = parameters;
  const kind = random.pick(kinds);
  const drawn = drawDescription({ kind, relations: relations!, chain: chain!, removed: removed! }, random);
  const { description } = drawn;
  const unknown = Math.max(unknownMin, random.round(indeterminacy! * questionCount));
  const questions = drawQuestions(description, { unknown, chain: chain! }, random);
  const settled = questions.filter(({ verdict }) => verdict !== 'unknown');
  const { skin, scene } = drawScene(description.things, random.substream('scene'));
  const reference: OrdersReference = {
    description,
    scene,
    questions: questions.map(({ left, right }) => ({ left, right })),
    verdicts: questions.map(({ verdict }) => verdict),
  };
  return {
    features: {
      chain: settled.reduce((sum, { length }) => sum + length, 0) / settled.length,
      relations: description.statements.length,
      indeterminacy: unknown / questionCount,
      removed: drawn.removed,
    },
    skin,
    body: bodyOf(description, questions, scene),
    answerExample: `{"Q1": "unknown", "Q2": "${wordOf(reference, 1, 'less')}", "Q3": "${wordOf(reference, 2, 'greater')}"}`,
    reference,
    canonical: canonicalOrders(description, questions),
  };
}

function asAnswer(reference: OrdersReference, given: readonly Verdict[]): OrdersAnswer {
  return Object.fromEntries(
    given.map((verdict, index) => [`Q${index + 1}`, wordOf(reference, index, verdict)]),
  );
}

function wordOf({ description, questions, scene }: OrdersReference, index: number, verdict: Verdict): string {
  const { left } = questions[index] as Question;
  return verdictWords(description.kind, description.things, left, scene)[verdict];
}

/** Balanced accuracy: the mean, over the three verdicts, of the share of their questions answered right. */
function category(reference: OrdersReference, answer: OrdersAnswer): Category {
  const recalls = verdicts.map((verdict) => {
    const asked = reference.verdicts.flatMap((value, index) => (value === verdict ? [index] : []));
    const right = asked.filter((index) => answer[`Q${index + 1}`] === wordOf(reference, index, verdict));
    return right.length / asked.length;
  });
  const whole = recalls.every((recall) => recall === 1);
  if (whole) return Object.keys(answer).length === reference.questions.length ? 4 : 2;
  return categoryOfShare(recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length, blindAccuracy);
}

function verify(reference: OrdersReference, answer: OrdersAnswer): boolean {
  const { description, questions, scene } = reference;
  const found = verdictsByModels(description, questions);
  return (
    Object.keys(answer).length === questions.length &&
    questions.every(({ left }, index) => {
      const verdict = found[index] ?? null;
      const words = verdictWords(description.kind, description.things, left, scene);
      return verdict !== null && answer[`Q${index + 1}`] === words[verdict];
    })
  );
}
