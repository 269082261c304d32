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
    z.object({ min: z.number(), max: z.number(), scale: z.enum(['linear', 'log']) }),
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

export const scaleSchema = z.object({
  domain: z.string(),
  version: z.number().int().positive(),
  /** True until the full calibration procedure has made the file. */
  provisional: z.boolean(),
  provenance: z.object({
    command: z.string(),
    createdAt: z.string(),
    seed: z.string(),
    models: z.array(z.string()),
    instancesPerSkill: z.number().int(),
    responses: z.number().int(),
    heldOutLogLoss: z.number(),
    heldOutLogLossOfModelMeans: z.number(),
    note: z.string(),
  }),
  /** tau_d: SD of a model's deviation in one skill from its domain ability, in logits. */
  deviationSd: z.number().nonnegative(),
  skills: z.record(z.string(), skillScaleSchema),
});

export type Term = z.infer<typeof termSchema>;
export type SkillScale = z.infer<typeof skillScaleSchema>;
export type Scale = z.infer<typeof scaleSchema>;

/** One cell of a reference mix: a frozen parameter vector with the mean features of instances drawn there. */
export const cellSchema = z.object({
  skill: z.string(),
  parameters: z.record(z.string(), z.number()),
  features: z.record(z.string(), z.number()),
  /** Share of the domain's mix; a domain's weights sum to 1. */
  weight: z.number().positive(),
});

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
    })
    .optional(),
});

export type Cell = z.infer<typeof cellSchema>;
export type Suite = z.infer<typeof suiteSchema>;
