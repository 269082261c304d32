import type { AxisUnit, ComputeAxis } from '../measurement/efficiency/compute-axis.ts';
import type { RaterKind } from '../measurement/rating/ratings.ts';
import type { ComputeUnit } from '../registries/contract.ts';

/** Closed vocabularies and JSON shapes of the tables, in the words of the domain. */

export type { AxisUnit, ComputeAxis, ComputeUnit, RaterKind };
export const regimes = ['practice', 'static'] as const;
export type Regime = (typeof regimes)[number];
export const depths = ['quick', 'standard', 'deep'] as const;
export type Depth = (typeof depths)[number];
export type Kind = 'training' | 'practice';
export type FamilyState = 'active' | 'paused' | 'stopped';
export type EvaluationState = 'pending' | 'running' | 'completed' | 'failed' | 'lost';
export type Phase = 'placement' | 'practice' | 'judged';
/**
 * Why a task was asked: `probe` drawn at random from the reference mix, `measurement` chosen for information,
 * `fit` deliberately off target, `anchor` a linking cell, `practice` aimed at a weakness, `judged` for judges to read.
 */
export type Purpose = 'probe' | 'measurement' | 'fit' | 'anchor' | 'practice' | 'judged';

export interface Decoding {
  readonly temperature: number;
  readonly maxTokens: number;
}

/** What the last look at a registry found that is not (yet) a checkpoint; null error when it could be read. */
export interface RegistryReport {
  readonly polledAt: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** `unreadable` ones look whole in a listing, and their content could not be hashed. */
  readonly broken: readonly {
    readonly label: string;
    readonly reason: string;
    readonly unreadable?: true;
  }[];
  readonly writing: readonly { readonly label: string; readonly reason: string }[];
  /** Ready checkpoints that the family is not followed at; absent in reports from before there was a selection. */
  readonly leftOut?: number;
}

/** Ability by skill: posterior mean and SD of theta_f, and graded attempts in it. */
export type SkillAbilities = Record<string, { theta: number; sd: number; n: number }>;

/** What an expectation rests on. */
export interface ExpectationBasis {
  /** Earlier answers of the family or, failing that, its endpoint; else the sizes of prompts and assumed answers. */
  readonly from: 'family' | 'endpoint' | 'sizes';
  /** Answered tasks that the means were taken over. */
  readonly answers: number;
}

/** A frozen reference curve by domain; every point names the evaluation it rests on. */
export interface BaselineCurve {
  readonly domains: readonly {
    readonly domain: string;
    readonly scale: string;
    readonly points: readonly {
      readonly evaluationId: number;
      readonly compute: number;
      readonly performance: number;
    }[];
  }[];
}
