import { z } from 'zod';
import { type ChangeVerdict, changeBetween, type DomainPair } from '../measurement/change/change.ts';
import { type RunVariance, runPairs, runVariance } from '../measurement/change/run-variance.ts';
import { settlingDepth } from '../measurement/change/settling.ts';
import { normal95 } from '../measurement/constants.ts';
import { repeatedAbilities } from '../schema/changes.ts';
import type { Db } from '../schema/database.ts';
import { depths } from '../schema/shapes.ts';
import type { CheckpointReference } from './checkpoints.ts';
import { comparablePairs, measuredCheckpoint, type Pair } from './comparable.ts';
import { OrderRefused } from './families.ts';

const verdictSchema = z.enum(['regression', 'improvement', 'equivalent', 'inconclusive']);
const abilitySchema = z.object({ theta: z.number(), sd: z.number() });
const checkpointSchema = z.object({ family: z.string(), checkpoint: z.string(), digest: z.string() });

export const comparisonSchema = z.object({
  before: checkpointSchema,
  after: checkpointSchema,
  suite: z.string(),
  regime: z.string(),
  depth: z.enum(depths),
  graderVersion: z.number().int(),
  /** s_run, counted in every variance; null is unknown and counts 0. */
  runSd: z.number().nullable(),
  /** Pairs of repeated runs that it rests on, or would. */
  runPairs: z.number().int(),
  /** `regression` when any domain has one, else `improvement` when any has; `equivalent` when all are. */
  verdict: verdictSchema,
  domains: z.array(
    z.object({
      domain: z.string(),
      scale: z.string(),
      before: abilitySchema,
      after: abilitySchema,
      /** In logits, with the bounds of its 95 % interval. */
      difference: z.object({ value: z.number(), lo: z.number(), hi: z.number() }),
      z: z.number(),
      p: z.number(),
      /** Holm's, over the domains. */
      pAdjusted: z.number(),
      verdict: verdictSchema,
      /** What would have been found with power .8, in logits. */
      detectable: z.number(),
      /** The depth at which a difference of this size would be decided; null where none is deep enough, or needed. */
      settledBy: z.enum(depths).nullable(),
    }),
  ),
});

export type Comparison = z.infer<typeof comparisonSchema>;

/**
 * What changed from one checkpoint to another, under the newest protocol by which both are measured. Throws
 * `OrderRefused` where they are not comparable, and says in what they differ.
 */
export async function compareCheckpoints(
  db: Db,
  references: { readonly before: CheckpointReference; readonly after: CheckpointReference },
): Promise<Comparison> {
  const before = await measuredCheckpoint(db, references.before);
  const after = await measuredCheckpoint(db, references.after);
  if (before.family === after.family && before.digest === after.digest) {
    throw new OrderRefused(
      'SameCheckpoint',
      `${before.checkpoint} and ${after.checkpoint} are one checkpoint`,
    );
  }
  const pairs = comparablePairs(before, after);
  const [first] = pairs;
  const { protocolId, suite, regime, depth, graderVersion } = first.after;
  const runs = runVariance(runPairs(await repeatedAbilities(db, protocolId, graderVersion)));
  const domains = domainChanges(pairs, runs);
  return {
    before: { family: before.family, checkpoint: before.checkpoint, digest: before.digest },
    after: { family: after.family, checkpoint: after.checkpoint, digest: after.digest },
    suite,
    regime,
    depth,
    graderVersion,
    runSd: runs.sd,
    runPairs: runs.pairs,
    verdict: verdictOver(domains.map(({ verdict }) => verdict)),
    domains,
  };
}

function domainChanges(pairs: readonly Pair[], runs: RunVariance): Comparison['domains'] {
  // Both are measured on one frozen scale, which no link stands between.
  const errors = { runSd: runs.sd, linkSd: 0 };
  const changes = changeBetween(pairs.map(domainPair), errors);
  return changes.map(({ difference, variance, verdict, ...change }, index) => {
    const pair = pairs[index]!;
    const { before, after } = domainPair(pair);
    const reach = normal95 * Math.sqrt(variance);
    const { domain, z, p, pAdjusted, detectable } = change;
    return {
      domain,
      scale: pair.after.scale,
      before,
      after,
      difference: { value: difference, lo: difference - reach, hi: difference + reach },
      z,
      p,
      pAdjusted,
      verdict,
      detectable,
      settledBy:
        verdict === 'inconclusive'
          ? settlingDepth(difference, { ...errors, domainCount: pairs.length, deeperThan: pair.after.depth })
          : null,
    };
  });
}

function domainPair({ before, after }: Pair): DomainPair {
  return {
    domain: after.domain,
    before: { theta: before.theta, sd: before.sd },
    after: { theta: after.theta, sd: after.sd },
  };
}

function verdictOver(verdicts: readonly ChangeVerdict[]): ChangeVerdict {
  if (verdicts.includes('regression')) return 'regression';
  if (verdicts.includes('improvement')) return 'improvement';
  return verdicts.every((verdict) => verdict === 'equivalent') ? 'equivalent' : 'inconclusive';
}
