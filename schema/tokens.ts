import { sql } from 'kysely';
import type { Db } from './database.ts';

/**
 * Tokens of every answered task, as the endpoint counted them; where it did not, a quarter of the bytes of what was
 * sent (notebook included) or answered stands in, and `estimated` is true. A subquery, to be joined by `task_id`.
 */
export function answerTokens(db: Db) {
  return db
    .selectFrom('answers')
    .innerJoin('tasks', 'tasks.id', 'answers.task_id')
    .leftJoin('notebooks', (join) =>
      join
        .onRef('notebooks.session_id', '=', 'tasks.session_id')
        .onRef('notebooks.round', '=', 'tasks.round')
        .onRef('notebooks.skill', '=', 'tasks.skill'),
    )
    .select([
      'answers.task_id as task_id',
      sql<number>`coalesce(answers.prompt_tokens,
        ceil((octet_length(tasks.prompt) + coalesce(octet_length(notebooks.text), 0)) / 4.0))::bigint`.as(
        'prompt_tokens',
      ),
      sql<number>`coalesce(answers.completion_tokens, ceil(octet_length(answers.text) / 4.0))::bigint`.as(
        'completion_tokens',
      ),
      sql<boolean>`(answers.prompt_tokens is null or answers.completion_tokens is null)`.as('estimated'),
    ])
    .as('counted');
}
