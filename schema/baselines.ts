import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Db } from './database.ts';
import { digestOf } from './protocols.ts';
import type { AxisUnit, BaselineCurve, Kind } from './shapes.ts';
import type { Database } from './tables.ts';

export type Baseline = Selectable<Database['baselines']>;

/** Which curve of a family becomes its next baseline. */
export const baselineOrderSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('training') }),
  /** The practice of one checkpoint under a protocol of regime `static`, named by its label or digest. */
  z.strictObject({ kind: z.literal('practice'), checkpoint: z.string().min(1) }),
]);

export type BaselineOrder = z.infer<typeof baselineOrderSchema>;

export interface NewBaseline {
  readonly familyId: number;
  readonly protocolId: number;
  readonly kind: Kind;
  /** Of practice baselines, which rest on one. */
  readonly checkpointId: number | null;
  readonly unit: AxisUnit;
  readonly graderVersion: number;
  readonly curve: BaselineCurve;
}

/** Stores the curve as the next version, or finds the newest version when it holds the same curve. */
export async function appendBaseline(db: Db, baseline: NewBaseline): Promise<Baseline> {
  const newest = await newestBaseline(db, baseline.familyId, baseline.protocolId, baseline.kind);
  const digest = digestOf(baseline.curve);
  if (newest?.curve_digest === digest && newest.grader_version === baseline.graderVersion) return newest;
  return await db
    .insertInto('baselines')
    .values({
      family_id: baseline.familyId,
      protocol_id: baseline.protocolId,
      kind: baseline.kind,
      version: (newest?.version ?? 0) + 1,
      unit: baseline.unit,
      grader_version: baseline.graderVersion,
      checkpoint_id: baseline.checkpointId,
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
  kind: Kind,
): Promise<Baseline | undefined> {
  return await db
    .selectFrom('baselines')
    .selectAll()
    .where('family_id', '=', familyId)
    .where('protocol_id', '=', protocolId)
    .where('kind', '=', kind)
    .orderBy('version', 'desc')
    .executeTakeFirst();
}

/** Practice baselines of a family under any protocol, the newest first, each with how it was measured. */
export async function practiceBaselines(db: Db, familyId: number) {
  return await db
    .selectFrom('baselines')
    .innerJoin('protocols', 'protocols.id', 'baselines.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .selectAll('baselines')
    .select([
      'protocols.depth as depth',
      'protocols.decoding as decoding',
      sql<string>`suites.name || '@' || suites.version`.as('suite'),
    ])
    .where('baselines.family_id', '=', familyId)
    .where('baselines.kind', '=', 'practice')
    .orderBy('baselines.created_at', 'desc')
    .orderBy('baselines.id', 'desc')
    .execute();
}

/** Completed evaluations of a family in regime `static`, those of the newest protocol first. */
export async function staticEvaluations(db: Db, familyId: number) {
  return await db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id')
    .innerJoin('family_protocols', (join) =>
      join
        .onRef('family_protocols.protocol_id', '=', 'protocols.id')
        .onRef('family_protocols.family_id', '=', 'checkpoints.family_id'),
    )
    .select([
      'evaluations.id as evaluationId',
      'protocols.id as protocolId',
      'checkpoints.id as checkpointId',
      'checkpoints.label as label',
      'checkpoints.digest as digest',
    ])
    .where('checkpoints.family_id', '=', familyId)
    .where('protocols.regime', '=', 'static')
    .where('evaluations.current', '=', true)
    .where('evaluations.state', '=', 'completed')
    .orderBy('family_protocols.added_at', 'desc')
    .orderBy('protocols.id', 'desc')
    .orderBy('checkpoints.id')
    .execute();
}

export async function listBaselines(db: Db) {
  return await db
    .selectFrom('baselines')
    .innerJoin('families', 'families.id', 'baselines.family_id')
    .innerJoin('protocols', 'protocols.id', 'baselines.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .leftJoin('checkpoints', 'checkpoints.id', 'baselines.checkpoint_id')
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
      'checkpoints.label as checkpoint',
      'checkpoints.digest as checkpointDigest',
    ])
    .orderBy('families.slug')
    .orderBy('baselines.created_at')
    .orderBy('baselines.id')
    .execute();
}
