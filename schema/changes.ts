import { type Insertable, sql, type Transaction } from 'kysely';
import type { Db } from './database.ts';
import type { Database } from './tables.ts';

export type NewChange = Omit<Insertable<Database['changes']>, 'id' | 'decided_at'>;

/**
 * Each row's predecessor, the row before it in the same domain on the same scale by the same grader version; rows in
 * checkpoint order.
 */
export function withPredecessors<Row extends SeriesRow>(rows: readonly Row[]): { row: Row; before: Row }[] {
  const last = new Map<string, Row>();
  return rows.flatMap((row) => {
    const series = `${row.domain}/${row.scale}/${row.grader_version}`;
    const before = last.get(series);
    last.set(series, row);
    return before === undefined ? [] : [{ row, before }];
  });
}

interface SeriesRow {
  readonly domain: string;
  readonly scale: string;
  readonly grader_version: number;
}

/** Keeps verdicts that are not known yet; those of the same two evaluations, scale and grader stay as they were. */
export async function appendChanges(
  transaction: Transaction<Database>,
  rows: readonly NewChange[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const inserted = await transaction
    .insertInto('changes')
    .values([...rows])
    .onConflict((conflict) => conflict.constraint('changes_key').doNothing())
    .returning('id')
    .execute();
  return inserted.length;
}

/** Every verdict of a family under a protocol, also of pairs between which a checkpoint was found later. */
export async function changesOf(db: Db, familyId: number, protocolId: number) {
  return await db
    .selectFrom('changes')
    .select([
      'from_evaluation_id as fromEvaluationId',
      'to_evaluation_id as toEvaluationId',
      'domain',
      'scale',
      'grader_version as graderVersion',
      'difference',
      'detectable',
      'verdict',
    ])
    .where('family_id', '=', familyId)
    .where('protocol_id', '=', protocolId)
    .execute();
}

/**
 * Placement abilities of all completed runs of checkpoints that have several under this protocol, whichever family
 * they are of: each session's last ability that rests on its placement alone.
 */
export async function repeatedAbilities(db: Db, protocolId: number, graderVersion: number) {
  return await db
    .selectFrom('evaluations')
    .innerJoin('sessions', 'sessions.evaluation_id', 'evaluations.id')
    .innerJoin('abilities', (join) =>
      join
        .onRef('abilities.session_id', '=', 'sessions.id')
        .onRef('abilities.scale_id', '=', 'sessions.scale_id'),
    )
    .distinctOn('sessions.id')
    .select([
      'evaluations.checkpoint_id as checkpointId',
      'evaluations.run as run',
      'sessions.domain as domain',
      'abilities.theta as theta',
      'abilities.sd as sd',
    ])
    .where('evaluations.protocol_id', '=', protocolId)
    .where('evaluations.state', '=', 'completed')
    .where('abilities.grader_version', '=', graderVersion)
    .where(
      'abilities.position',
      '<=',
      sql<number>`(select count(*) from tasks where session_id = sessions.id and phase = 'placement')`,
    )
    .where((where) =>
      where.exists(
        where
          .selectFrom('evaluations as other')
          .select('other.id')
          .whereRef('other.checkpoint_id', '=', 'evaluations.checkpoint_id')
          .whereRef('other.protocol_id', '=', 'evaluations.protocol_id')
          .whereRef('other.id', '!=', 'evaluations.id')
          .where('other.state', '=', 'completed'),
      ),
    )
    .orderBy('sessions.id')
    .orderBy('abilities.position', 'desc')
    .execute();
}
