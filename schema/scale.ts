import { z } from 'zod';

/**
 * One term of the difficulty regression. The basis is a linear spline with one knot in the middle of the range:
 * with u the feature scaled to [0, 1] (log-scaled where the parameter is), `lower` is 2·min(u, ½) and `upper`
 * 2·max(u − ½, 0); `product` is u·v of two parameters.
 */
export const termSchema = z.object({
  parameters: z.array(z.string()).min(1).max(2),
  basis: z.enum(['lower', 'upper', 'product']),
  coefficient: z.number(),
  se: z.number().nonnegative(),
  /** `uncalibrated`: the prior stands in, since no reader that the parameter costs has answered yet. */
  status: z.enum(['calibrated', 'uncalibrated']),
});

export const skillScaleSchema = z.object({
  /** Copy of the ranges that features are scaled by, so that the file stands alone. */
  ranges: z.record(
    z.string(),
    z.object({
      min: z.number(),
      max: z.number(),
      scale: z.enum(['linear', 'log']),
      /** The feature of instances from before the parameter, which did as its default does. */
      default: z.number().optional(),
    }),
  ),
  intercept: z.object({ value: z.number(), se: z.number().nonnegative() }),
  terms: z.array(termSchema),
  /**
   * Covariance of intercept and terms, in that order. Their errors lean against each other, so the standard errors
   * alone overstate what is unknown; without it they count as independent.
   */
  covariance: z.array(z.array(z.number())).optional(),
  /** a_f; the geometric mean over the reference mix is 1, so that the unit is the logit. */
  slope: z.number().positive(),
  /** g_f: mean score of the best blind null model. */
  chance: z.number().min(0).max(0.5),
  /** u_f. */
  slip: z.number().min(0).max(0.5),
  /** s_f: spread of difficulty between instances of one cell, in logits. */
  residualSd: z.number().nonnegative(),
  /** m_f: weight of a graded score in the quasi-likelihood; 1 for binary skills. */
  weight: z.number().min(0.5).max(4),
});

/** Mean log loss a response, in nats, and calibration error, on items that the predicting fit had not seen. */
export const lossSchema = z.object({
  responses: z.number().int().nonnegative(),
  logLoss: z.number(),
  /** The same for the mean score of the model in the skill: what is left when difficulty is ignored. */
  logLossOfModelMeans: z.number(),
  /** Expected calibration error: mean over deciles of the prediction of |mean score - mean prediction|. */
  calibrationError: z.number().min(0).max(1),
});

/** Where one parameter, the others at their reference, brings a model of ability 0 halfway down. */
const parameterStatisticsSchema = z.object({
  /**
   * The parameter's value at which a model of ability 0 expects, on a fresh instance, halfway between floor and
   * ceiling; null where that is not reached within the range.
   */
  d50: z.number().nullable(),
  d50Se: z.number().nonnegative().nullable(),
  /** Change of expected score there, per unit of the parameter. */
  slope: z.number().nullable(),
});

/** What the pool's mastery says about one edge of the prerequisite graph: `from` is said to be needed for `to`. */
const edgeEvidenceSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Models that master `to`, and those of them that do not master `from`. */
  masters: z.number().int().nonnegative(),
  without: z.number().int().nonnegative(),
  /** Wilson 95 % lower bound of their share. */
  lower: z.number().min(0).max(1),
});

const skillStatisticsSchema = z.object({
  items: z.number().int(),
  /** Standard errors of the skill's ln slope and spread, from the curvature of their evidence; null at a bound. */
  logSlopeSe: z.number().nonnegative().nullable(),
  residualSdSe: z.number().nonnegative().nullable(),
  /** Share of the variance of difficulty that the features explain: Var(phi'eta) / (Var(phi'eta) + s^2). */
  rSquared: z.number().min(0).max(1),
  /** p of the likelihood-ratio test of s = 0 against the mixture of chi-squared with 0 and 1 degrees. */
  residualP: z.number().min(0).max(1),
  heldOut: lossSchema,
  parameters: z.record(z.string(), parameterStatisticsSchema),
});

/** What a calibration publishes about itself. */
export const scaleStatisticsSchema = z.object({
  /**
   * Ability theta-bar of every model of the pool (mix-weighted over skills), in logits about the pool's mean or, where
   * a scale is extended, about its origin. What follows is then of the new skills alone, the skills' own apart.
   */
  abilities: z.record(z.string(), z.object({ value: z.number(), se: z.number().nonnegative() })),
  deviationSdSe: z.number().nonnegative().nullable(),
  /** Five folds of instances. */
  heldOut: lossSchema,
  /** The strongest model's responses by a fit of the others, its abilities from the other folds' items. */
  leaveStrongestOut: lossSchema.extend({ model: z.string() }),
  /**
   * The same procedure on labels permuted within every model and skill: nothing is left to find. `excess` is how much
   * better than the models' means it does, `se` its standard error over instances; sound while excess <= 2 se.
   */
  control: z.object({ excess: z.number(), se: z.number().nonnegative(), sound: z.boolean() }),
  skills: z.record(z.string(), skillStatisticsSchema),
  /** Which of the skills' own edges the pool contradicts, and which further ones it suggests. */
  prerequisites: z
    .object({
      expert: z.array(edgeEvidenceSchema.extend({ refuted: z.boolean() })),
      suggested: z.array(edgeEvidenceSchema),
    })
    .optional(),
});

/** One cell of a reference mix: a frozen parameter vector with the mean features of instances drawn there. */
export const cellSchema = z.object({
  skill: z.string(),
  parameters: z.record(z.string(), z.number()),
  features: z.record(z.string(), z.number()),
  /** Share of the domain's mix; a domain's weights sum to 1. */
  weight: z.number().positive(),
});

export const scaleSchema = z.object({
  domain: z.string(),
  version: z.number().int().positive(),
  /** True until the full calibration procedure has made the file. */
  provisional: z.boolean(),
  provenance: z.object({
    command: z.string(),
    createdAt: z.string(),
    seed: z.string(),
    /** The scale, as DOMAIN@VERSION, whose skills this one holds unchanged and whose origin and unit it keeps. */
    extends: z.string().optional(),
    models: z.array(z.string()),
    /** What kind of reader each model is, where it was recorded. */
    kinds: z.record(z.string(), z.string()).optional(),
    instancesPerSkill: z.number().int(),
    responses: z.number().int(),
    heldOutLogLoss: z.number(),
    heldOutLogLossOfModelMeans: z.number(),
    note: z.string(),
  }),
  /** tau_d: SD of a model's deviation in one skill from its domain ability, in logits. */
  deviationSd: z.number().nonnegative(),
  skills: z.record(z.string(), skillScaleSchema),
  /** Cells that every later version is linked through and whose drift is watched; each has the same weight. */
  anchors: z.array(cellSchema).optional(),
  /** By skill, quantiles of how novel the valid answers of the pool were; see `measurement/calibration/novelty-pool.ts`. */
  novelty: z.record(z.string(), z.array(z.number().min(0).max(1)).min(2)).optional(),
  /** Absent from provisional scales only. */
  statistics: scaleStatisticsSchema.optional(),
});

export type Term = z.infer<typeof termSchema>;
export type SkillScale = z.infer<typeof skillScaleSchema>;
export type Scale = z.infer<typeof scaleSchema>;
export type Loss = z.infer<typeof lossSchema>;
export type SkillStatistics = z.infer<typeof skillStatisticsSchema>;
export type ParameterStatistics = z.infer<typeof parameterStatisticsSchema>;
export type EdgeEvidence = z.infer<typeof edgeEvidenceSchema>;
export type ScaleStatistics = z.infer<typeof scaleStatisticsSchema>;

export const suiteSchema = z.object({
  name: z.string(),
  version: z.number().int().positive(),
  domains: z.array(
    z.object({
      domain: z.string(),
      domainVersion: z.number().int(),
      scaleVersion: z.number().int(),
      mix: z.array(cellSchema).min(1),
      /** Which skills of the mix each skill builds on, nearest present ancestors; frozen with the suite. */
      prerequisites: z.record(z.string(), z.array(z.string())).optional(),
    }),
  ),
  /** How the practice phase is measured; a suite without it ends with placement. */
  practice: z
    .object({
      /** c0 of the practice axis log10(1 + c/c0), in tokens. */
      tokenOffset: z.number().positive(),
      /** What the notebook may take of a prompt, in tokens; 0 keeps it empty, as a control of its effect. */
      notebookTokensMax: z.number().int().nonnegative().default(4_000),
    })
    .optional(),
});

export type Cell = z.infer<typeof cellSchema>;
export type Suite = z.infer<typeof suiteSchema>;

/** `reasoning@3` */
export function scaleName({ domain, version }: Pick<Scale, 'domain' | 'version'>): string {
  return `${domain}@${version}`;
}

/** `core@5` */
export function suiteName({ name, version }: Pick<Suite, 'name' | 'version'>): string {
  return `${name}@${version}`;
}
