import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Protocols by which checkpoints of a family are evaluated to the end, the one it was last registered with first. */
export async function completedProtocols(db: Db, familyId: number) {
  return await db
    .selectFrom('family_protocols')
    .innerJoin('protocols', 'protocols.id', 'family_protocols.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .select([
      'protocols.id as protocolId',
      sql<string>`suites.name || '@' || suites.version`.as('suite'),
      'protocols.regime as regime',
      'protocols.depth as depth',
      'protocols.decoding as decoding',
    ])
    .where('family_protocols.family_id', '=', familyId)
    .where((where) =>
      where.exists(
        where
          .selectFrom('evaluations')
          .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
          .select('evaluations.id')
          .where('checkpoints.family_id', '=', familyId)
          .whereRef('evaluations.protocol_id', '=', 'protocols.id')
          .where('evaluations.current', '=', true)
          .where('evaluations.state', '=', 'completed'),
      ),
    )
    .orderBy('family_protocols.added_at', 'desc')
    .orderBy('protocols.id', 'desc')
    .execute();
}
