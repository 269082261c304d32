import type { Transaction } from 'kysely';
import { changeBetween } from '../measurement/change/change.ts';
import { runPairs, runVariance } from '../measurement/change/run-variance.ts';
import { appendChanges, type NewChange, repeatedAbilities, withPredecessors } from '../schema/changes.ts';
import type { Database } from '../schema/tables.ts';
import { trendRows } from '../schema/trend.ts';

type Row = Awaited<ReturnType<typeof trendRows>>[number];
interface Pair {
  readonly row: Row;
  readonly before: Row;
}

/**
 * Compares every checkpoint of the series with its predecessor, all domains of one at once. Verdicts are kept once
 * a pair of evaluations: a checkpoint that is found late is compared with both its neighbours, and the verdict on
 * those two stays beside. Returns how many are new.
 */
export async function recordChanges(
  transaction: Transaction<Database>,
  familyId: number,
  protocolId: number,
  scale: string | undefined,
): Promise<number> {
  const series = { familyId, protocolId, kind: 'training', domain: undefined, scale } as const;
  const rows = await trendRows(transaction, series);
  const pairs = withPredecessors(rows.filter(({ theta, theta_sd }) => theta !== null && theta_sd !== null));
  const [first] = pairs;
  if (first === undefined) return 0;
  const repeated = await repeatedAbilities(transaction, protocolId, first.row.grader_version);
  const runSd = runVariance(runPairs(repeated)).sd;
  const byEvaluation = Map.groupBy(pairs, ({ row }) => row.evaluation_id);
  return await appendChanges(
    transaction,
    [...byEvaluation.values()].flatMap((own) => changeRows(own, runSd)),
  );
}

function changeRows(pairs: readonly Pair[], runSd: number | null): NewChange[] {
  const changes = changeBetween(
    pairs.map(({ row, before }) => ({
      domain: row.domain,
      before: abilityOf(before),
      after: abilityOf(row),
    })),
    // A series is measured on one frozen scale, which no link stands between.
    { runSd, linkSd: 0 },
  );
  return changes.map(({ difference, variance, pAdjusted, detectable, verdict }, index) => {
    const { row, before } = pairs[index]!;
    return {
      family_id: row.family_id,
      protocol_id: row.protocol_id,
      from_evaluation_id: before.evaluation_id,
      to_evaluation_id: row.evaluation_id,
      domain: row.domain,
      scale: row.scale,
      grader_version: row.grader_version,
      difference,
      variance,
      p_value: pAdjusted,
      detectable,
      verdict,
    };
  });
}

function abilityOf({ theta, theta_sd }: Row): { theta: number; sd: number } {
  if (theta === null || theta_sd === null) throw new RangeError('the row has no ability');
  return { theta, sd: theta_sd };
}
