import { z } from 'zod';

const intervalSchema = z.object({ value: z.number(), lo: z.number(), hi: z.number() });
const efficiencySchema = intervalSchema.extend({ prAboveOne: z.number() });

const milestoneSchema = z.object({
  /** Level of S⁺. */
  performance: z.number(),
  state: z.enum(['reached', 'before-first', 'not-reached']),
  /** Compute at the first crossing of the mean curve, in the row's unit; null when it is censored. */
  compute: z.number().nullable(),
  /** 95 % bounds; null: `lo` before the first point, `hi` not reached by the last. */
  lo: z.number().nullable(),
  hi: z.number().nullable(),
  prReached: z.number(),
  /** The compute that the curve covers. */
  from: z.number(),
  until: z.number(),
});

const slopeSchema = intervalSchema.extend({
  sd: z.number(),
  /** Random tasks that it rests on. */
  tasks: z.number().int(),
});

const quartilesSchema = z.object({
  /** Easiest first; difficulties in logits. */
  quartiles: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      pe: efficiencySchema.nullable(),
      /** What the overall ability alone makes of the quartile. */
      implied: efficiencySchema.nullable(),
    }),
  ),
  /** Person × difficulty slopes of the curve and of the baseline's. */
  slope: slopeSchema,
  baselineSlope: slopeSchema,
  slopeDifference: intervalSchema,
  diverges: z.boolean(),
});

const practicePointSchema = z.object({
  /** log10(1 + tokens / c0). */
  x: z.number(),
  /** Prompt and completion tokens of the practice tasks up to here. */
  tokens: z.number(),
  performance: intervalSchema,
  /** theta-bar. */
  theta: z.number(),
  sd: z.number(),
});

const practiceSchema = z.object({
  /** c0 of the axis, in tokens. */
  tokenOffset: z.number(),
  /** Blocks practised, the last measurement not counted. */
  blocks: z.number().int(),
  practiceTasks: z.number().int(),
  /** From c = 0, where placement stands, one a place that was measured. */
  points: z.array(practicePointSchema),
});

/** What a row of the efficiency series has no column for. A row of before it was kept has none of it. */
export const efficiencyDetailSchema = z.object({
  /** Mean heights over the window. */
  areas: z.object({ model: intervalSchema, baseline: intervalSchema }).nullable().default(null),
  /** 10^Δ; open bounds are null. */
  multiplier: z
    .object({ value: z.number(), lo: z.number().nullable(), hi: z.number().nullable() })
    .nullable()
    .default(null),
  milestones: z.array(milestoneSchema).default([]),
  quartiles: quartilesSchema.nullable().default(null),
  /** Of rows of kind `practice`, one domain. */
  practice: practiceSchema.nullable().default(null),
});

export type EfficiencyDetail = z.infer<typeof efficiencyDetailSchema>;
export type PracticeDetail = NonNullable<EfficiencyDetail['practice']>;
