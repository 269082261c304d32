import type { AbilityPosterior } from '../../measurement/ability/ability.ts';
import type { Depth } from '../../measurement/constants.ts';
import { measurementTasksPerBlock, practiceTasksPerBlock } from '../../measurement/constants.ts';
import type { Draws } from '../../measurement/numeric/draws.ts';
import { skillWeightsOf } from '../../measurement/performance/performance.ts';
import { skillsByQuota } from '../../measurement/placement/selection.ts';
import { practiceAxis } from '../../measurement/practice/axis.ts';
import { type PlannedBlockTask, planBlock } from '../../measurement/practice/block.ts';
import { followPath, type PracticePath } from '../../measurement/practice/path.ts';
import { measurementSteps, type PracticeRound } from '../../measurement/practice/rounds.ts';
import { difficultyOf } from '../../measurement/response-model/difficulty.ts';
import type { BlockState } from '../../schema/practice-state.ts';
import type { Cell, Scale } from '../../schema/scale.ts';
import { answerTask, simulateSession } from './simulated-session.ts';
import { walkedGains } from './simulated-walk.ts';

export const tokenOffset = 2_000;
const meanTaskTokens = 2_500;

type Thetas = Readonly<Record<string, number>>;

export interface Practised {
  readonly scale: Pick<Scale, 'skills' | 'deviationSd'>;
  readonly mix: readonly Cell[];
  readonly depth: Depth;
  readonly thetas: Thetas;
  readonly placement: AbilityPosterior;
}

/** Logits that practice up to x adds to every skill; `xs` are the places of all rounds of the session. */
export type Gain = (x: number, xs: readonly number[]) => number;

/** A gain of theta-bar that walks as the path assumes; each session needs its own. */
export function walked({ mix, thetas }: Practised, draws: Draws): Gain {
  const weights = Object.entries(skillWeightsOf(mix));
  const start = weights.reduce((sum, [skill, weight]) => sum + weight * thetas[skill]!, 0);
  let gains: readonly number[] | null = null;
  return (x, xs) => {
    gains ??= walkedGains(start, xs, draws);
    return gains[xs.indexOf(x)]!;
  };
}

export interface SimulatedPractice {
  readonly rounds: readonly PracticeRound[];
  readonly path: PracticePath;
  /** Place of each round. */
  readonly xs: readonly number[];
  /** What each round found, where they were planned. */
  readonly states: readonly BlockState[];
}

/** A model whose skills deviate from its ability, after its placement at a depth. */
export function placed(
  scale: Practised['scale'],
  mix: readonly Cell[],
  depth: Depth,
  ability: number,
  draws: Draws,
): Practised {
  const thetas = Object.fromEntries(
    Object.keys(scale.skills).map((skill) => [skill, ability + scale.deviationSd * draws.normal()]),
  );
  const { posterior } = simulateSession(scale, mix, depth, thetas, draws);
  return { scale, mix, depth, thetas, placement: posterior };
}

/**
 * A whole practice phase. With `prerequisites` and a regime it is planned; else its practice tasks are of no
 * consequence, which costs a fraction and gives the same measurement tasks.
 */
export function simulatePractice(
  model: Practised,
  gain: Gain,
  draws: Draws,
  plan?: {
    readonly regime: 'practice' | 'static';
    readonly prerequisites: Readonly<Record<string, readonly string[]>>;
  },
): SimulatedPractice {
  const { scale, mix, depth, placement } = model;
  const taskTokens = Array.from({ length: depth.practiceBlocks }, () => taskTokensOf(draws));
  const xs = placesOf(taskTokens);
  const rounds: PracticeRound[] = [];
  const states: BlockState[] = [];
  for (let round = 0; round <= depth.practiceBlocks; round++) {
    const final = round === depth.practiceBlocks;
    const tasks =
      plan === undefined ? unplanned(mix, rounds, final) : planned(model, plan, rounds, states, final);
    const shift = gain(xs[round]!, xs);
    const thetas = Object.fromEntries(
      Object.entries(model.thetas).map(([skill, theta]) => [skill, theta + shift]),
    );
    rounds.push({
      responses: tasks.map((task) => answered(model, thetas, task, taskTokens[round] ?? 0, draws)),
    });
  }
  const path = followPath(scale, skillWeightsOf(mix), placement, measurementSteps(rounds, tokenOffset));
  return { rounds, path, xs, states };
}

/** Blocks differ in length: tasks take 70 to 130 % of the mean. */
function taskTokensOf(draws: Draws): number {
  return Math.round(meanTaskTokens * (0.7 + 0.6 * draws.uniform()));
}

/** Places of all rounds: the practice before each. */
function placesOf(taskTokens: readonly number[]): number[] {
  let tokens = 0;
  const later = taskTokens.map((each) => {
    tokens += practiceTasksPerBlock * each;
    return practiceAxis(tokens, tokenOffset);
  });
  return [0, ...later];
}

function planned(
  { scale, mix, placement }: Practised,
  plan: NonNullable<Parameters<typeof simulatePractice>[3]>,
  rounds: readonly PracticeRound[],
  states: BlockState[],
  final: boolean,
): readonly PlannedBlockTask[] {
  const blocks = rounds.map(({ responses }, round) => ({ round, responses, state: states[round]! }));
  const round = rounds.length;
  const placementTokens = Object.keys(scale.skills).map((skill) => ({ skill, tokens: meanTaskTokens }));
  const input = { scale, mix, placement, placementTokens, tokenOffset, ...plan, blocks, round, final };
  const { tasks, state } = planBlock(input);
  states.push(state);
  return tasks;
}

function unplanned(
  mix: readonly Cell[],
  rounds: readonly PracticeRound[],
  final: boolean,
): readonly PlannedBlockTask[] {
  const asked: Record<string, number> = {};
  for (const { responses } of rounds) {
    for (const { purpose, skill } of responses) {
      if (purpose === 'measurement') asked[skill] = (asked[skill] ?? 0) + 1;
    }
  }
  const skills = skillsByQuota(skillWeightsOf(mix), asked, measurementTasksPerBlock);
  const practice = Array.from({ length: final ? 0 : practiceTasksPerBlock }, () => skills[0]!);
  return [
    ...practice.map((skill) => ({ purpose: 'practice' as const, skill, difficulty: null })),
    ...skills.map((skill) => ({ purpose: 'measurement' as const, skill, difficulty: null })),
  ];
}

function answered(
  { scale, mix }: Practised,
  thetas: Thetas,
  { purpose, skill, difficulty }: PlannedBlockTask,
  tokens: number,
  draws: Draws,
) {
  const cells = mix.filter((cell) => cell.skill === skill);
  const cell = cells[Math.floor(draws.uniform() * cells.length)]!;
  const asked = difficulty ?? difficultyOf(scale.skills[skill]!, cell.features);
  return { ...answerTask(scale, thetas, skill, asked, draws), purpose, tokens };
}
