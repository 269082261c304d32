import { type Selectable, sql } from 'kysely';
import type { Db } from './database.ts';
import { digestOf } from './protocols.ts';
import type { AxisUnit, BaselineCurve } from './shapes.ts';
import type { Database } from './tables.ts';

export type Baseline = Selectable<Database['baselines']>;

export interface NewBaseline {
  readonly familyId: number;
  readonly protocolId: number;
  readonly unit: AxisUnit;
  readonly graderVersion: number;
  readonly curve: BaselineCurve;
}

/** Stores the curve as the next version, or finds the newest version when it holds the same curve. */
export async function appendTrainingBaseline(db: Db, baseline: NewBaseline): Promise<Baseline> {
  const newest = await newestBaseline(db, baseline.familyId, baseline.protocolId);
  const digest = digestOf(baseline.curve);
  if (newest?.curve_digest === digest && newest.grader_version === baseline.graderVersion) return newest;
  return await db
    .insertInto('baselines')
    .values({
      family_id: baseline.familyId,
      protocol_id: baseline.protocolId,
      kind: 'training',
      version: (newest?.version ?? 0) + 1,
      unit: baseline.unit,
      grader_version: baseline.graderVersion,
      checkpoint_id: null,
      curve: JSON.stringify(baseline.curve),
      curve_digest: digest,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function newestBaseline(
  db: Db,
  familyId: number,
  protocolId: number,
): Promise<Baseline | undefined> {
  return await db
    .selectFrom('baselines')
    .selectAll()
    .where('family_id', '=', familyId)
    .where('protocol_id', '=', protocolId)
    .where('kind', '=', 'training')
    .orderBy('version', 'desc')
    .executeTakeFirst();
}

export async function listBaselines(db: Db) {
  return await db
    .selectFrom('baselines')
    .innerJoin('families', 'families.id', 'baselines.family_id')
    .innerJoin('protocols', 'protocols.id', 'baselines.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .select([
      'families.slug as family',
      'baselines.kind as kind',
      'baselines.version as version',
      'baselines.unit as unit',
      'baselines.grader_version as graderVersion',
      'baselines.curve as curve',
      'baselines.created_at as createdAt',
      'protocols.depth as depth',
      'protocols.regime as regime',
      sql<string>`suites.name || '@' || suites.version`.as('suite'),
    ])
    .orderBy('families.slug')
    .orderBy('baselines.version')
    .execute();
}
