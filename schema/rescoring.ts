import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Every series whose suite scores the domain, family by family: what a new scale of the domain applies to. */
export async function seriesOfDomain(db: Db, domain: string) {
  return await db
    .selectFrom('family_protocols')
    .innerJoin('families', 'families.id', 'family_protocols.family_id')
    .innerJoin('protocols', 'protocols.id', 'family_protocols.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .select([
      'families.id as familyId',
      'families.slug as family',
      'protocols.id as protocolId',
      'protocols.regime as regime',
      'protocols.depth as depth',
      'suites.content as suite',
    ])
    .where(sql<boolean>`suites.content -> 'domains' @> ${JSON.stringify([{ domain }])}::jsonb`)
    .orderBy('families.slug')
    .orderBy('protocols.id')
    .execute();
}
