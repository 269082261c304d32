import type { Scale, SkillScale, Term } from '../../schema/scale.ts';

export interface CalibrationParameter {
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  readonly default?: number;
  /** True when a higher value never makes a task easier: its coefficients are then kept at 0 or above. */
  readonly monotone: boolean;
  /** Only `search` parameters are estimated; `language` ones keep their prior. */
  readonly kind: 'search' | 'language';
}

export interface CalibrationSkill {
  readonly id: string;
  readonly parameters: Readonly<Record<string, CalibrationParameter>>;
  readonly interactions: readonly (readonly [string, string])[];
  readonly chance: number;
  /** u_f, where it is not that of every new skill. */
  readonly slip?: number;
  /** Share of the reference mix, for the unit of the scale; skills without one count the same. */
  readonly mixWeight?: number;
  /** Skills of one group also share a deviation from the domain (two levels of one task). */
  readonly group?: string;
}

/**
 * One model's score on one instance. The design should be crossed: every instance put to every model; responses may be
 * missing.
 */
export interface CalibrationResponse {
  readonly model: string;
  readonly skill: string;
  readonly instance: string;
  readonly features: Readonly<Record<string, number>>;
  readonly score: number;
}

export type TermShape = Pick<Term, 'parameters' | 'basis' | 'status'>;

/** One instance with everybody's scores on it. */
export interface Item {
  readonly instance: string;
  readonly features: Readonly<Record<string, number>>;
  /** phi(x): the intercept's 1 and the estimated terms. */
  readonly row: readonly number[];
  /** Positions of the models that answered it, ascending, and their scores. */
  readonly models: Uint16Array;
  readonly scores: Float64Array;
}

/** What scales the unknowns of one skill. */
export interface SkillHyper {
  readonly logSlope: number;
  readonly residualSd: number;
  readonly weight: number;
}

/** A scale that a calibration extends: it gives the origin and the unit, and nothing of it is estimated. */
export type KnownScale = Pick<Scale, 'skills' | 'deviationSd'>;

/** Item parameters that are known and stay as they are. */
export interface FrozenSkill {
  /** Intercept and terms, in the order of an item's row. */
  readonly coefficients: Float64Array;
  readonly hyper: SkillHyper;
}

export interface SkillDesign {
  readonly skill: CalibrationSkill;
  /** Position in the design's groups. */
  readonly group: number | null;
  readonly ranges: SkillScale['ranges'];
  /** All terms in the order of the scale file, and those that are estimated. */
  readonly terms: readonly TermShape[];
  readonly estimated: readonly TermShape[];
  /** Per entry of a row: true when the coefficient may not be negative. */
  readonly nonNegative: readonly boolean[];
  readonly binary: boolean;
  /** What is known and stays as it is; null where it is estimated. */
  readonly frozen: FrozenSkill | null;
  readonly items: readonly Item[];
}

export interface Design {
  readonly models: readonly string[];
  /** Groups of skills that share a deviation. */
  readonly groups: readonly string[];
  /** True when the pool defines the scale: its mean is 0, in the domain, in every group and in every skill. */
  readonly pinned: boolean;
  /** tau where it is known with the frozen skills; null where it is estimated. */
  readonly deviationSd: number | null;
  readonly skills: readonly SkillDesign[];
}
