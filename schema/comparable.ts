import { type NotNull, sql } from 'kysely';
import type { Db } from './database.ts';
import { onScales } from './own-scale.ts';

/** Current abilities of a family's checkpoints, domain by domain, with all that they may be compared under. */
export async function measuredAbilities(db: Db, familyId: number) {
  return await db
    .selectFrom('efficiencies')
    .innerJoin('checkpoints', 'checkpoints.id', 'efficiencies.checkpoint_id')
    .innerJoin('protocols', 'protocols.id', 'efficiencies.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .select([
      'checkpoints.digest as checkpointDigest',
      'efficiencies.protocol_id as protocolId',
      'efficiencies.domain as domain',
      'efficiencies.scale as scale',
      'efficiencies.grader_version as graderVersion',
      'efficiencies.theta as theta',
      'efficiencies.theta_sd as sd',
      sql<string>`suites.name || '@' || suites.version`.as('suite'),
      'protocols.regime as regime',
      'protocols.depth as depth',
      'protocols.decoding as decoding',
    ])
    .where('efficiencies.family_id', '=', familyId)
    .where('efficiencies.kind', '=', 'training')
    .where('efficiencies.current', '=', true)
    .where(onScales(undefined))
    .where('efficiencies.theta', 'is not', null)
    .where('efficiencies.theta_sd', 'is not', null)
    .$narrowType<{ theta: NotNull; sd: NotNull }>()
    .orderBy('efficiencies.protocol_id')
    .orderBy('efficiencies.domain')
    .execute();
}
