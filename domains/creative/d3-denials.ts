import { z } from 'zod';
import type { Aspects, Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { drawInvention, working } from './machine/drawing.ts';
import { runText, searchText, strategyLines } from './machine/explanation.ts';
import { canonicalInvention, statementOf } from './machine/formats.ts';
import { type Invention, workingKeys } from './machine/invention.ts';
import { strategyByHand } from './machine/recount.ts';
import { byCommonness, type Denials, easyShare, meanNovelty, reachable, tallyOf } from './machine/rounds.ts';
import { machineText, programText, strategyText, validityText } from './machine/wording.ts';

interface ProgramsAnswer {
  /** Programs, each a list of names of keys. */
  readonly programs: string[][];
}

/** Fewer strategies than this are no choice. */
const strategiesMin = 3;
/** How many strategies there should be for each one that is asked for or denied. */
const roominess = 1.5;
/** Programs that a machine may have for each strategy that is needed. */
const programsPerStrategy = 40;
/** As few keys as programs may be allowed where at most so many strategies are needed. */
const lengthsMin = [
  { needed: 4, length: 4 },
  { needed: 8, length: 5 },
  { needed: 14, length: 6 },
  { needed: 17, length: 7 },
  { needed: Number.POSITIVE_INFINITY, length: 8 },
] as const;
/** With more strategies than these needed, the shortest programs must be shorter. */
const manyNeeded = 8;
/** Keys that are broken, in every machine. */
const broken = 2;
/** Far beyond any answer that can be right. */
const programsMax = 40;
const keysMax = 100;
const nameLengthMax = 60;

/**
 * Rounds of denial: programs for a machine with a pile of numbers, each by another set of keys, and by none that is
 * denied. Exports: `constraints`, JSON as of D2 with `rounds` and `denied` fingerprints beside.
 */
export const denials: Skill<Denials, ProgramsAnswer> = {
  id: 'D3',
  title: 'Rounds of denial',
  prerequisites: ['D2'],
  parameters: {
    rounds: {
      min: 2,
      max: 12,
      default: 5,
      unit: 'programs',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Programs wanted, each of another strategy.',
    },
    denied: {
      min: 0,
      max: 6,
      default: 3,
      unit: 'strategies',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Strategies, the most common ones, that do not count.',
    },
    length: {
      min: 4,
      max: 8,
      default: 6,
      unit: 'keys',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Keys that a program may have; with as many strategies, the shortest programs are longer. Raised where many strategies need it.',
    },
    targets: {
      min: 2,
      max: 5,
      default: 3,
      unit: 'targets',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of start piles that each program must turn into their targets.',
    },
  },
  interactions: [
    ['rounds', 'denied'],
    ['rounds', 'length'],
  ],
  // Measured over 2,000 instances at parameters drawn evenly over their ranges: programs of three keys in a row .001,
  // random ones .000, all others .000.
  chance: 0.001,
  answerSchema: z.object({
    programs: z.array(z.array(z.string().max(nameLengthMax)).max(keysMax)).max(programsMax),
  }),

  generate,
  answer: (reference) => ({ programs: wonRounds(reference).map((program) => namesOf(reference, program)) }),
  category,
  aspects,
  verify,
  oracle: ({ invention, rounds, denied }) => ({
    constraints: JSON.stringify({ ...statementOf(invention), rounds, denied }),
  }),
  solution,
  guess: (reference, random) => {
    const keys = workingKeys(reference.invention);
    const program = () =>
      Array.from({ length: random.int(1, reference.invention.lengthMax) }, () => random.pick(keys));
    return { programs: Array.from({ length: reference.rounds }, () => namesOf(reference, program())) };
  },
  blindAnswers,
};

function generate(parameters: Parameters, random: RandomStream): Instance<Denials> {
  const rounds = random.round(parameters.rounds!);
  const deniedCount = random.round(parameters.denied!);
  const needed = rounds + deniedCount;
  const lengthMin = lengthsMin.find((entry) => needed <= entry.needed)!.length;
  const targets = random.round(parameters.targets!);
  const lengthMax = Math.max(lengthMin, random.round(parameters.length!));
  const walk = lengthMax - (needed > manyNeeded ? 3 : 1);
  const wanted = { targets, broken, lengthMax, count: roominess * needed, walk };
  const measure = ({ pool }: Pick<Invention, 'pool'>) => {
    const strategies = Object.keys(pool).length;
    return strategies < Math.max(needed, strategiesMin) ? 0 : strategies;
  };
  const invention = drawInvention(wanted, measure, programsPerStrategy * needed, random);
  const reference = { invention, rounds, denied: byCommonness(invention).slice(0, deniedCount) };
  return {
    features: {
      rounds,
      denied: deniedCount,
      length: wanted.lengthMax,
      targets: wanted.targets,
    },
    skin: invention.skin,
    body: bodyOf(reference),
    answerExample: '{"programs": [["first", "second", "first"], ["third"]]}',
    reference,
    canonical: [rounds, ...reference.denied, canonicalInvention(invention)].join(';'),
  };
}

function bodyOf({ invention, rounds, denied }: Denials): string {
  const strategies = denied.map((fingerprint) => strategyText(invention, invention.examples[fingerprint]!));
  return [
    machineText(invention),
    validityText(invention),
    ...(denied.length === 0
      ? []
      : [['Denied strategies:', ...strategies.map((text) => `- ${text}`)].join('\n')]),
    `A list of ${rounds} programs is wanted. A program in it counts when it is valid,${denied.length === 0 ? '' : ' its strategy is none of the denied ones,'} and no program that counts stands before it in the list with the same strategy. The answer counts fully when all ${rounds} programs count, and otherwise at most half, by how many of them do, less what programs of one or two keys could win. Of a longer list only the first ${rounds} programs are looked at.`,
    `Find ${rounds} valid programs of ${rounds} different strategies${denied.length === 0 ? '' : ', none of them denied'}.`,
  ].join('\n\n');
}

/** One of the shortest programs of each of the most common strategies that may be used. */
function wonRounds(reference: Denials): (readonly number[])[] {
  const { invention, rounds } = reference;
  return reachable(reference)
    .slice(0, rounds)
    .map((fingerprint) => invention.examples[fingerprint]!);
}

function namesOf({ invention: { keys } }: Denials, program: readonly number[]): string[] {
  return program.map((key) => keys[key]!.name);
}

function category(reference: Denials, { programs }: ProgramsAnswer): Category {
  return categoryOfShare(tallyOf(reference, programs).counted.size / reference.rounds, easyShare(reference));
}

/** Quality: the share of valid programs. Novelty: the mean of that of the strategies that count. */
function aspects(reference: Denials, { programs }: ProgramsAnswer): Aspects {
  const { valid, counted } = tallyOf(reference, programs);
  return { quality: valid / reference.rounds, novelty: meanNovelty(reference.invention, counted) };
}

function verify({ invention, rounds, denied }: Denials, { programs }: ProgramsAnswer): boolean {
  if (programs.length < rounds) return false;
  const used = [...denied];
  for (const program of programs.slice(0, rounds)) {
    const strategy = strategyByHand(invention, program);
    if (strategy === null || used.includes(strategy)) return false;
    used.push(strategy);
  }
  return true;
}

function solution(reference: Denials): string {
  const { invention, rounds, denied } = reference;
  const programs = wonRounds(reference);
  return [
    ...searchText(invention),
    ...(denied.length === 0
      ? ['No strategy is denied. From the most common one on, with how likely each comes up at random:']
      : [
          `${denied.length} of the strategies are denied. The others, from the most common one on, with how likely each comes up at random:`,
        ]),
    ...strategyLines(invention, reachable(reference)),
    `One program of each of the first ${rounds} will do, for the shortest are found first:`,
    ...programs.map(
      (program, index) =>
        `${index + 1}. ${programText(invention, program)}, by ${strategyText(invention, program)}. ${runText(invention, program)}`,
    ),
  ].join('\n');
}

/** All programs of one key, of two or three keys, or of all: by their places in the list alone. */
function blindAnswers(reference: Denials): ProgramsAnswer[] {
  const keys = workingKeys(reference.invention);
  const { lengthMax } = reference.invention;
  const single = keys.map((key) => [key]);
  const turned = (by: number) => keys.map((_, index) => keys[(index + by) % working]!);
  const pairs = [1, 2].flatMap((by) => keys.map((key, index) => [key, turned(by)[index]!]));
  const triples = [1, 2].flatMap((by) => pairs.map((pair, index) => [...pair, turned(by)[index % working]!]));
  const rows = keys.map((_, by) => turned(by).slice(0, lengthMax));
  return [
    single,
    [...single, ...pairs],
    pairs,
    pairs.toReversed(),
    triples.slice(0, 2 * working),
    triples.slice(2 * working),
    [...rows, ...rows.map((row) => row.toReversed())],
    Array.from({ length: reference.rounds }, () => [keys[0]!]),
    [],
  ].map((programs) => ({ programs: programs.map((program) => namesOf(reference, program)) }));
}
