import { type Expression, sql } from 'kysely';
import type { Db } from './database.ts';

/** Joins `tasks` with the notebook that the task's round shows for its skill. */
export const notebookOfTask = sql<boolean>`notebooks.session_id = tasks.session_id
  and notebooks.round = tasks.round and notebooks.skill = tasks.skill`;

/** Bytes of what a task sends: its prompt, and its notebook with the blank line in between if there is one. */
const bytesSent = sql<number>`(octet_length(tasks.prompt)
  + case when notebooks.text <> '' then octet_length(notebooks.text) + 2 else 0 end)`;

/**
 * Tokens of every answered task, as the endpoint counted them; where it did not, a quarter of the bytes of what was
 * sent (notebook included) or answered stands in, and `estimated` is true. A subquery, to be joined by `task_id`.
 */
export function answerTokens(db: Db) {
  return db
    .selectFrom('answers')
    .innerJoin('tasks', 'tasks.id', 'answers.task_id')
    .leftJoin('notebooks', (join) => join.on(notebookOfTask))
    .select([
      'answers.task_id as task_id',
      sql<number>`coalesce(answers.prompt_tokens, ceil(${bytesSent} / 4.0))::bigint`.as('prompt_tokens'),
      sql<number>`coalesce(answers.completion_tokens, ceil(octet_length(answers.text) / 4.0))::bigint`.as(
        'completion_tokens',
      ),
      sql<boolean>`(answers.prompt_tokens is null or answers.completion_tokens is null)`.as('estimated'),
      bytesSent.as('bytes_sent'),
    ])
    .as('counted');
}

/**
 * What every task of these sessions that was sent has cost, by `task_id`: its prompt once for each request that a server
 * may have worked on (answered, lost with its worker or its connection, or timed out, not one that was refused), and its
 * answer, which of the others nobody knows. Beside it what the answered request took alone; null before there is an answer. A subquery,
 * restricted inside: a restriction of the query around it would not reach in, and all calls ever made would be summed.
 */
export function taskCosts(db: Db, sessions: Expression<number>) {
  return db
    .selectFrom('inference_calls')
    .innerJoin('tasks', 'tasks.id', 'inference_calls.task_id')
    .leftJoin('notebooks', (join) => join.on(notebookOfTask))
    .leftJoin('call_failures', 'call_failures.call_id', 'inference_calls.id')
    .leftJoin(answerTokens(db), 'counted.task_id', 'inference_calls.task_id')
    .where('tasks.session_id', 'in', sessions)
    .select([
      'inference_calls.task_id as task_id',
      sql<number>`count(*)`.as('requests'),
      sql<number>`coalesce(sum(coalesce(counted.prompt_tokens, ceil(${bytesSent} / 4.0)))
        filter (where call_failures.code is null or call_failures.code in ('TimedOut', 'ConnectionReset')), 0)::bigint`.as(
        'prompt_tokens',
      ),
      sql<number | null>`max(counted.completion_tokens)`.as('completion_tokens'),
      sql<number | null>`max(counted.prompt_tokens)`.as('answered_prompt_tokens'),
      sql<number | null>`max(counted.bytes_sent)`.as('answered_bytes'),
    ])
    .groupBy('inference_calls.task_id')
    .as('costs');
}

/** What a session has spent so far, and what that says about what its next tasks will take. */
export interface Spending {
  /** Of all requests that a server may have worked on, repeated ones included. */
  readonly tokens: number;
  /** Prompt tokens a byte sent; null before the first answer. */
  readonly tokensPerByte: number | null;
  /** Tokens of the longest answer; null before the first. */
  readonly completionMax: number | null;
}

export async function sessionSpending(db: Db, sessionId: number): Promise<Spending> {
  const session = db.selectFrom('sessions').select('sessions.id').where('sessions.id', '=', sessionId);
  return await db
    .selectFrom(taskCosts(db, session.$asScalar()))
    .select([
      sql<number>`coalesce(sum(costs.prompt_tokens + coalesce(costs.completion_tokens, 0)), 0)::bigint`.as(
        'tokens',
      ),
      sql<
        number | null
      >`(sum(costs.answered_prompt_tokens) / nullif(sum(costs.answered_bytes), 0))::float8`.as(
        'tokensPerByte',
      ),
      sql<number | null>`max(costs.completion_tokens)`.as('completionMax'),
    ])
    .executeTakeFirstOrThrow();
}
