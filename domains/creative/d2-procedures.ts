import { z } from 'zod';
import type { Aspects, Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { drawInvention, programsLimit, working } from './machine/drawing.ts';
import { percent, runText, searchText, strategyLines } from './machine/explanation.ts';
import { canonicalInvention, statementOf } from './machine/formats.ts';
import { type Invention, tryProgram, workingKeys } from './machine/invention.ts';
import { strategyByHand } from './machine/recount.ts';
import { commonnessText, machineText, programText, strategyText, validityText } from './machine/wording.ts';
import { categoryOfValid, noveltyOf, unusualStrategy } from './novelty.ts';
import { isFarFromCommon } from './recount.ts';

interface ProgramAnswer {
  /** Names of keys. */
  readonly program: string[];
}

const brokenShareMax = 0.6;
const strategiesMin = 3;
/** Far beyond any program and name that can be right. */
const keysMax = 100;
const nameLengthMax = 60;

/**
 * A program for a machine with a pile of numbers: valid, and by an unusual set of keys. Exports: `constraints`, JSON
 * with `modulus`, `room`, `keys` of {name, kind, builtIn, broken}, `pairs` of {start, target}, `lengthMax`, and all
 * `strategies` that valid programs have, of {fingerprint, weight, shortest}.
 */
export const procedures: Skill<Invention, ProgramAnswer> = {
  id: 'D2',
  title: 'Inventing a procedure',
  prerequisites: [],
  parameters: {
    targets: {
      min: 2,
      max: 12,
      default: 4,
      unit: 'targets',
      scale: 'linear',
      // Over 2,400 tasks success of the reference agent that it helps least rises, by 0.40 ± 0.17 logits over the range:
      // a search presses a key on all piles at once, and how many programs are valid is a parameter of its own.
      monotone: false,
      kind: 'search',
      does: 'Start piles that one program must turn into their targets; the more, the shorter the shortest one that does.',
    },
    length: {
      min: 3,
      max: 9,
      default: 7,
      unit: 'keys',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Keys that a program may have; with as many valid programs, the shortest of them are longer.',
    },
    solutions: {
      min: 4,
      max: 40,
      default: 12,
      unit: 'programs',
      scale: 'log',
      monotone: false,
      kind: 'search',
      does: 'Valid programs that there are; the fewer, the harder one is found. Short programs cannot be many.',
    },
    broken: {
      min: 0,
      max: brokenShareMax,
      default: 0.3,
      unit: 'share of keys',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the keys explained that must not be used.',
    },
  },
  interactions: [
    ['targets', 'length'],
    ['length', 'solutions'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the first key alone .031, since it is a
  // program where three keys are allowed; other constants .029 and less, random keys .010.
  chance: 0.031,
  answerSchema: z.object({ program: z.array(z.string().max(nameLengthMax)).max(keysMax) }),

  generate,
  answer: (invention) => ({ program: namesOf(invention, referenceProgram(invention)) }),
  category,
  aspects,
  verify: (invention, { program }) => {
    const strategy = strategyByHand(invention, program);
    return strategy !== null && isFarFromCommon(invention.pool, strategy);
  },
  oracle: (invention) => ({ constraints: JSON.stringify(statementOf(invention)) }),
  solution,
  guess: (invention, random) => {
    const keys = workingKeys(invention);
    const length = random.int(1, invention.lengthMax);
    return {
      program: namesOf(
        invention,
        Array.from({ length }, () => random.pick(keys)),
      ),
    };
  },
  blindAnswers,
};

function generate(parameters: Parameters, random: RandomStream): Instance<Invention> {
  const share = parameters.broken!;
  const targets = random.round(parameters.targets!);
  const broken = random.round((working * share) / (1 - share));
  const lengthMax = random.round(parameters.length!);
  const wanted = { targets, broken, lengthMax, count: parameters.solutions!, walk: lengthMax - 1 };
  const measure = ({ pool, programs }: Pick<Invention, 'pool' | 'programs'>) =>
    Object.keys(pool).length < strategiesMin || unusualStrategy(pool) === null ? 0 : programs;
  const invention = drawInvention(wanted, measure, programsLimit(wanted.count), random);
  return {
    features: {
      targets: wanted.targets,
      length: wanted.lengthMax,
      solutions: invention.programs,
      broken: wanted.broken / (working + wanted.broken),
    },
    skin: invention.skin,
    body: bodyOf(invention),
    answerExample: '{"program": ["first", "second", "first"]}',
    reference: invention,
    canonical: canonicalInvention(invention),
  };
}

function bodyOf(invention: Invention): string {
  return [
    machineText(invention),
    validityText(invention),
    `${commonnessText(invention)} A strategy is unusual when at least half of all chance to come up with a valid program belongs to strategies that are more common than it.`,
    'A valid program of an unusual strategy counts fully, and a valid program of any other strategy three quarters. A program that is not valid counts at most half: by how many targets it makes, if it is not too long and all its keys work, and less what programs of one or two keys make of them.',
    'Find a valid program with an unusual strategy.',
  ].join('\n\n');
}

function referenceProgram({ pool, examples }: Invention): readonly number[] {
  return examples[unusualStrategy(pool)!]!;
}

function namesOf({ keys }: Invention, program: readonly number[]): string[] {
  return program.map((key) => keys[key]!.name);
}

function category(invention: Invention, { program }: ProgramAnswer): Category {
  const { share, valid, fingerprint } = tryProgram(invention, program);
  if (valid) return categoryOfValid(invention.pool, fingerprint);
  return share === 1 ? 2 : categoryOfShare(share, invention.chance);
}

/** Quality: the share of targets made; an idle part takes half. Novelty: that of the strategy of a valid program. */
function aspects(invention: Invention, { program }: ProgramAnswer): Aspects {
  const { share, valid, fingerprint } = tryProgram(invention, program);
  return {
    quality: valid || share < 1 ? share : share / 2,
    novelty: valid ? noveltyOf(invention.pool, fingerprint) : 0,
  };
}

function solution(invention: Invention): string {
  const { pool } = invention;
  const program = referenceProgram(invention);
  const weight = pool[unusualStrategy(pool)!]!;
  const order = Object.keys(pool).sort(
    (left, right) => pool[right]! - pool[left]! || (left < right ? -1 : 1),
  );
  const all = order.reduce((sum, fingerprint) => sum + pool[fingerprint]!, 0);
  const above = order.reduce((sum, other) => sum + (pool[other]! > weight ? pool[other]! : 0), 0);
  return [
    ...searchText(invention),
    'How likely each strategy comes up, of all chance to come up with a valid program:',
    ...strategyLines(invention, order),
    `${strategyText(invention, program)} is unusual, since ${percent(above / all)} belong to strategies that are more common. Its program ${programText(invention, program)} turns every start pile into its target, and no part of it can be left out.`,
    runText(invention, program),
    `So the answer is ${programText(invention, program)}.`,
  ].join('\n');
}

/** One key, two keys, all of them in a row: by their places in the list alone. */
function blindAnswers(invention: Invention): ProgramAnswer[] {
  const keys = workingKeys(invention);
  const { lengthMax } = invention;
  const at = (...positions: number[]) => positions.map((position) => keys[position]!);
  return [
    at(0),
    at(1),
    at(0, 1),
    at(1, 0),
    at(2, 3),
    at(0, 1, 2),
    at(4, 5, 6),
    keys.slice(0, lengthMax),
    keys.toReversed().slice(0, lengthMax),
    Array.from({ length: lengthMax }, () => keys[0]!),
    [],
  ].map((program) => ({ program: namesOf(invention, program) }));
}
