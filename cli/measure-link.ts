import { z } from 'zod';
import { meanMeanLink, meanSigmaLink } from '../measurement/linking/link.ts';
import { haebaraLink, type LinkGrid, stockingLordLink } from '../measurement/linking/link-curves.ts';
import { requireLength } from './measure-input.ts';
import type { Statistic } from './measure-statistic.ts';

/** Items may carry further fields, such as the standard errors that `measure fit` prints. */
const itemSchema = z.object({
  a: z.number(),
  b: z.number(),
  g: z.number().min(0).lt(1).default(0),
  u: z.number().min(0).lt(1).default(0),
});

const pointsMax = 100_000;
const weightsSchema = z.array(z.number().min(0)).optional();
const rangeSchema = z
  .strictObject({ min: z.number(), max: z.number(), step: z.number().positive(), weights: weightsSchema })
  .refine(({ min, max }) => max >= min, { path: ['max'], message: 'it must not be below min' })
  .refine(({ min, max, step }) => (max - min) / step < pointsMax, {
    path: ['step'],
    message: `it gives more than ${pointsMax} points`,
  });
const pointsSchema = z.strictObject({ points: z.array(z.number()).min(1), weights: weightsSchema });
const gridSchema = z.union([z.array(z.number()).min(1), pointsSchema, rangeSchema]);

const schema = z
  .strictObject({
    from: z.array(itemSchema).min(1),
    to: z.array(itemSchema),
    method: z.enum(['mean-sigma', 'mean-mean', 'haebara', 'stocking-lord']),
    D: z.number().positive().default(1),
    grid: gridSchema.default({ min: -4, max: 4, step: 0.1 }).transform(gridOf),
  })
  .superRefine(({ from, to }, context) => {
    requireLength(context, ['to'], to, from.length, 'items in from');
  });

function gridOf(grid: z.output<typeof gridSchema>, context: z.RefinementCtx): LinkGrid {
  const thetas = Array.isArray(grid) ? grid : 'points' in grid ? grid.points : rangeOf(grid);
  const weights = Array.isArray(grid) ? undefined : grid.weights;
  if (weights !== undefined) requireLength(context, ['weights'], weights, thetas.length, 'points');
  return { thetas, weights: weights ?? thetas.map(() => 1) };
}

/** Both ends, where the step divides the range; a step that falls short by rounding counts. */
function rangeOf({ min, max, step }: z.output<typeof rangeSchema>): number[] {
  const count = Math.floor((max - min) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, index) => min + index * step);
}

const methods = {
  'mean-sigma': ({ from, to }) => meanSigmaLink(from, to),
  'mean-mean': ({ from, to }) => meanMeanLink(from, to),
  haebara: ({ from, to, D, grid }) => haebaraLink(from, to, D, grid),
  'stocking-lord': ({ from, to, D, grid }) => stockingLordLink(from, to, D, grid),
} satisfies Record<string, (input: z.output<typeof schema>) => object>;

export const linkStatistic: Statistic<typeof schema> = {
  name: 'link',
  summary: 'the line from one scale to another through the items that both know',
  schema,
  compute: (input) => methods[input.method](input),
  fields: `Input:
  from, to   [{"a", "b", "g"?, "u"?}]: the same items in the same order on either scale; g floor, u slip, left out: 0
  method     "mean-sigma", "mean-mean", "haebara" (least squares between item curves) or "stocking-lord" (between test
             curves); the last two on the scale of "to" alone, not symmetric
  D          factor in P = g + (1 - g - u) / (1 + exp(-D a (theta - b))); left out: 1
  grid       abilities where curves are compared: [points], {"points", "weights"?} or {"min", "max", "step",
             "weights"?}; left out: -4 to 4 in steps of 0.1, weights 1
Output:
  slope, intercept   theta_to = slope theta_from + intercept; so b_to = slope b_from + intercept, a_to = a_from / slope`,
  example:
    '{"method":"stocking-lord","from":[{"a":1.1,"b":-1},{"a":0.8,"b":0.2},{"a":1.4,"b":1.1}],"to":[{"a":0.9,"b":-0.7},{"a":0.7,"b":0.8},{"a":1.2,"b":1.8}]}',
};
