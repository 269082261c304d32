import { type Insertable, sql, type Transaction } from 'kysely';
import type { Db } from './database.ts';
import type { Scale } from './scale.ts';
import type { Kind } from './shapes.ts';
import type { Database } from './tables.ts';
import { answerTokens } from './tokens.ts';

export type NewEfficiency = Omit<Insertable<Database['efficiencies']>, 'current'>;

/**
 * Appends the rows and makes them the current ones of their checkpoint, protocol, domain, kind and scale. A row that
 * rests on the same curve, baseline and grader as the current one says nothing new and is left out.
 */
export async function appendEfficiencies(
  transaction: Transaction<Database>,
  rows: readonly NewEfficiency[],
): Promise<number> {
  let appended = 0;
  for (const row of rows) {
    const superseded = await transaction
      .updateTable('efficiencies')
      .set({ current: false })
      .where('family_id', '=', row.family_id)
      .where('checkpoint_id', '=', row.checkpoint_id)
      .where('protocol_id', '=', row.protocol_id)
      .where('domain', '=', row.domain)
      .where('kind', '=', row.kind)
      .where('scale', '=', row.scale)
      .where('current', '=', true)
      .returning([...groundColumns, 'id', 'reason', isDetailed.as('detailed')])
      .executeTakeFirst();
    if (superseded && restsOnTheSame(superseded, row)) {
      await transaction
        .updateTable('efficiencies')
        .set({ current: true })
        .where('id', '=', superseded.id)
        .execute();
      continue;
    }
    await transaction
      .insertInto('efficiencies')
      .values({ ...row, current: true })
      .execute();
    appended++;
  }
  return appended;
}

const groundColumns = [
  'evaluation_id',
  'domain',
  'baseline_id',
  'curve_digest',
  'grader_version',
  'scale',
] as const;

/** What a row's numbers follow from. */
export type Grounds = Pick<NewEfficiency, (typeof groundColumns)[number]>;

/** False for rows of before details were kept: those are computed again. */
const isDetailed = sql<boolean>`detail <> '{}'::jsonb`;

type Superseded = Grounds & { readonly reason: string | null; readonly detailed: boolean };

function restsOnTheSame(superseded: Superseded, row: NewEfficiency): boolean {
  return (
    groundsKey(superseded) === groundsKey(row) &&
    superseded.reason === (row.reason ?? null) &&
    superseded.detailed === (row.detail !== undefined)
  );
}

/** Equal for rows that hold the same numbers. */
export function groundsKey(grounds: Grounds): string {
  return JSON.stringify(groundColumns.map((column) => grounds[column] ?? null));
}

/** Keys of what the family's current rows rest on. A row among them need not be computed again. */
export async function currentGrounds(
  db: Db,
  filter: { readonly familyId: number; readonly protocolId: number; readonly kind: Kind },
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('efficiencies')
    .select(groundColumns)
    .where('family_id', '=', filter.familyId)
    .where('protocol_id', '=', filter.protocolId)
    .where('kind', '=', filter.kind)
    .where('current', '=', true)
    .where(isDetailed)
    .execute();
  return new Set(rows.map(groundsKey));
}

/** The series that an evaluation belongs to. */
export async function evaluationSeries(db: Db, evaluationId: number) {
  return await db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .select(['checkpoints.family_id as familyId', 'evaluations.protocol_id as protocolId'])
    .where('evaluations.id', '=', evaluationId)
    .executeTakeFirstOrThrow();
}

/** Completed evaluations of a family under a protocol, in checkpoint order, with what their compute is known by. */
export async function completedEvaluations(db: Db, familyId: number, protocolId: number) {
  return await db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .select([
      'evaluations.id as evaluationId',
      'checkpoints.id as checkpointId',
      'checkpoints.label as label',
      'checkpoints.digest as digest',
      'checkpoints.step as step',
      'checkpoints.tokens as tokens',
      'checkpoints.flops as flops',
      'checkpoints.compute_value as computeValue',
      'checkpoints.compute_unit as computeUnit',
    ])
    .where('checkpoints.family_id', '=', familyId)
    .where('evaluations.protocol_id', '=', protocolId)
    .where('evaluations.current', '=', true)
    .where('evaluations.state', '=', 'completed')
    .orderBy('checkpoints.step', (order) => order.asc().nullsLast())
    .orderBy('checkpoints.id')
    .execute();
}

/** Graded tasks of these evaluations in one domain, each under this grader version. */
export async function gradedTasks(
  db: Db,
  evaluationIds: readonly number[],
  domain: string,
  graderVersion: number,
) {
  if (evaluationIds.length === 0) return [];
  return await db
    .selectFrom('tasks')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .innerJoin('grades', 'grades.task_id', 'tasks.id')
    .select([
      'sessions.evaluation_id as evaluationId',
      'tasks.purpose as purpose',
      'tasks.phase as phase',
      'tasks.skill as skill',
      'tasks.features as features',
      'grades.score as score',
      'grades.cause as cause',
    ])
    .where('sessions.evaluation_id', 'in', [...evaluationIds])
    .where('sessions.domain', '=', domain)
    .where('grades.grader_version', '=', graderVersion)
    .orderBy('tasks.session_id')
    .orderBy('tasks.ordinal')
    .execute();
}

/** Graded tasks of these evaluations' practice in one domain, round by round, with the tokens that each took. */
export async function practisedTasks(
  db: Db,
  evaluationIds: readonly number[],
  domain: string,
  graderVersion: number,
) {
  if (evaluationIds.length === 0) return [];
  return await db
    .selectFrom('tasks')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .innerJoin('grades', 'grades.task_id', 'tasks.id')
    .innerJoin(answerTokens(db), 'counted.task_id', 'tasks.id')
    .select([
      'sessions.evaluation_id as evaluationId',
      'tasks.round as round',
      'tasks.purpose as purpose',
      'tasks.skill as skill',
      'tasks.features as features',
      'grades.score as score',
      'grades.cause as cause',
      sql<number>`counted.prompt_tokens + counted.completion_tokens`.as('tokens'),
      'counted.estimated as tokensEstimated',
    ])
    .where('sessions.evaluation_id', 'in', [...evaluationIds])
    .where('sessions.domain', '=', domain)
    .where('tasks.phase', '=', 'practice')
    .where('grades.grader_version', '=', graderVersion)
    .orderBy('tasks.session_id')
    .orderBy('tasks.ordinal')
    .execute();
}

/** Families whose PE is normalised to this family's baseline, itself included, in order of their keys. */
export async function dependentFamilies(db: Db, slug: string): Promise<number[]> {
  const rows = await db
    .selectFrom('families')
    .select('id')
    .where((where) => where.or([where('baseline', '=', slug), where('slug', '=', slug)]))
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

export async function protocolsOf(db: Db, familyId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('family_protocols')
    .select('protocol_id')
    .where('family_id', '=', familyId)
    .orderBy('protocol_id')
    .execute();
  return rows.map((row) => row.protocol_id);
}

/** Serialises the recomputation of a family's series. */
export async function lockFamily(transaction: Transaction<Database>, familyId: number) {
  return await transaction
    .selectFrom('families')
    .selectAll()
    .where('id', '=', familyId)
    // Not `for update`: that would hold up every insert that refers to the family.
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

export async function freezeAxis(
  transaction: Transaction<Database>,
  familyId: number,
  axis: NonNullable<Insertable<Database['families']>['compute_axis']>,
): Promise<void> {
  await transaction
    .updateTable('families')
    .set({ compute_axis: axis })
    .where('id', '=', familyId)
    .where('compute_axis', 'is', null)
    .execute();
}

/** The protocol's suite and what its domains are scored on. */
export async function protocolContent(db: Db, protocolId: number) {
  const protocol = await db
    .selectFrom('protocols')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .select(['suites.content as suite', 'protocols.depth as depth', 'protocols.decoding as decoding'])
    .where('protocols.id', '=', protocolId)
    .executeTakeFirstOrThrow();
  const scales = await db
    .selectFrom('scales')
    .select(['domain', 'version', 'content'])
    .where(
      sql<string>`domain || '@' || version`,
      'in',
      protocol.suite.domains.map((part) => `${part.domain}@${part.scaleVersion}`),
    )
    .execute();
  return { ...protocol, scales: scales.map((row) => row.content) };
}

/** Scales other than its suite's that a family's series under this protocol has been scored on. */
export async function furtherScales(db: Db, familyId: number, protocolId: number): Promise<Scale[]> {
  const { suite } = await protocolContent(db, protocolId);
  const own = suite.domains.map((part) => `${part.domain}@${part.scaleVersion}`);
  const rows = await db
    .selectFrom('efficiencies')
    .innerJoin('scales', (join) =>
      join.on(sql`scales.domain || '@' || scales.version`, '=', sql.ref('scale')),
    )
    .select(['scales.content as content'])
    .where('family_id', '=', familyId)
    .where('protocol_id', '=', protocolId)
    .where('efficiencies.domain', '!=', 'overall')
    .where('scale', 'not in', own)
    .distinctOn('scales.id')
    .orderBy('scales.id')
    .execute();
  return rows.map((row) => row.content);
}
