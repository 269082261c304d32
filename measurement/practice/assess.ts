import type { BlockState, GapEntry, SkillState } from '../../schema/practice-state.ts';
import type { Cell, Scale } from '../../schema/scale.ts';
import type { AbilityPosterior } from '../ability/ability.ts';
import { masteryProbabilityMin } from '../constants.ts';
import { skillWeightsOf } from '../performance/performance.ts';
import { practiceAxis } from './axis.ts';
import { type Prerequisites, traversedDependencies } from './dependency.ts';
import { summarise, walkThetas } from './lattice.ts';
import { masteryAbility, masteryDifficulty, probabilityAtLeast, skillNow } from './mastery.ts';
import { gapEntry } from './neighbours.ts';
import { followPath } from './path.ts';
import { measurementSteps, type PracticeRound, practiceSteps, practiceTokens } from './rounds.ts';
import { judgeTrend } from './trend.ts';

/** A round of the practice phase that is answered and graded. */
export interface PastBlock extends PracticeRound {
  readonly round: number;
  /** The state stored when the round was planned. */
  readonly state: BlockState;
}

export interface PracticeSoFar {
  readonly scale: Pick<Scale, 'skills' | 'deviationSd'>;
  /** The domain's reference mix and prerequisites as the suite froze them. */
  readonly mix: readonly Cell[];
  readonly prerequisites: Prerequisites;
  /** c0 of the practice axis, in tokens. */
  readonly tokenOffset: number;
  /** Ability after placement. */
  readonly placement: AbilityPosterior;
  /** Earlier rounds of the phase, oldest first. */
  readonly blocks: readonly PastBlock[];
}

/** What is known before a round: the part of its state that does not depend on what it will ask. */
export type Assessment = Pick<
  BlockState,
  'tokens' | 'x' | 'ability' | 'skills' | 'trend' | 'gapMap' | 'dependencies'
> & {
  /** Every skill's ability now, as mass on `walkThetas`. */
  readonly abilities: Readonly<Record<string, Float64Array>>;
};

/** All that the answers so far say, at the practice done so far. Depends on its input alone. */
export function assessPractice(soFar: PracticeSoFar): Assessment {
  const { scale, mix, prerequisites, tokenOffset, placement, blocks } = soFar;
  const weights = skillWeightsOf(mix);
  const tokens = practiceTokens(blocks).at(-1)!;
  const x = practiceAxis(tokens, tokenOffset);
  const now = { x, responses: [] };

  const measured = measurementSteps(blocks, tokenOffset);
  const path = followPath(scale, weights, placement, [...measured, now]);
  const { mean, sd, lower, upper } = path.points.at(-1)!;

  const all = [...practiceSteps(blocks, tokenOffset, () => true), now];
  const names = Object.keys(weights).sort();
  const abilities = Object.fromEntries(names.map((skill) => [skill, skillNow(scale, placement, skill, all)]));
  const before = blocks.at(-1)?.state;
  const skills = Object.fromEntries(
    names.map((skill) => [skill, skillState(soFar, skill, abilities[skill]!, tokens)]),
  );
  const masteredAt = Object.fromEntries(names.map((skill) => [skill, skills[skill]!.masteredAtTokens]));
  return {
    tokens,
    x,
    ability: { mean, sd, lower, upper },
    skills,
    trend: judgeTrend(path, measured),
    gapMap: before === undefined ? [] : answeredProbes(before, skills),
    dependencies: traversedDependencies(prerequisites, masteredAt, tokens),
    abilities,
  };
}

function skillState(
  { scale, mix, blocks }: PracticeSoFar,
  skill: string,
  ability: Float64Array,
  tokens: number,
): SkillState {
  const model = scale.skills[skill]!;
  const cells = mix.filter((cell) => cell.skill === skill);
  const masteryTheta = masteryAbility(model, masteryDifficulty(model, cells));
  const masteryProbability = probabilityAtLeast(ability, masteryTheta);
  const mastered = masteryProbability >= masteryProbabilityMin;
  const earlier = blocks.at(-1)?.state.skills[skill]?.masteredAtTokens ?? null;
  const { mean: theta, sd } = summarise(walkThetas, ability);
  return {
    theta,
    sd,
    masteryTheta,
    masteryProbability,
    mastered,
    // Mastery that is doubted again later was reached all the same.
    masteredAtTokens: earlier ?? (mastered ? tokens : null),
  };
}

/** The gap map before the last round, and that round's probe with what its answers made of the neighbour. */
function answeredProbes(
  { probe, gapMap }: BlockState,
  skills: Readonly<Record<string, SkillState>>,
): GapEntry[] {
  return probe === null ? gapMap : [...gapMap, gapEntry(probe, skills[probe.neighbour]!)];
}
