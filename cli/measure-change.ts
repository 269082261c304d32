import { z } from 'zod';
import { changeBetween } from '../measurement/change/change.ts';
import type { Statistic } from './measure-statistic.ts';

const measuredSchema = z.object({ theta: z.number(), sd: z.number().min(0) });

const schema = z.strictObject({
  before: measuredSchema,
  after: measuredSchema,
  runSd: z.number().min(0).nullable().default(null),
  linkSd: z.number().min(0).default(0),
  domains: z.int().min(1).max(1000).default(1),
});

/** Of the other domains only the number is known: unchanged ones leave this one with the strictest share of the error. */
function changeAmong({ before, after, runSd, linkSd, domains }: z.output<typeof schema>) {
  const unchanged = { theta: 0, sd: 1 };
  const others = Array.from({ length: domains - 1 }, (_, index) => ({
    domain: `other ${index}`,
    before: unchanged,
    after: unchanged,
  }));
  const [change] = changeBetween([{ domain: 'this', before, after }, ...others], { runSd, linkSd });
  const { difference, z: score, verdict, detectable } = change!;
  return { difference, z: score, verdict, detectable };
}

export const changeStatistic: Statistic<typeof schema> = {
  name: 'change',
  summary: 'whether an ability has changed between two measurements on one scale',
  schema,
  compute: changeAmong,
  fields: `Input:
  before, after  {"theta", "sd"}: ability and its standard deviation, in logits
  runSd          SD between runs beyond these; left out or null: unknown, counted 0
  linkSd         SD of the link between their scales; left out: 0
  domains        number of domains tested together, for whose error this one answers its share (Bonferroni, the first
                 step of Holm's procedure); left out: 1
Output:
  difference     after - before, in logits; z in its standard errors
  verdict        "regression", "improvement", "equivalent" or "inconclusive"
  detectable     the change that would have been found with power .8, in logits`,
  example: '{"before":{"theta":0.4,"sd":0.12},"after":{"theta":-0.3,"sd":0.11},"domains":4}',
};
