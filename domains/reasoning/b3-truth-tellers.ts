import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { canonicalStatements } from './truth-tellers/canonical.ts';
import { drawPuzzle } from './truth-tellers/drawing.ts';
import { everyFit } from './truth-tellers/enumeration.ts';
import { explain } from './truth-tellers/explanation.ts';
import { answerSetProgram, constraintSet, smtProgram } from './truth-tellers/formats.ts';
import {
  depthOf,
  isConnective,
  isParity,
  type Puzzle,
  partsOf,
  tellsTruth,
} from './truth-tellers/formulas.ts';
import { bodyOf, drawScene, roleName, type Scene } from './truth-tellers/wording.ts';

/** Statements in the prompt's order; a person's number indexes the scene's names. */
interface TruthTellersReference {
  readonly puzzle: Puzzle;
  readonly scene: Scene;
}

/** Role words keyed by name. */
type TruthTellersAnswer = Record<string, string>;

/**
 * Truth-tellers and liars. Exports: `asp`, whose answer sets are the solutions as truthful(Name); `smtlib`, whose
 * only model is the solution; `constraints`, JSON of the people, the words for their roles and the statements.
 */
export const truthTellers: Skill<TruthTellersReference, TruthTellersAnswer> = {
  id: 'B3',
  title: 'Truth-tellers and liars with nested statements',
  prerequisites: ['B2'],
  parameters: {
    people: {
      min: 4,
      max: 16,
      default: 8,
      unit: 'people',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of people, each of whom tells the truth or lies; all of them speak.',
    },
    depth: {
      min: 1,
      max: 4,
      default: 2,
      unit: 'levels per statement',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Connectives and speeches in one another in a statement, such as what someone would say about two others.',
    },
    parity: {
      min: 0,
      max: 1,
      default: 0.4,
      unit: 'share of connectives',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Share of the connectives that are "either … or …, but not both" or "if and only if", of which one part alone settles nothing.',
    },
  },
  interactions: [
    ['people', 'depth'],
    ['people', 'parity'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: roles in turn .020, half and half
  // .019, random roles .011, one role for everybody .000.
  chance: 0.02,
  answerSchema: z.record(z.string(), z.string()),

  generate,
  answer: (reference) => asAnswer(reference, (person) => tellsTruth(reference.puzzle.truthful, person)),
  category,
  verify,
  oracle: ({ puzzle, scene }) => ({
    asp: answerSetProgram(puzzle, scene),
    smtlib: smtProgram(puzzle, scene),
    constraints: constraintSet(puzzle, scene),
  }),
  solution: ({ puzzle, scene }) => explain(puzzle, scene),
  guess: (reference, random) => asAnswer(reference, () => random.chance(0.5)),
  blindAnswers: (reference) => [
    asAnswer(reference, () => true),
    asAnswer(reference, () => false),
    asAnswer(reference, (person) => person % 2 === 0),
    asAnswer(reference, (person) => person % 2 === 1),
    asAnswer(reference, (person) => 2 * person < reference.puzzle.people),
  ],
};

function generate(parameters: Parameters, random: RandomStream): Instance<TruthTellersReference> {
  const people = random.round(parameters.people!);
  const puzzle = drawPuzzle({ people, depth: parameters.depth!, parity: parameters.parity! }, random);
  const { skin, scene } = drawScene(people, random.substream('scene'));
  const { statements } = puzzle;
  const connectives = statements.flatMap(({ says }) => partsOf(says)).filter(isConnective);
  return {
    features: {
      people,
      depth: statements.reduce((sum, { says }) => sum + depthOf(says), 0) / statements.length,
      parity: connectives.filter(isParity).length / Math.max(1, connectives.length),
    },
    skin,
    body: bodyOf(statements, scene),
    answerExample: `{"Mona": "${scene.truthTeller}", "Nils": "${scene.liar}", "Otto": "${scene.liar}"}`,
    reference: { puzzle, scene },
    canonical: canonicalStatements(people, statements),
  };
}

function asAnswer(
  { scene }: TruthTellersReference,
  isTruthful: (person: number) => boolean,
): TruthTellersAnswer {
  return Object.fromEntries(scene.names.map((name, person) => [name, roleName(scene, isTruthful(person))]));
}

/**
 * Balanced accuracy over both roles, so that one role for everybody is worth nothing. A random answer has half of
 * each role right; with two standard deviations more, 1/√people, it is nothing yet.
 */
function category({ puzzle, scene }: TruthTellersReference, answer: TruthTellersAnswer): Category {
  const recalls = [true, false].map((truthful) => {
    const asked = scene.names.filter((_, person) => tellsTruth(puzzle.truthful, person) === truthful);
    const right = asked.filter(
      (name) => Object.hasOwn(answer, name) && answer[name] === roleName(scene, truthful),
    );
    return right.length / asked.length;
  }) as [number, number];
  const share = (recalls[0] + recalls[1]) / 2;
  if (share === 1) return Object.keys(answer).length === puzzle.people ? 4 : 2;
  return categoryOfShare(share, Math.min(0.99, 0.5 + 1 / Math.sqrt(puzzle.people)));
}

function verify({ puzzle, scene }: TruthTellersReference, answer: TruthTellersAnswer): boolean {
  const { people, statements } = puzzle;
  if (Object.keys(answer).length !== people) return false;
  const [only, ...others] = everyFit(people, statements);
  if (only === undefined || others.length > 0) return false;
  return scene.names.every((name, person) => {
    const role = Math.floor(only / 2 ** person) % 2 === 1 ? scene.truthTeller : scene.liar;
    return Object.hasOwn(answer, name) && answer[name] === role;
  });
}
