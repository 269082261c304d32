import { type Insertable, sql } from 'kysely';
import type { PanelCandidate } from '../measurement/rating/judge-panel.ts';
import type { Db } from './database.ts';
import { endpointColumns } from './endpoints.ts';
import { type EndpointOrder, ensureEndpoint } from './families.ts';
import { insertRatings, type NewRating } from './ratings.ts';
import type { Database } from './tables.ts';

export interface JudgeOrder extends EndpointOrder {
  readonly name: string;
  readonly model: string;
  readonly modelFamily: string;
  readonly maxTokens: number;
}

/** Why a judge cannot be added, in words. */
export class JudgeConflict extends Error {
  override readonly name = 'JudgeConflict';
}

/**
 * Adds a judge; the same one again changes nothing, and one that was removed comes back. Its name stays with its model
 * for ever, since ratings are stored under it. Throws `JudgeConflict` and, where the key belongs elsewhere,
 * `KeyBoundElsewhere`.
 */
export async function addJudge(db: Db, order: JudgeOrder, origin: string): Promise<{ created: boolean }> {
  return await db.transaction().execute(async (transaction) => {
    // Two additions at once must not both find the family free.
    await sql`lock table judges in share row exclusive mode`.execute(transaction);
    const same = await transaction
      .selectFrom('judges')
      .selectAll()
      .where('removed_at', 'is', null)
      .where('model_family', '=', order.modelFamily)
      .where('name', '!=', order.name)
      .executeTakeFirst();
    if (same) {
      throw new JudgeConflict(
        `the family ${order.modelFamily} has the judge ${same.name} already: a panel has one of each; remove that one first`,
      );
    }
    const endpointId = await ensureEndpoint(transaction, order, origin);
    const known = await transaction
      .selectFrom('judges')
      .selectAll()
      .where('name', '=', order.name)
      .executeTakeFirst();
    if (!known) {
      await refuseHuman(transaction, order.name);
      await transaction
        .insertInto('judges')
        .values({
          name: order.name,
          endpoint_id: endpointId,
          model: order.model,
          model_family: order.modelFamily,
          max_tokens: order.maxTokens,
          removed_at: null,
        })
        .execute();
      return { created: true };
    }
    if (
      known.endpoint_id !== endpointId ||
      known.model !== order.model ||
      known.model_family !== order.modelFamily ||
      known.max_tokens !== order.maxTokens
    ) {
      throw new JudgeConflict(
        `the name ${order.name} belongs to ${known.model} of the family ${known.model_family}, as it was first added, and its ratings are stored under it: take another name`,
      );
    }
    await transaction.updateTable('judges').set({ removed_at: null }).where('id', '=', known.id).execute();
    return { created: known.removed_at !== null };
  });
}

async function refuseHuman(db: Db, name: string): Promise<void> {
  const human = await db
    .selectFrom('ratings')
    .select('rater')
    .where('rater', '=', name)
    .where('rater_kind', '=', 'human')
    .executeTakeFirst();
  if (human) throw new JudgeConflict(`${name} has rated as a human before: name the judge otherwise`);
}

/** Ends a judge's service; its ratings stay. False where there is no active judge of this name. */
export async function removeJudge(db: Db, name: string): Promise<boolean> {
  const result = await db
    .updateTable('judges')
    .set({ removed_at: sql`now()` })
    .where('name', '=', name)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Every judge ever added, with its endpoint, by name. */
export async function listJudges(db: Db) {
  return await db
    .selectFrom('judges')
    .innerJoin('endpoints', 'endpoints.id', 'judges.endpoint_id')
    .select([
      'judges.id as id',
      'judges.name as name',
      'judges.model as model',
      'judges.model_family as modelFamily',
      'judges.max_tokens as maxTokens',
      'judges.removed_at as removedAt',
      'endpoints.provider as provider',
      'endpoints.base_url as endpoint',
      'endpoints.api_key_variable as apiKeyVariable',
    ])
    .orderBy('judges.name')
    .execute();
}

/** Those who may sit on a panel, by name. */
export async function activeJudges(db: Db): Promise<PanelCandidate[]> {
  return await db
    .selectFrom('judges')
    .select(['id', 'name', 'model_family as modelFamily'])
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
}

/** The members of a session's panel with their endpoints; removed ones still serve on the panels that they sit on. */
export async function panelJudges(db: Db, sessionId: number) {
  return await db
    .selectFrom('panels')
    .innerJoin('judges', (join) => join.on(sql<boolean>`panels.judge_ids @> to_jsonb(judges.id)`))
    .innerJoin('endpoints', 'endpoints.id', 'judges.endpoint_id')
    .select([
      'judges.id as judgeId',
      'judges.name as name',
      'judges.model as model',
      'judges.max_tokens as maxTokens',
      ...endpointColumns,
    ])
    .where('panels.session_id', '=', sessionId)
    .orderBy('judges.name')
    .execute();
}

export type PanelJudge = Awaited<ReturnType<typeof panelJudges>>[number];

/**
 * Readings that members of a session's panel still owe, of the round's answers a first one and of its anchors a second
 * one, each with what came of the member's calls since the evaluation was last opened. Strikes are failed calls; a
 * server's wish to wait, a cancellation and a closed connection are none. `refused`: asking again cannot help.
 */
export async function missingVerdicts(db: Db, sessionId: number, round: number) {
  const counted = sql<boolean>`judge_call_failures.code not in ('Throttled', 'Cancelled', 'ConnectionReset') and judge_call_failures.failed_at >= (
    select max(opened_at) from openings
    where evaluation_id = (select evaluation_id from sessions where id = ${sessionId}))`;
  const hopeless = sql<boolean>`judge_call_failures.code in ('InvalidRequest', 'AuthenticationFailed', 'ModelNotFound', 'KeyRefused')`;
  return await db
    .with('owed', (query) =>
      query
        .selectFrom('tasks')
        .select(['tasks.id as task_id', sql<number>`1`.as('occasion')])
        .where('tasks.session_id', '=', sessionId)
        .where('tasks.round', '=', round)
        .unionAll(
          query
            .selectFrom('panels')
            .innerJoin('tasks', (join) => join.on(sql<boolean>`panels.anchor_task_ids @> to_jsonb(tasks.id)`))
            .select(['tasks.id as task_id', sql<number>`2`.as('occasion')])
            .where('panels.session_id', '=', sessionId),
        ),
    )
    .selectFrom('owed')
    .innerJoin('tasks', 'tasks.id', 'owed.task_id')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .innerJoin('answers', 'answers.task_id', 'tasks.id')
    .innerJoin('panels', (join) => join.on('panels.session_id', '=', sessionId))
    .innerJoin('judges', (join) => join.on(sql<boolean>`panels.judge_ids @> to_jsonb(judges.id)`))
    .leftJoin('judge_answers', (join) =>
      join
        .onRef('judge_answers.task_id', '=', 'tasks.id')
        .onRef('judge_answers.judge_id', '=', 'judges.id')
        .onRef('judge_answers.occasion', '=', 'owed.occasion'),
    )
    .leftJoinLateral(
      (query) =>
        query
          .selectFrom('judge_calls')
          .leftJoin('judge_call_failures', 'judge_call_failures.call_id', 'judge_calls.id')
          .select([
            sql<number>`coalesce(max(judge_calls.call), 0)`.as('calls'),
            sql<number>`count(*) filter (where ${counted})`.as('strikes'),
            sql<number>`count(*) filter (where ${counted} and ${hopeless})`.as('refusals'),
          ])
          .whereRef('judge_calls.task_id', '=', 'tasks.id')
          .whereRef('judge_calls.judge_id', '=', 'judges.id')
          .whereRef('judge_calls.occasion', '=', 'owed.occasion')
          .as('made'),
      (join) => join.onTrue(),
    )
    .select([
      'tasks.id as taskId',
      'owed.occasion as occasion',
      'tasks.skill as skill',
      'tasks.reference as reference',
      'sessions.domain as domain',
      'answers.text as text',
      'answers.finish_reason as finishReason',
      'judges.id as judgeId',
      sql<number>`made.calls`.as('callsMade'),
      sql<number>`made.strikes`.as('strikes'),
      sql<boolean>`made.refusals > 0`.as('refused'),
    ])
    .where('judge_answers.task_id', 'is', null)
    .orderBy('owed.occasion')
    .orderBy('tasks.id')
    .orderBy('judges.name')
    .execute();
}

export type MissingVerdict = Awaited<ReturnType<typeof missingVerdicts>>[number];

/** Counts a request before it is sent, under the given number or the next that is free. Returns the call's id. */
export async function insertJudgeCall(
  db: Db,
  call: { taskId: number; judgeId: number; occasion: number; call: number; nonce: string },
): Promise<number> {
  for (let number = call.call; ; number++) {
    const row = await db
      .insertInto('judge_calls')
      .values({
        task_id: call.taskId,
        judge_id: call.judgeId,
        occasion: call.occasion,
        call: number,
        nonce: call.nonce,
      })
      .onConflict((conflict) => conflict.constraint('judge_calls_key').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row) return row.id;
  }
}

export async function insertJudgeFailure(
  db: Db,
  failure: Insertable<Database['judge_call_failures']>,
): Promise<void> {
  await db
    .insertInto('judge_call_failures')
    .values(failure)
    .onConflict((conflict) => conflict.column('call_id').doNothing())
    .execute();
}

/** Keeps a judge's answer and its votes, both or neither; when two calls were answered, the first that was written counts. */
export async function insertVotes(
  db: Db,
  answer: Insertable<Database['judge_answers']>,
  votes: readonly NewRating[],
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const kept = await transaction
      .insertInto('judge_answers')
      .values(answer)
      .onConflict((conflict) => conflict.constraint('judge_answers_key').doNothing())
      .returning('task_id')
      .executeTakeFirst();
    if (kept) await insertRatings(transaction, votes);
  });
}
