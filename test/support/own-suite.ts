import { publishedScale } from '../../measurement/published.ts';
import type { Db } from '../../schema/database.ts';
import { addFamilyProtocol, type Family } from '../../schema/families.ts';
import { ensureProtocol, ensureScale, ensureSuite, latestProtocol } from '../../schema/protocols.ts';
import type { Scale, Suite } from '../../schema/scale.ts';

/**
 * Measures a family, which must not have checkpoints yet, with a suite that no release ships, and with nothing else.
 * Regime, depth and decoding stay; scales that no release ships either are given along.
 */
export async function measureWith(
  db: Db,
  family: Pick<Family, 'id'>,
  suite: Suite,
  scales: readonly Scale[] = [],
): Promise<void> {
  for (const { domain, scaleVersion } of suite.domains) {
    const given = scales.find((scale) => scale.domain === domain && scale.version === scaleVersion);
    await ensureScale(db, given ?? publishedScale(domain, scaleVersion)!);
  }
  const { id, regime, depth, decoding } = (await latestProtocol(db, family.id))!;
  const suiteId = await ensureSuite(db, suite);
  const protocolId = await ensureProtocol(db, { suite, suiteId, regime, depth, decoding });
  await db.deleteFrom('family_protocols').where('protocol_id', '=', id).execute();
  await addFamilyProtocol(db, family.id, protocolId);
}
