import type { BlockState, Motive, Probe } from '../../schema/practice-state.ts';
import { measurementTasksPerBlock, practiceTasksPerBlock } from '../constants.ts';
import { skillWeightsOf } from '../performance/performance.ts';
import { mostInformative, skillsByQuota } from '../placement/selection.ts';
import { type Assessment, assessPractice, type PracticeSoFar } from './assess.ts';
import { walkThetas } from './lattice.ts';
import { chooseProbe, neighboursOf } from './neighbours.ts';
import type { PracticeResponse } from './rounds.ts';
import { practiceDifficulty, practiceTarget } from './target.ts';

export type { PastBlock } from './assess.ts';

export interface BlockInput extends PracticeSoFar {
  readonly regime: 'practice' | 'static';
  /** What each answered task of placement took. */
  readonly placementTokens: readonly { readonly skill: string; readonly tokens: number }[];
  /** Number of the round to plan. */
  readonly round: number;
  /** True for the round after the last block, which only measures. */
  readonly final: boolean;
}

/** `difficulty` null: a cell of the skill's reference mix, drawn at random. */
export interface PlannedBlockTask {
  readonly purpose: 'practice' | 'measurement';
  readonly skill: string;
  readonly difficulty: number | null;
}

export interface BlockPlan {
  readonly tasks: readonly PlannedBlockTask[];
  readonly state: BlockState;
}

/**
 * The tasks of the next round and what they rest on. Practice goes to the weakest skill that is ready for it; where
 * the ability stands still or falls, a block goes to the neighbour of that skill that tells most for its cost, and
 * the next one back to practice. The same input gives the same plan.
 */
export function planBlock(input: BlockInput): BlockPlan {
  const { abilities, ...assessment } = assessPractice(input);
  const { motive, target, probe } = decide(input, { abilities, ...assessment });
  const state: BlockState = { version: 1, motive, target, ...assessment, probe };
  return { tasks: [...practiceTasks(input, state, abilities), ...measurementTasks(input)], state };
}

interface Decision {
  readonly motive: Motive;
  readonly target: string | null;
  readonly probe: Probe | null;
}

function decide(input: BlockInput, assessment: Assessment): Decision {
  if (input.final) return { motive: 'final', target: null, probe: null };
  if (input.regime === 'static') return { motive: 'reference-mix', target: null, probe: null };
  const weakest = practiceTarget(assessment.skills, input.prerequisites);
  const { verdict } = assessment.trend;
  const probedLast = input.blocks.at(-1)?.state.probe != null;
  const probe = verdict === 'undecided' || probedLast ? null : probeBeside(weakest, input, assessment);
  if (probe === null) return { motive: 'weakest', target: weakest, probe };
  const motive = verdict === 'plateau' ? 'plateau-probe' : 'regress-probe';
  return { motive, target: probe.neighbour, probe };
}

function probeBeside(
  skill: string,
  input: BlockInput,
  { abilities, skills, gapMap }: Assessment,
): Probe | null {
  const candidates = neighboursOf(input.prerequisites, skill).map((neighbour) => {
    const model = input.scale.skills[neighbour]!;
    return {
      skill: neighbour,
      variance: skills[neighbour]!.sd ** 2,
      information: mostInformative(model, walkThetas, abilities[neighbour]!).information,
      attemptTokens: meanAttemptTokens(input, neighbour),
    };
  });
  return chooseProbe(skill, candidates, gapMap, input.round);
}

/** Mean over the skill's answered tasks, or over all while it has none. */
function meanAttemptTokens({ placementTokens, blocks }: BlockInput, skill: string): number {
  const all = [...placementTokens, ...blocks.flatMap(({ responses }) => responses)];
  const own = all.filter((attempt) => attempt.skill === skill);
  const counted = own.length > 0 ? own : all;
  return counted.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(counted.length, 1);
}

function practiceTasks(
  input: BlockInput,
  { motive, target }: BlockState,
  abilities: Assessment['abilities'],
): PlannedBlockTask[] {
  if (motive === 'final') return [];
  if (target === null) {
    return byQuota(input, 'practice', practiceTasksPerBlock).map((skill) => ({
      purpose: 'practice',
      skill,
      difficulty: null,
    }));
  }
  const ability = abilities[target]!;
  const model = input.scale.skills[target]!;
  const difficulty =
    motive === 'weakest'
      ? practiceDifficulty(model, ability)
      : mostInformative(model, walkThetas, ability).difficulty;
  return Array.from({ length: practiceTasksPerBlock }, () => ({
    purpose: 'practice',
    skill: target,
    difficulty,
  }));
}

function measurementTasks(input: BlockInput): PlannedBlockTask[] {
  return byQuota(input, 'measurement', measurementTasksPerBlock).map((skill) => ({
    purpose: 'measurement',
    skill,
    difficulty: null,
  }));
}

/** Skills in turn by their weight, over all tasks of the purpose in the phase. */
function byQuota({ mix, blocks }: BlockInput, purpose: PracticeResponse['purpose'], size: number): string[] {
  const asked: Record<string, number> = {};
  for (const { responses } of blocks) {
    for (const task of responses) {
      if (task.purpose === purpose) asked[task.skill] = (asked[task.skill] ?? 0) + 1;
    }
  }
  return skillsByQuota(skillWeightsOf(mix), asked, size);
}
