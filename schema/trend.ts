import type { Db } from './database.ts';
import type { Kind } from './shapes.ts';

/** Current rows of a family's series, in checkpoint order, domains before `overall`. */
export async function trendRows(
  db: Db,
  filter: { familyId: number; protocolId: number; kind: Kind; domain: string | undefined },
) {
  return await db
    .selectFrom('efficiencies')
    .innerJoin('checkpoints', 'checkpoints.id', 'efficiencies.checkpoint_id')
    .leftJoin('baselines', 'baselines.id', 'efficiencies.baseline_id')
    .leftJoin('families as reference', 'reference.id', 'baselines.family_id')
    .selectAll('efficiencies')
    .select([
      'checkpoints.label as label',
      'checkpoints.digest as digest',
      'checkpoints.step as step',
      'checkpoints.registry_created_at as createdAt',
      'reference.slug as baselineFamily',
      'baselines.version as baselineVersion',
    ])
    .where('efficiencies.family_id', '=', filter.familyId)
    .where('efficiencies.protocol_id', '=', filter.protocolId)
    .where('efficiencies.kind', '=', filter.kind)
    .where('efficiencies.current', '=', true)
    .$if(filter.domain !== undefined, (query) => query.where('efficiencies.domain', '=', filter.domain ?? ''))
    .orderBy('checkpoints.step', (order) => order.asc().nullsLast())
    .orderBy('efficiencies.compute', (order) => order.asc().nullsLast())
    .orderBy('checkpoints.id')
    .orderBy((order) => order.eb('efficiencies.domain', '=', 'overall'))
    .orderBy('efficiencies.domain')
    .execute();
}
