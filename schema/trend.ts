import type { Db } from './database.ts';
import { onScales } from './own-scale.ts';
import type { Kind } from './shapes.ts';

/**
 * Current rows of a family's series, in checkpoint order, domains before `overall`. Practice rows come with the
 * training compute of their checkpoint too. `scale` names another scale of one domain than the suite's.
 */
export async function trendRows(
  db: Db,
  filter: {
    familyId: number;
    protocolId: number;
    kind: Kind;
    domain: string | undefined;
    scale: string | undefined;
  },
) {
  return await db
    .selectFrom('efficiencies')
    .innerJoin('checkpoints', 'checkpoints.id', 'efficiencies.checkpoint_id')
    .leftJoin('baselines', 'baselines.id', 'efficiencies.baseline_id')
    .leftJoin('families as reference', 'reference.id', 'baselines.family_id')
    .leftJoin('efficiencies as training', (join) =>
      join
        .onRef('training.evaluation_id', '=', 'efficiencies.evaluation_id')
        .onRef('training.domain', '=', 'efficiencies.domain')
        .onRef('training.scale', '=', 'efficiencies.scale')
        .on('training.kind', '=', 'training')
        .on('training.current', '=', true),
    )
    .selectAll('efficiencies')
    .select([
      'checkpoints.label as label',
      'checkpoints.digest as digest',
      'checkpoints.step as step',
      'checkpoints.registry_created_at as createdAt',
      'training.compute as trainingCompute',
      'training.unit as trainingUnit',
      'reference.slug as baselineFamily',
      'baselines.version as baselineVersion',
    ])
    .where('efficiencies.family_id', '=', filter.familyId)
    .where('efficiencies.protocol_id', '=', filter.protocolId)
    .where('efficiencies.kind', '=', filter.kind)
    .where('efficiencies.current', '=', true)
    .where(onScales(filter.scale))
    .$if(filter.domain !== undefined, (query) => query.where('efficiencies.domain', '=', filter.domain ?? ''))
    .orderBy('checkpoints.step', (order) => order.asc().nullsLast())
    .orderBy('training.compute', (order) => order.asc().nullsLast())
    .orderBy('checkpoints.id')
    .orderBy((order) => order.eb('efficiencies.domain', '=', 'overall'))
    .orderBy('efficiencies.domain')
    .execute();
}
