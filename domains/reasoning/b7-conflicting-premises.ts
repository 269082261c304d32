import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { canonicalDispute } from './conflicts/canonical.ts';
import { consequencesOf } from './conflicts/consequences.ts';
import { bystandersMin, type Draft, type DraftPremise, drawDraft } from './conflicts/draft.ts';
import { isRight } from './conflicts/environments.ts';
import { explain } from './conflicts/explanation.ts';
import { answerSetProgram, constraintSet, smtScript } from './conflicts/formats.ts';
import { type Dispute, type Premise, premiseId, repairOrder, statementId } from './conflicts/premises.ts';
import { drawStatements } from './conflicts/statements.ts';
import { bodyOf } from './conflicts/wording.ts';
import { drawAtomNames } from './rules/wording.ts';
import { type Truth, truths } from './syllogisms/claims.ts';

interface ConflictAnswer {
  /** Premise ids of every core. */
  readonly cores: string[][];
  /** Verdicts keyed `S1`, `S2`, … */
  readonly statements: Record<string, Truth>;
}

const depthMax = 5;
/** Beside one for each step of the deepest group there is a source more reliable than all of these, and another. */
const sourcesMin = 4;
const topReliabilityMin = 84;
const topReliabilityMax = 97;
/** Overlap with the cores, and balanced accuracy of the verdicts, up to which they earn nothing. */
const blindOverlap = 0.4;
const blindAccuracy = 0.6;

/**
 * Premises that contradict each other: which of them do, and what follows when the less reliable give way? Exports:
 * `asp`, whose optimal answer sets are the models of the repaired premises, with `drop(k)` for premise Pk given up
 * and `true(k)`, `false(k)` for statement Sk; `smtlib`, the premises as assertions named by id; `constraints`, JSON
 * with `sources`, `premises` of {id, source, conditions, conclusion} over literals {atom, value}, `priorities` (premise ids, the
 * one that the repair comes to first goes first) and `statements` of {id, atom, value}.
 */
export const conflictingPremises: Skill<Dispute, ConflictAnswer> = {
  id: 'B7',
  title: 'Conflicting premises and their repair',
  prerequisites: ['B2', 'B5'],
  parameters: {
    conflicts: {
      min: 1,
      max: 6,
      default: 2,
      unit: 'cores',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of minimal contradictory sets of premises; raised where `priorityDepth` needs more.',
    },
    coreSize: {
      min: 3,
      max: 9,
      default: 4,
      unit: 'premises',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Mean number of premises in such a set.',
    },
    priorityDepth: {
      min: 1,
      max: depthMax,
      default: 2,
      unit: 'cores',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'How many cores hang together in a row, so that what is given up in one decides about the next.',
    },
    reliabilityGap: {
      min: 1,
      max: 10,
      default: 5,
      unit: 'percentage points',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Mean difference in reliability between one source and the next.',
    },
    bystanders: {
      min: bystandersMin,
      max: 12,
      default: 4,
      unit: 'premises',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Premises that belong to no contradiction.',
    },
  },
  interactions: [
    ['conflicts', 'coreSize'],
    ['conflicts', 'priorityDepth'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the truth values in turn beside one
  // core of all facts .020, or beside single premises .020; all else .017 and less.
  chance: 0.02,
  answerSchema: z.object({
    cores: z.array(z.array(z.string())),
    statements: z.record(z.string(), z.enum(truths)),
  }),

  generate,
  answer: ({ cores, truths: verdicts }) => ({
    cores: cores.map((core) => core.toSorted((left, right) => left - right).map(premiseId)),
    statements: asStatements(verdicts),
  }),
  category,
  verify,
  oracle: (dispute) => ({
    asp: answerSetProgram(dispute),
    smtlib: smtScript(dispute),
    constraints: constraintSet(dispute),
  }),
  solution: explain,
  guess: ({ premises, statements }, random) => ({
    cores: Array.from({ length: random.int(1, 3) }, () =>
      random.sample([...premises.keys()].map(premiseId), random.int(2, Math.min(6, premises.length))),
    ),
    statements: asStatements(statements.map(() => random.pick(truths))),
  }),
  blindAnswers,
};

function generate(parameters: Parameters, random: RandomStream): Instance<Dispute> {
  const depth = random.round(parameters.priorityDepth!);
  const conflicts = Math.max(depth, random.round(parameters.conflicts!));
  const sizes = Array.from({ length: conflicts }, () => random.round(parameters.coreSize!));
  const sourceCount = Math.max(sourcesMin, depth + 2);
  const bystanders = random.round(parameters.bystanders!);
  const draft = drawDraft(groupsOf(sizes, depth, random), bystanders, sourceCount, random);
  const levels = random.shuffle(Array.from({ length: sourceCount }, (_, level) => level));
  const steps = Array.from({ length: sourceCount - 1 }, () => random.round(parameters.reliabilityGap!));
  const top = random.int(topReliabilityMin, topReliabilityMax);
  const reliabilities = levels.map((level) => top - sumOf(steps.slice(0, level)));
  const { names, skin } = drawAtomNames(draft.atoms, random.substream('names'));
  const dispute = disputeOf(draft, levels, random);
  const reference: Dispute = { names, reliabilities, ...dispute };
  return {
    features: {
      conflicts,
      coreSize: sumOf(sizes) / conflicts,
      priorityDepth: depth,
      reliabilityGap: sumOf(steps) / steps.length,
      bystanders,
    },
    skin,
    body: bodyOf(reference),
    answerExample: '{"cores": [["P2", "P9"], ["P4", "P9", "P30"]], "statements": {"S1": "no", "S2": "yes"}}',
    reference,
    canonical: canonicalDispute(reference),
  };
}

/** The first group is as deep as wanted, the others are not deeper. */
function groupsOf(sizes: readonly number[], depth: number, random: RandomStream): number[][] {
  const groups = [sizes.slice(0, depth)];
  for (let taken = depth; taken < sizes.length; ) {
    const length = random.int(1, Math.min(depth, sizes.length - taken));
    groups.push(sizes.slice(taken, taken + length));
    taken += length;
  }
  return groups;
}

/** Numbers for the draft's premises, sources for their levels, and statements. */
function disputeOf(
  draft: Draft,
  levels: readonly number[],
  random: RandomStream,
): Omit<Dispute, 'names' | 'reliabilities'> {
  const premises: Premise[] = draft.premises.map(({ conditions, conclusion, level }) => ({
    conditions,
    conclusion,
    source: levels.indexOf(level),
  }));
  const numberOf = (premise: DraftPremise) => draft.premises.indexOf(premise);
  const givenUp = [...draft.givenUp].map(numberOf);
  const kept = [...premises.keys()].filter((index) => !givenUp.includes(index));
  const disputed = draft.cores.flatMap(({ members }) => [
    (members[0] as DraftPremise).conclusion.atom,
    (members.at(-1) as DraftPremise).conclusion.atom,
  ]);
  const steps = consequencesOf(premises, kept);
  return {
    premises,
    cores: random.shuffle(draft.cores.map(({ members }) => members.map(numberOf))),
    givenUp,
    ...drawStatements(draft.atoms, [...new Set(disputed)], steps, random),
  };
}

/** The mean of the cores' overlap and of the verdicts' balanced accuracy, each less what blind answers get. */
function category(dispute: Dispute, { cores, statements }: ConflictAnswer): Category {
  const overlap = coreOverlap(dispute, cores);
  const accuracy = balancedAccuracy(dispute, statements);
  if (overlap === 1 && accuracy === 1)
    return Object.keys(statements).length === dispute.statements.length ? 4 : 2;
  const beyond = (share: number, blind: number) => Math.max(0, (share - blind) / (1 - blind));
  return categoryOfShare((beyond(overlap, blindOverlap) + beyond(accuracy, blindAccuracy)) / 2, 0);
}

/** For each core the largest Jaccard index with a set of the answer, over the larger number of sets. */
function coreOverlap(dispute: Dispute, answered: readonly (readonly string[])[]): number {
  const overlaps = dispute.cores.map((core) => {
    const ids = new Set(core.map(premiseId));
    return Math.max(
      0,
      ...answered.map((given) => {
        const shared = new Set(given).intersection(ids).size;
        // An id that is named twice counts as one that does not belong there.
        return shared / (ids.size + given.length - shared);
      }),
    );
  });
  return sumOf(overlaps) / Math.max(answered.length, dispute.cores.length);
}

/** The mean, over the truth values present, of the share of their statements judged right. */
function balancedAccuracy(dispute: Dispute, given: Readonly<Record<string, Truth>>): number {
  const recalls = truths.flatMap((truth) => {
    const asked = dispute.truths.flatMap((value, index) => (value === truth ? [statementId(index)] : []));
    return asked.length === 0 ? [] : [asked.filter((id) => given[id] === truth).length / asked.length];
  });
  return sumOf(recalls) / recalls.length;
}

function verify(dispute: Dispute, { cores, statements }: ConflictAnswer): boolean {
  const indices = new Map(dispute.premises.map((_, index) => [premiseId(index), index]));
  const verdicts = dispute.statements.map((_, index) => statements[statementId(index)]);
  return (
    Object.keys(statements).length === verdicts.length &&
    isRight(
      dispute,
      repairOrder(dispute),
      cores.map((core) => core.map((id) => indices.get(id) ?? -1)),
      verdicts,
    )
  );
}

/** All premises as one core, their pairs in order, or the facts; one verdict for all statements, or all in turn. */
function blindAnswers({ premises, statements }: Dispute): ConflictAnswer[] {
  const ids = [...premises.keys()].map(premiseId);
  const facts = ids.filter((_, index) => premises[index]?.conditions.length === 0);
  const inTurn = (start: number) =>
    asStatements(statements.map((_, index) => truths[(index + start) % truths.length] as Truth));
  return [
    ...truths.map((truth) => ({ cores: [ids], statements: asStatements(statements.map(() => truth)) })),
    ...[0, 1, 2].map((start) => ({ cores: [facts], statements: inTurn(start) })),
    { cores: ids.map((id) => [id]), statements: inTurn(0) },
    { cores: [ids.slice(0, Math.ceil(ids.length / 2))], statements: inTurn(1) },
  ];
}

function asStatements(verdicts: readonly Truth[]): Record<string, Truth> {
  return Object.fromEntries(verdicts.map((truth, index) => [statementId(index), truth]));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
