import { createHash, randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { evaluationWorkflowId, type ParsedEvaluationId } from '../ids.ts';
import type { Db } from './database.ts';
import { type Selection, selected } from './selection.ts';
import type { EvaluationState } from './shapes.ts';
import type { Database } from './tables.ts';

/**
 * Gives every ready checkpoint that a family is followed at its first run of every protocol that the family is followed
 * with, and takes up again what was lost and has come back. Safe to run twice.
 */
export async function planEvaluations(db: Db, familyId: number): Promise<void> {
  const [selection, ready] = await Promise.all([selectionOf(db, familyId), readyCheckpoints(db, familyId)]);
  const followed = new Set(selected(ready, selection).map(({ id }) => id));
  const missing = await db
    .selectFrom('checkpoints')
    .innerJoin('family_protocols', 'family_protocols.family_id', 'checkpoints.family_id')
    .leftJoin('evaluations', (join) =>
      join
        .onRef('evaluations.checkpoint_id', '=', 'checkpoints.id')
        .onRef('evaluations.protocol_id', '=', 'family_protocols.protocol_id'),
    )
    .select(['checkpoints.id as checkpointId', 'family_protocols.protocol_id as protocolId'])
    .where('checkpoints.family_id', '=', familyId)
    .where('checkpoints.state', '=', 'ready')
    .where('evaluations.id', 'is', null)
    .orderBy('checkpoints.step', (order) => order.asc().nullsLast())
    .orderBy('checkpoints.id')
    .execute();
  for (const { checkpointId, protocolId } of missing) {
    if (followed.has(checkpointId)) await insertRun(db, checkpointId, protocolId, 1);
  }

  await db
    .updateTable('evaluations')
    .set({ state: 'pending', failure_code: null, failure_message: null })
    .where('state', '=', 'lost')
    .where('checkpoint_id', 'in', (query) =>
      query
        .selectFrom('checkpoints')
        .select('id')
        .where('family_id', '=', familyId)
        .where('state', '=', 'ready'),
    )
    .execute();
}

async function selectionOf(db: Db, familyId: number): Promise<Selection> {
  return await db
    .selectFrom('families')
    .select(['from_step', 'every_steps', 'latest_only'])
    .where('id', '=', familyId)
    .executeTakeFirstOrThrow();
}

async function readyCheckpoints(db: Db, familyId: number): Promise<{ id: number; step: number | null }[]> {
  return await db
    .selectFrom('checkpoints')
    .select(['id', 'step'])
    .where('family_id', '=', familyId)
    .where('state', '=', 'ready')
    .orderBy('id')
    .execute();
}

/** A new run with a fresh secret root, committed to by its hash; nothing when that run exists. */
export async function insertRun(
  db: Db,
  checkpointId: number,
  protocolId: number,
  run: number,
): Promise<void> {
  const root = randomBytes(32).toString('hex');
  await db
    .insertInto('evaluations')
    .values({
      checkpoint_id: checkpointId,
      protocol_id: protocolId,
      run,
      current: true,
      state: 'pending',
      root,
      root_commitment: createHash('sha256').update(root).digest('hex'),
      root_revealed_at: null,
      failure_code: null,
      failure_message: null,
      opened_at: null,
      closed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function evaluationKeys(db: Db) {
  return db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('families', 'families.id', 'checkpoints.family_id')
    .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id');
}

const keyColumns = [
  'evaluations.id as evaluationId',
  'evaluations.run as run',
  'evaluations.state as state',
  'families.slug as family',
  'checkpoints.digest as checkpointDigest',
  'checkpoints.label as label',
  'protocols.digest as protocolDigest',
] as const;

/**
 * What should be running now: everything marked running (starting it again is refused by its id, unless its
 * workflow was lost with a server) and as many of the pending as the family may have open.
 */
export async function evaluationsDue(
  db: Db,
  familyId: number,
  openMax: number,
): Promise<{ evaluationId: number; workflowId: string }[]> {
  const rows = await evaluationKeys(db)
    .select(keyColumns)
    .where('families.id', '=', familyId)
    .where('evaluations.current', '=', true)
    .where('evaluations.state', 'in', ['running', 'pending'])
    .orderBy(sql`evaluations.state = 'running'`, 'desc')
    .orderBy('checkpoints.step', (order) => order.asc().nullsLast())
    .orderBy('evaluations.id')
    .limit(openMax)
    .execute();
  return rows.map((row) => ({ evaluationId: row.evaluationId, workflowId: evaluationWorkflowId(row) }));
}

/** The evaluation that a workflow id names. */
export async function findEvaluation(db: Db, id: ParsedEvaluationId) {
  return await evaluationKeys(db)
    .select([
      ...keyColumns,
      'evaluations.root as root',
      'evaluations.root_commitment as rootCommitment',
      'evaluations.closed_at as closedAt',
    ])
    .where('families.slug', '=', id.family)
    .where('checkpoints.digest', 'like', `${id.checkpointDigest}%`)
    .where('protocols.digest', 'like', `${id.protocolDigest}%`)
    .where('evaluations.run', '=', id.run)
    .executeTakeFirst();
}

/**
 * Marks the evaluation running under this workflow run and numbers the opening. The same run opens once: a
 * repeated activity gets the number it got before.
 */
export async function openRun(
  transaction: Transaction<Database>,
  evaluationId: number,
  workflowRunId: string,
): Promise<number> {
  await transaction
    .selectFrom('evaluations')
    .select('id')
    .where('id', '=', evaluationId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const known = await transaction
    .selectFrom('openings')
    .select('opening')
    .where('evaluation_id', '=', evaluationId)
    .where('workflow_run_id', '=', workflowRunId)
    .executeTakeFirst();
  if (known) return known.opening;
  const { last } = await transaction
    .selectFrom('openings')
    .select((select) => select.fn.coalesce(select.fn.max('opening'), sql<number>`0`).as('last'))
    .where('evaluation_id', '=', evaluationId)
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('openings')
    .values({
      evaluation_id: evaluationId,
      opening: last + 1,
      workflow_run_id: workflowRunId,
      closed_at: null,
      failure_code: null,
      failure_message: null,
    })
    .execute();
  await transaction
    .updateTable('evaluations')
    .set({
      state: 'running',
      opened_at: sql`now()`,
      closed_at: null,
      failure_code: null,
      failure_message: null,
    })
    .where('id', '=', evaluationId)
    .execute();
  return last + 1;
}

/** Closes this opening and the evaluation with it; the failure stays on the opening's record for good. */
export async function closeRun(
  transaction: Transaction<Database>,
  evaluationId: number,
  workflowRunId: string,
  state: Extract<EvaluationState, 'completed' | 'failed' | 'lost'>,
  failure: { code: string; message: string } | null,
): Promise<void> {
  const outcome = { failure_code: failure?.code ?? null, failure_message: failure?.message ?? null };
  await transaction
    .updateTable('openings')
    .set({ ...outcome, closed_at: sql`now()` })
    .where('evaluation_id', '=', evaluationId)
    .where('workflow_run_id', '=', workflowRunId)
    .where('closed_at', 'is', null)
    .execute();
  await transaction
    .updateTable('evaluations')
    .set({ ...outcome, state, closed_at: sql`now()` })
    .where('id', '=', evaluationId)
    // A late word of an opening that has been followed by another says nothing of the evaluation.
    .where(
      sql<boolean>`${workflowRunId} = (select workflow_run_id from openings
        where evaluation_id = ${evaluationId} order by opening desc limit 1)`,
    )
    .where('state', '!=', 'completed')
    .execute();
}

/** Every time the evaluation was opened, with how that ended. */
export async function openingsOf(db: Db, evaluationId: number) {
  return await db
    .selectFrom('openings')
    .select([
      'opening',
      'opened_at as openedAt',
      'closed_at as closedAt',
      'failure_code as failureCode',
      'failure_message as failureMessage',
    ])
    .where('evaluation_id', '=', evaluationId)
    .orderBy('opening')
    .execute();
}

export async function markRevealed(db: Db, evaluationId: number): Promise<void> {
  await db
    .updateTable('evaluations')
    .set({ root_revealed_at: sql`now()` })
    .where('id', '=', evaluationId)
    .where('root_revealed_at', 'is', null)
    .execute();
}

/** What generates the evaluation's tasks again. */
export async function revealedTasks(db: Db, evaluationId: number) {
  return await db
    .selectFrom('tasks')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .select([
      'sessions.domain as domain',
      'tasks.ordinal as ordinal',
      'tasks.round as round',
      'tasks.skill as skill',
      'tasks.seed as seed',
      'tasks.parameters as parameters',
    ])
    .where('sessions.evaluation_id', '=', evaluationId)
    .orderBy('sessions.domain')
    .orderBy('tasks.ordinal')
    .execute();
}

/** What stood before the prompts of a round's tasks of a skill, in the order of domains and rounds. */
export async function revealedNotebooks(db: Db, evaluationId: number) {
  return await db
    .selectFrom('notebooks')
    .innerJoin('sessions', 'sessions.id', 'notebooks.session_id')
    .select([
      'sessions.domain as domain',
      'notebooks.round as round',
      'notebooks.skill as skill',
      'notebooks.text as text',
    ])
    .where('sessions.evaluation_id', '=', evaluationId)
    .orderBy('sessions.domain')
    .orderBy('notebooks.round')
    .orderBy('notebooks.skill')
    .execute();
}
