import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Requests of an evaluation to its model that ended alike. */
export interface CallCount {
  readonly evaluationId: number;
  /**
   * `Answered`; the code of a failure; `Lost` where another request of its task was answered and this one was never heard
   * of; `Open` where nothing has been heard yet.
   */
  readonly outcome: string;
  readonly calls: number;
  /** Those among them that took tokens and for which the server did not say how many. */
  readonly uncounted: number;
  /** As the server counted them. Of a request that may have been worked on for nothing, the tokens of its prompt. */
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** What came of every request that the evaluations of a family, or one evaluation, have sent to the model. */
export async function callCounts(
  db: Db,
  owner: 'tasks.family_id' | 'sessions.evaluation_id',
  ownerId: number,
): Promise<CallCount[]> {
  const calls = db
    .selectFrom('inference_calls')
    .innerJoin('tasks', 'tasks.id', 'inference_calls.task_id')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .leftJoin('call_failures', 'call_failures.call_id', 'inference_calls.id')
    .leftJoin('answers', 'answers.task_id', 'tasks.id')
    .where(owner, '=', ownerId)
    .select([
      'sessions.evaluation_id as evaluation_id',
      'answers.prompt_tokens as prompt_tokens',
      'answers.completion_tokens as completion_tokens',
      sql<string>`case when call_failures.code is not null then call_failures.code
        when answers.call_id = inference_calls.id then 'Answered'
        when answers.call_id is not null then 'Lost'
        else 'Open' end`.as('outcome'),
    ])
    .as('calls');
  const answered = sql<boolean>`calls.outcome = 'Answered'`;
  const took = sql<boolean>`calls.outcome in ('Answered', 'TimedOut', 'ConnectionReset', 'Lost')`;
  return await db
    .selectFrom(calls)
    .select([
      'calls.evaluation_id as evaluationId',
      'calls.outcome as outcome',
      sql<number>`count(*)`.as('calls'),
      sql<number>`count(*) filter (where ${took} and (calls.prompt_tokens is null
        or ${answered} and calls.completion_tokens is null))`.as('uncounted'),
      sql<number>`coalesce(sum(calls.prompt_tokens) filter (where ${took}), 0)::bigint`.as('promptTokens'),
      sql<number>`coalesce(sum(calls.completion_tokens) filter (where ${answered}), 0)::bigint`.as(
        'completionTokens',
      ),
    ])
    .groupBy(['calls.evaluation_id', 'calls.outcome'])
    .orderBy('calls.outcome')
    .execute();
}
