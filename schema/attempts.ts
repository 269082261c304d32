import { type Insertable, sql } from 'kysely';
import type { Db } from './database.ts';
import type { Database } from './tables.ts';
import { answerTokens, notebookOfTask } from './tokens.ts';

export type NewTask = Insertable<Database['tasks']>;

/** Failed calls after which a task is given up on; being asked to wait is not among them. */
export const failedCallsMax = 8;

/** Writes a round's tasks. A round that was written before stays as it was: the first writer wins. */
export async function insertTasks(db: Db, tasks: readonly NewTask[]): Promise<void> {
  if (tasks.length === 0) return;
  await db
    .insertInto('tasks')
    .values([...tasks].sort((a, b) => a.ordinal - b.ordinal))
    .onConflict((conflict) => conflict.constraint('tasks_key').doNothing())
    .execute();
}

/** A session's tasks in order, each with its grade under this grader version, whether it was answered, what it took. */
export async function attemptsOf(db: Db, sessionId: number, graderVersion: number) {
  return await db
    .selectFrom('tasks')
    .leftJoin('answers', 'answers.task_id', 'tasks.id')
    .leftJoin('grades', (join) =>
      join.onRef('grades.task_id', '=', 'tasks.id').on('grades.grader_version', '=', graderVersion),
    )
    .leftJoin(strikesOf(db, sessionId), 'strikes.task_id', 'tasks.id')
    .leftJoin(answerTokens(db), 'counted.task_id', 'tasks.id')
    .select([
      'tasks.id as taskId',
      'strikes.strikes as strikes',
      'strikes.message as failureMessage',
      'tasks.ordinal as ordinal',
      'tasks.round as round',
      'tasks.phase as phase',
      'tasks.purpose as purpose',
      'tasks.skill as skill',
      'tasks.features as features',
      'tasks.difficulty as difficulty',
      'answers.task_id as answeredTaskId',
      'grades.score as score',
      'grades.category as category',
      'grades.cause as cause',
      sql<number | null>`counted.prompt_tokens + counted.completion_tokens`.as('tokens'),
    ])
    .where('tasks.session_id', '=', sessionId)
    .orderBy('tasks.ordinal')
    .execute();
}

export type Attempt = Awaited<ReturnType<typeof attemptsOf>>[number];

/** Which of these canonical forms the family has met already. */
export async function knownCanonicals(
  db: Db,
  familyId: number,
  canonicals: readonly string[],
): Promise<Set<string>> {
  if (canonicals.length === 0) return new Set();
  const rows = await db
    .selectFrom('tasks')
    .select('canonical')
    .where('family_id', '=', familyId)
    .where('canonical', 'in', [...canonicals])
    .execute();
  return new Set(rows.map((row) => row.canonical));
}

/**
 * Tasks of a round that have no answer, with what goes before their prompts and what their calls came to. Strikes are failed calls since the
 * evaluation was last opened (so that a replay asks again); a server's wish to wait, a cancellation and a closed connection are none.
 */
export async function unansweredTasks(db: Db, sessionId: number, round: number) {
  return await db
    .selectFrom('tasks')
    .leftJoin('answers', 'answers.task_id', 'tasks.id')
    .leftJoin(strikesOf(db, sessionId), 'strikes.task_id', 'tasks.id')
    .leftJoin('notebooks', (join) => join.on(notebookOfTask))
    .select((select) => [
      'tasks.id as taskId',
      'tasks.prompt as prompt',
      select.fn.coalesce('notebooks.text', sql<string>`''`).as('notebook'),
      'tasks.seed as seed',
      select.fn.coalesce('strikes.calls_made', sql<number>`0`).as('callsMade'),
      select.fn.coalesce('strikes.strikes', sql<number>`0`).as('strikes'),
      select.fn.coalesce('strikes.timeouts', sql<number>`0`).as('timeouts'),
    ])
    .where('tasks.session_id', '=', sessionId)
    .where('tasks.round', '=', round)
    .where('answers.task_id', 'is', null)
    .orderBy('tasks.ordinal')
    .execute();
}

export type UnansweredTask = Awaited<ReturnType<typeof unansweredTasks>>[number];

function strikesOf(db: Db, sessionId: number) {
  const counted = sql<boolean>`call_failures.code not in ('Throttled', 'Cancelled', 'ConnectionReset') and call_failures.failed_at >= (
    select max(opened_at) from openings
    where evaluation_id = (select evaluation_id from sessions where id = ${sessionId}))`;
  return db
    .selectFrom('tasks')
    .innerJoin('inference_calls', 'inference_calls.task_id', 'tasks.id')
    .leftJoin('call_failures', 'call_failures.call_id', 'inference_calls.id')
    .select([
      'tasks.id as task_id',
      sql<number>`max(inference_calls.call)`.as('calls_made'),
      sql<number>`count(*) filter (where ${counted})`.as('strikes'),
      sql<number>`count(*) filter (where ${counted} and call_failures.code = 'TimedOut')`.as('timeouts'),
      sql<string | null>`max(call_failures.message) filter (where ${counted})`.as('message'),
    ])
    .where('tasks.session_id', '=', sessionId)
    .groupBy('tasks.id')
    .as('strikes');
}

/**
 * A task that timed out on all its calls while others of its session were answered counts as a truncated answer:
 * a model that loops gains nothing by it.
 */
export async function closeTimedOutTasks(
  db: Db,
  sessionId: number,
  unanswered: readonly UnansweredTask[],
): Promise<void> {
  const looping = unanswered.filter(
    (task) => task.strikes >= failedCallsMax && task.timeouts === task.strikes,
  );
  if (looping.length === 0) return;
  const answered = await db
    .selectFrom('answers')
    .innerJoin('tasks', 'tasks.id', 'answers.task_id')
    .select('answers.task_id')
    .where('tasks.session_id', '=', sessionId)
    .where('answers.finish_reason', '!=', 'timed-out')
    .executeTakeFirst();
  if (!answered) return;
  for (const task of looping) {
    const call = await db
      .selectFrom('inference_calls')
      .select(['id'])
      .where('task_id', '=', task.taskId)
      .where('call', '=', task.callsMade)
      .executeTakeFirstOrThrow();
    await insertAnswer(db, {
      task_id: task.taskId,
      call_id: call.id,
      text: '',
      finish_reason: 'timed-out',
      prompt_tokens: null,
      completion_tokens: null,
      reasoning_tokens: null,
      latency_ms: 0,
    });
  }
}

/**
 * Counts a request before it is sent, under the given number or the next that is free: an attempt that was thought
 * dead may still be asking. Returns the call's id.
 */
export async function insertCall(
  db: Db,
  call: { taskId: number; call: number; endpointId: number; model: string },
): Promise<number> {
  for (let number = call.call; ; number++) {
    const row = await db
      .insertInto('inference_calls')
      .values({ task_id: call.taskId, call: number, endpoint_id: call.endpointId, model: call.model })
      .onConflict((conflict) => conflict.constraint('inference_calls_key').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row) return row.id;
  }
}

export async function insertCallFailure(
  db: Db,
  failure: Insertable<Database['call_failures']>,
): Promise<void> {
  await db
    .insertInto('call_failures')
    .values(failure)
    .onConflict((conflict) => conflict.column('call_id').doNothing())
    .execute();
}

/** Keeps an answer; when two calls of one task were answered, the first that was written counts. */
export async function insertAnswer(db: Db, answer: Insertable<Database['answers']>): Promise<void> {
  await db
    .insertInto('answers')
    .values(answer)
    .onConflict((conflict) => conflict.column('task_id').doNothing())
    .execute();
}

/** Answers of a round that this grader version has not graded. */
export async function ungradedAnswers(db: Db, sessionId: number, round: number, graderVersion: number) {
  return await db
    .selectFrom('tasks')
    .innerJoin('answers', 'answers.task_id', 'tasks.id')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .leftJoin('grades', (join) =>
      join.onRef('grades.task_id', '=', 'tasks.id').on('grades.grader_version', '=', graderVersion),
    )
    .select([
      'tasks.id as taskId',
      'sessions.domain as domain',
      'tasks.skill as skill',
      'tasks.reference as reference',
      'answers.text as text',
      'answers.finish_reason as finishReason',
    ])
    .where('tasks.session_id', '=', sessionId)
    .where('tasks.round', '=', round)
    .where('grades.task_id', 'is', null)
    .orderBy('tasks.id')
    .execute();
}

export async function insertGrades(db: Db, grades: readonly Insertable<Database['grades']>[]): Promise<void> {
  if (grades.length === 0) return;
  await db
    .insertInto('grades')
    .values([...grades].sort((a, b) => a.task_id - b.task_id))
    .onConflict((conflict) => conflict.constraint('grades_key').doNothing())
    .execute();
}

export async function insertAbility(db: Db, ability: Insertable<Database['abilities']>): Promise<void> {
  await db
    .insertInto('abilities')
    .values(ability)
    .onConflict((conflict) => conflict.constraint('abilities_key').doNothing())
    .execute();
}
