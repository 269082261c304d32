import type { BlockState } from '../../schema/practice-state.ts';
import type { Cell, Scale } from '../../schema/scale.ts';
import type { AbilityPosterior } from '../ability.ts';
import type { Response } from '../response.ts';

/** An answered and graded task of the practice phase. */
export interface PracticeResponse extends Response {
  readonly purpose: 'practice' | 'measurement';
  /** Prompt and completion tokens of the request that counted. */
  readonly tokens: number;
}

/** A round of the practice phase that is answered and graded. */
export interface PastBlock {
  readonly round: number;
  readonly responses: readonly PracticeResponse[];
  /** The state stored when the round was planned. */
  readonly state: BlockState;
}

export interface BlockInput {
  readonly scale: Pick<Scale, 'skills' | 'deviationSd'>;
  /** The domain's reference mix and prerequisites (skill to what it builds on) as the suite froze them. */
  readonly mix: readonly Cell[];
  readonly prerequisites: Readonly<Record<string, readonly string[]>>;
  readonly regime: 'practice' | 'static';
  /** c0 of the practice axis, in tokens. */
  readonly tokenOffset: number;
  /** Ability after placement, and what each of its answered tasks took. */
  readonly placement: AbilityPosterior;
  readonly placementTokens: readonly { readonly skill: string; readonly tokens: number }[];
  /** Earlier rounds of the phase, oldest first. */
  readonly blocks: readonly PastBlock[];
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

/** The tasks of the next round and what they rest on. The same input gives the same plan. */
export function planBlock(input: BlockInput): BlockPlan {
  throw new RangeError(`round ${input.round} cannot be planned yet`);
}
