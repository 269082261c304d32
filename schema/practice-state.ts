import { z } from 'zod';

/** Why the practice tasks of a round are what they are. */
export const motiveSchema = z.enum([
  /** The skill farthest below its mastery point among those whose prerequisites are mastered. */
  'weakest',
  /** A neighbour of the practised skill, because the session's ability stands still or falls. */
  'plateau-probe',
  'regress-probe',
  /** Regime `static`: the reference mix, whatever is known. */
  'reference-mix',
  /** No practice: the last block is measured. */
  'final',
]);

const skillStateSchema = z.object({
  /** Posterior mean and SD of the skill's ability before this round, practice tasks included, in logits. */
  theta: z.number(),
  sd: z.number().nonnegative(),
  /** Ability at which a fresh task of the mastery point's difficulty is solved with the mastery probability. */
  masteryTheta: z.number(),
  /** Pr(theta >= masteryTheta | y). */
  masteryProbability: z.number().min(0).max(1),
  mastered: z.boolean(),
  /** Practice tokens of the session when it was first found mastered; null until then. */
  masteredAtTokens: z.number().nonnegative().nullable(),
});

const trendStateSchema = z.object({
  verdict: z.enum(['plateau', 'regress', 'undecided']),
  /** Measurement tasks that the verdict looks back over; fewer than the rule asks for leave it undecided. */
  tasks: z.number().int().nonnegative(),
  /** Gain of theta-bar over them with its 95 % interval, in logits; null while there are too few. */
  gain: z.object({ mean: z.number(), lower: z.number(), upper: z.number() }).nullable(),
  /** Pr(gain < the least gain that counts), Pr(gain < its negative). */
  plateauProbability: z.number().min(0).max(1).nullable(),
  regressProbability: z.number().min(0).max(1).nullable(),
  /** Width of that interval over the width of the same interval before any response. */
  relativeWidth: z.number().nonnegative().nullable(),
});

const probeSchema = z.object({
  /** Skill that was practised when the ability stood still. */
  skill: z.string(),
  neighbour: z.string(),
  /** Expected drop of the posterior variance of the neighbour's ability, in logit². */
  varianceDrop: z.number().nonnegative(),
  /** Expected tokens of the probe. */
  cost: z.number().nonnegative(),
  round: z.number().int(),
});

const gapEntrySchema = probeSchema.extend({
  /** True when the probed neighbour's ability lies below its own mastery point. */
  bounds: z.boolean(),
  /** Ability of the neighbour after the probe. */
  theta: z.number(),
  sd: z.number().nonnegative(),
});

const dependencySchema = z.object({
  prerequisite: z.string(),
  dependent: z.string(),
  /**
   * `traversed`: the dependent was mastered `tokens` after the prerequisite. `open`: the prerequisite is mastered,
   * the dependent is not yet, so `tokens` is a lower bound. `unmastered`: the prerequisite is not mastered yet.
   * `known`: the dependent was mastered no later than the prerequisite, so nothing was traversed.
   */
  status: z.enum(['traversed', 'open', 'unmastered', 'known']),
  tokens: z.number().nonnegative().nullable(),
});

/** What was known when a round of the practice phase was planned, and what follows from it. Plain JSON. */
export const blockStateSchema = z.object({
  version: z.literal(1),
  motive: motiveSchema,
  /** Skill of the practice tasks; null where they come from the reference mix or there are none. */
  target: z.string().nullable(),
  /** Practice tokens of all rounds before this one, and their place log10(1 + tokens / c0) on the practice axis. */
  tokens: z.number().nonnegative(),
  x: z.number().nonnegative(),
  /** theta-bar at x with its 95 % interval, from placement and the measurement tasks so far. */
  ability: z.object({ mean: z.number(), sd: z.number(), lower: z.number(), upper: z.number() }),
  skills: z.record(z.string(), skillStateSchema),
  trend: trendStateSchema,
  /** The probe that this round is; null for a round with another motive. */
  probe: probeSchema.nullable(),
  /** All probes so far that are answered, oldest first. */
  gapMap: z.array(gapEntrySchema),
  dependencies: z.array(dependencySchema),
});

export type Motive = z.infer<typeof motiveSchema>;
export type SkillState = z.infer<typeof skillStateSchema>;
export type TrendState = z.infer<typeof trendStateSchema>;
export type Probe = z.infer<typeof probeSchema>;
export type GapEntry = z.infer<typeof gapEntrySchema>;
export type Dependency = z.infer<typeof dependencySchema>;
export type BlockState = z.infer<typeof blockStateSchema>;
