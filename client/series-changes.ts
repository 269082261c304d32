import { z } from 'zod';
import { runPairs, runVariance } from '../measurement/change/run-variance.ts';
import { seriesChange } from '../measurement/change/series-change.ts';
import { changesOf, repeatedAbilities, withPredecessors } from '../schema/changes.ts';
import type { Db } from '../schema/database.ts';
import type { trendRows } from '../schema/trend.ts';

const verdicts = ['regression', 'improvement', 'equivalent', 'inconclusive'] as const;

/** What changed in a domain since the checkpoint before, in logits. */
export const changeSchema = z.object({
  verdict: z.enum(verdicts),
  difference: z.number(),
  /** What the comparison would have found with power .8. */
  detectable: z.number(),
  /** Label of the checkpoint before. */
  from: z.string(),
});

/** Where a domain's ability is heading over the whole series, in logits a doubling of compute. */
export const seriesChangeSchema = z.object({
  domain: z.string(),
  verdict: z.enum(['plateau', 'gain']),
  slope: z.number(),
  /** Bounds of the 90 % interval. */
  lo: z.number(),
  hi: z.number(),
  /** Slopes within ± this are a plateau. */
  margin: z.number(),
  doublings: z.number(),
  points: z.number().int(),
});

export type Change = z.infer<typeof changeSchema>;
export type SeriesChanges = z.infer<typeof seriesChangeSchema>[];
type Row = Awaited<ReturnType<typeof trendRows>>[number];

/** The recorded verdict on each row against its predecessor as the series stands now; rows in checkpoint order. */
export async function readChanges(
  db: Db,
  series: { readonly familyId: number; readonly protocolId: number },
  rows: readonly Row[],
): Promise<ReadonlyMap<Row, Change>> {
  const known = await changesOf(db, series.familyId, series.protocolId);
  return new Map(
    withPredecessors(rows).flatMap(({ row, before }): [Row, Change][] => {
      const found = known.find(
        (change) =>
          change.fromEvaluationId === before.evaluation_id &&
          change.toEvaluationId === row.evaluation_id &&
          change.domain === row.domain &&
          change.scale === row.scale &&
          change.graderVersion === row.grader_version,
      );
      if (found === undefined) return [];
      const { verdict, difference, detectable } = found;
      return [[row, { verdict, difference, detectable, from: before.label }]];
    }),
  );
}

/** Slope and verdict of each domain's abilities over training compute; domains without two computes have none. */
export async function readSeriesChanges(
  db: Db,
  protocolId: number,
  rows: readonly Row[],
): Promise<SeriesChanges> {
  const [first] = rows;
  if (first === undefined) return [];
  const runSd = runVariance(runPairs(await repeatedAbilities(db, protocolId, first.grader_version))).sd;
  return [...Map.groupBy(rows, ({ domain }) => domain)].flatMap(([domain, own]) => {
    const points = own.flatMap(({ compute, theta, theta_sd }) =>
      compute === null || theta === null || theta_sd === null ? [] : [{ compute, theta, sd: theta_sd }],
    );
    const change = seriesChange(points, runSd);
    return change === null ? [] : [{ domain, ...change }];
  });
}
