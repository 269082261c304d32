import { z } from 'zod';
import { fitItems } from '../measurement/items/fit.ts';
import { requireLength, scoreSchema } from './measure-input.ts';
import type { Statistic } from './measure-statistic.ts';

const schema = z
  .strictObject({
    responses: z.array(z.array(scoreSchema).min(1)).min(2),
    weights: z.array(z.number().min(0)).optional(),
    model: z.enum(['rasch', '2pl', 'lltm']),
    features: z.array(z.array(z.number()).min(1)).optional(),
    priors: z.boolean().default(false),
  })
  .superRefine(({ responses, weights, model, features }, context) => {
    const itemCount = responses[0]!.length;
    responses.forEach((row, index) => {
      requireLength(context, ['responses', index], row, itemCount, 'items in the first row');
    });
    if (weights !== undefined)
      requireLength(context, ['weights'], weights, responses.length, 'rows of responses');
    if ((features !== undefined) !== (model === 'lltm')) {
      context.addIssue({
        code: 'custom',
        path: ['features'],
        message: 'model lltm needs features, and no other has them',
      });
    }
    if (features === undefined) return;
    requireLength(context, ['features'], features, itemCount, 'items');
    features.forEach((row, index) => {
      requireLength(context, ['features', index], row, features[0]!.length, 'features in the first row');
    });
  });

export const fitStatistic: Statistic<typeof schema> = {
  name: 'fit',
  summary: 'item parameters by marginal maximum likelihood, abilities normal with mean 0 and SD 1',
  schema,
  compute: ({ responses, weights, model, features, priors }) =>
    fitItems(responses, {
      model,
      weights: weights ?? responses.map(() => 1),
      features: features ?? null,
      priors,
    }),
  fields: `Input:
  responses  persons x items: scores from 0 to 1, null where an item was not put
  weights    how many persons each row stands for; left out: 1
  model      "2pl"    P = 1 / (1 + exp(-a (theta - b))), a and b for each item
             "rasch"  the same with one a for all items; a b is a difficulty in logits
             "lltm"   as rasch, with b = features' eta + eps, eps ~ N(0, s^2)
  features   items x features, for lltm; a constant is a column of ones
  priors     true: ln a ~ N(0, 0.3^2), b ~ N(0, 4^2), eta ~ N(0, 1.5^2), s ~ half-N(0, 0.5^2);
             false, or left out: plain maximum likelihood
Output:
  items      [{"a", "b", "seA", "seB"}]; null with a "reason" where the data do not settle them, as for an item that
             everybody solved
  eta, seEta, s, seS   of lltm
  logLikelihood, iterations, converged`,
  example:
    '{"model":"2pl","weights":[20,8,9,10,6,7,12,30],"responses":[[0,0,0],[0,0,1],[0,1,0],[0,1,1],[1,0,0],[1,0,1],[1,1,0],[1,1,1]]}',
};
