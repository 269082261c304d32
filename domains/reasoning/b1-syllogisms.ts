import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { canonicalSyllogism } from './syllogisms/canonical.ts';
import { type Claim, isNegative, type Truth, truths } from './syllogisms/claims.ts';
import { drawNaming } from './syllogisms/classes.ts';
import { truthBySearch } from './syllogisms/countermodel.ts';
import { explain } from './syllogisms/explanation.ts';
import { drawSorites } from './syllogisms/premises.ts';
import { constraintsOf, programOf } from './syllogisms/program.ts';
import { type Candidate, candidatesOf, conflicts, drawStatements } from './syllogisms/statements.ts';
import { bodyOf } from './syllogisms/wording.ts';

/** Premises and statements in the prompt's order; a claim's numbers index `classes`. */
interface SyllogismReference {
  readonly classes: readonly string[];
  readonly premises: readonly Claim[];
  readonly statements: readonly Claim[];
  readonly truths: readonly Truth[];
}

/** Verdicts keyed `S1`, `S2`, … */
type SyllogismAnswer = Record<string, Truth>;

/** Balanced accuracy up to which an answer earns nothing: guessing alone gives 1/3, good luck up to this. */
const blindAccuracy = 0.5;

export const syllogisms: Skill<SyllogismReference, SyllogismAnswer> = {
  id: 'B1',
  title: 'Quantified syllogisms and sorites',
  prerequisites: [],
  parameters: {
    chain: {
      min: 2,
      max: 8,
      default: 4,
      unit: 'premises',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of premises that link the terms asked about into one chain.',
    },
    distractors: {
      min: 0,
      max: 6,
      default: 2,
      unit: 'premises',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Premises about other terms, which settle nothing that is asked.',
    },
    negation: {
      min: 0,
      max: 1,
      default: 0.35,
      unit: 'share of premises',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Share of the premises that are worded with a negation (no, not, everything that is not).',
    },
    beliefConflict: {
      min: 0,
      max: 1,
      default: 0,
      unit: 'share of settled statements',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the yes and no statements whose truth value contradicts everyday knowledge; above 0 the skin is everyday.',
    },
  },
  interactions: [['chain', 'negation']],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the three truth values in turn
  // .026, random verdicts .021, one verdict for all .000.
  chance: 0.026,
  answerSchema: z.record(z.string(), z.enum(truths)),

  generate,
  answer: (reference) => asAnswer(reference.truths),
  category,
  verify,
  oracle: ({ classes, premises, statements }) => ({
    asp: programOf(classes.length, premises, statements),
    constraints: constraintsOf(classes, premises, statements),
  }),
  solution: ({ classes, premises, statements, truths }) => explain(classes, premises, statements, truths),
  guess: ({ statements }, random) => asAnswer(statements.map(() => random.pick(truths))),
  blindAnswers: ({ statements }) => [
    ...truths.map((truth) => asAnswer(statements.map(() => truth))),
    ...[0, 1, 2].map((start) =>
      asAnswer(statements.map((_, index) => truths[(index + start) % truths.length] as Truth)),
    ),
  ],
};

function generate(parameters: Parameters, random: RandomStream): Instance<SyllogismReference> {
  const chain = random.round(parameters.chain!);
  const distractors = random.round(parameters.distractors!);
  const premiseCount = chain + distractors;
  const negatives = random.round(parameters.negation! * premiseCount);
  const sorites = drawSorites({ chain, distractors, negatives }, random);
  const candidates = candidatesOf(sorites);
  const share = parameters.beliefConflict!;
  const naming = drawNaming(sorites.terms, candidates, share, random.substream('naming'));
  const belief = naming.believed ? { classes: naming.classes, share } : null;
  const drawn = drawStatements(candidates, belief, random);
  const premises = random.shuffle([...sorites.links, ...sorites.distractors]);
  const statements = drawn.map(({ claim }) => claim);
  return {
    features: {
      chain,
      distractors,
      negation: premises.filter(({ form }) => isNegative(form)).length / premiseCount,
      beliefConflict: belief === null ? 0 : conflictShare(drawn, naming.classes),
    },
    skin: naming.skin,
    body: bodyOf(premises, statements, naming.classes),
    answerExample: '{"S1": "undetermined", "S2": "yes", "S3": "no"}',
    reference: { classes: naming.classes, premises, statements, truths: drawn.map(({ truth }) => truth) },
    canonical: canonicalSyllogism(premises, statements),
  };
}

function conflictShare(drawn: readonly Candidate[], classes: readonly string[]): number {
  const settled = drawn.filter(({ truth }) => truth !== 'undetermined');
  return settled.filter((candidate) => conflicts(candidate, classes)).length / settled.length;
}

function asAnswer(verdicts: readonly Truth[]): SyllogismAnswer {
  return Object.fromEntries(verdicts.map((truth, index) => [`S${index + 1}`, truth]));
}

/** Balanced accuracy: the mean, over the truth values present, of the share of their statements judged right. */
function category(reference: SyllogismReference, answer: SyllogismAnswer): Category {
  const recalls = truths.flatMap((truth) => {
    const asked = reference.truths.flatMap((value, index) => (value === truth ? [`S${index + 1}`] : []));
    return asked.length === 0 ? [] : [asked.filter((key) => answer[key] === truth).length / asked.length];
  });
  const whole = recalls.every((recall) => recall === 1);
  if (whole) return Object.keys(answer).length === reference.truths.length ? 4 : 2;
  return categoryOfShare(recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length, blindAccuracy);
}

function verify({ classes, premises, statements }: SyllogismReference, answer: SyllogismAnswer): boolean {
  return (
    Object.keys(answer).length === statements.length &&
    statements.every(
      (claim, index) => answer[`S${index + 1}`] === truthBySearch(classes.length, premises, claim),
    )
  );
}
