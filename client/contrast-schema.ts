import { z } from 'zod';
import { efficiencyDetailSchema } from '../schema/efficiency-detail.ts';
import { depths, regimes } from '../schema/shapes.ts';

const interval = z.object({ value: z.number(), lo: z.number(), hi: z.number() });
const { milestones, quartiles, multiplier } = efficiencyDetailSchema.shape;
const milestone = milestones.unwrap().element;

const sideSchema = z.object({
  family: z.string(),
  regime: z.enum(regimes),
  /** Of practice curves, which are one checkpoint's. */
  checkpoint: z.string().nullable(),
  parameters: z.number().nullable(),
  computeNote: z.string().nullable(),
});

const peakSchema = z.object({
  performance: interval,
  compute: z.number(),
  /** Label of the checkpoint there; null for overall and practice curves. */
  checkpoint: z.string().nullable(),
});

const domainSchema = z.object({
  /** A domain's id, or `overall`: the mean over the domains. */
  domain: z.string(),
  scale: z.string().nullable(),
  /** The first's mean height over the second's on the window that both cover, as the ratio of their PEs there. */
  pe: interval.extend({ prAboveOne: z.number() }).nullable(),
  /** Why there is none, with the second in the place of the baseline. */
  reason: z.string().nullable(),
  /** In log10 of the unit, or of 1 + c/c0 for practice. */
  window: z.tuple([z.number(), z.number()]).nullable(),
  /** Mean heights, wherever the two overlap. */
  areas: z.object({ first: interval, second: interval, difference: interval }).nullable(),
  /** How many times less compute the first needs for what the second performs. */
  multiplier,
  milestones: z.array(
    z.object({
      /** Level of S⁺. */
      performance: z.number(),
      first: milestone,
      second: milestone,
      /** Compute of the first over the second's; open bounds and censored values are null. */
      ratio: z
        .object({
          value: z.number().nullable(),
          lo: z.number().nullable(),
          hi: z.number().nullable(),
          prFirstLess: z.number(),
        })
        .nullable(),
    }),
  ),
  peaks: z
    .object({
      first: peakSchema,
      second: peakSchema,
      difference: interval,
      prFirstHigher: z.number(),
      /** Pr(the smaller model's peak is at least the larger one's); null where sizes are unknown or equal. */
      prSmallerAtLeast: z.number().nullable(),
    })
    .nullable(),
  /** Easiest quarter of the reference mix first; null where no quarter has a ratio. */
  quartiles: quartiles.unwrap(),
});

export const contrastSchema = z.object({
  kind: z.enum(['training', 'practice']),
  first: sideSchema,
  second: sideSchema,
  suite: z.string(),
  depth: z.enum(depths),
  graderVersion: z.number().int(),
  /** Of every compute here. */
  unit: z.string(),
  /** By their registered numbers of parameters. */
  smaller: z.enum(['first', 'second']).nullable(),
  domains: z.array(domainSchema),
});

export type Contrast = z.infer<typeof contrastSchema>;
export type ContrastDomain = Contrast['domains'][number];
