import { z } from 'zod';
import { scoreItems, standardPrior } from '../measurement/items/score.ts';
import { requireLength, scoreSchema } from './measure-input.ts';
import type { Statistic } from './measure-statistic.ts';

/** Items may carry further fields, such as the standard errors that `measure fit` prints. */
const itemSchema = z
  .object({
    a: z.number(),
    b: z.number(),
    g: z.number().min(0).lt(1).default(0),
    u: z.number().min(0).lt(1).default(0),
    s: z.number().min(0).default(0),
    m: z.number().positive().default(1),
  })
  .refine(({ g, u }) => g + u < 1, {
    path: ['u'],
    message: 'g and u leave nothing between floor and ceiling',
  });

const schema = z
  .strictObject({
    items: z.array(itemSchema).min(1),
    responses: z.array(scoreSchema),
    prior: z.strictObject({ mean: z.number(), sd: z.number().min(0.001).max(1000) }).default(standardPrior),
  })
  .superRefine(({ items, responses }, context) => {
    requireLength(context, ['responses'], responses, items.length, 'items');
  });

export const scoreStatistic: Statistic<typeof schema> = {
  name: 'score',
  summary: 'the ability behind scores on items that are known',
  schema,
  compute: ({ items, responses, prior }) => scoreItems(items, responses, prior),
  fields: `Input:
  items      [{"a", "b", "g"?, "u"?, "s"?, "m"?}]: P = g + (1 - g - u) / (1 + exp(-a (theta - b))); g floor,
             u slip, s SD of what is unknown of b, m weight of the score; left out: g 0, u 0, s 0, m 1
  responses  one score from 0 to 1 an item, null where it was not put
  prior      {"mean", "sd"} of the normal prior; left out: 0 and ${standardPrior.sd}
Output:
  theta, sd  posterior mean and SD; lo, hi the 95 % equal-tail interval`,
  example:
    '{"items":[{"a":1.2,"b":-0.5},{"a":0.9,"b":0.4,"g":0.25},{"a":1.5,"b":1}],"responses":[1,0.5,null]}',
};
