import { sql } from 'kysely';
import type { FailureCause } from '../domains/contract.ts';
import type { Db } from './database.ts';

/** Why no answer could be read: what its grade says, and apart from an answer without a form one without a word. */
export type UnreadCause = Exclude<FailureCause, 'WRONG'> | 'EMPTY';

/** How many answers of a session could not be read, by why; causes that did not occur are not there. */
export type UnreadCounts = Readonly<Partial<Record<UnreadCause, number>>>;

/** By session; sessions whose answers could all be read are not there. */
export async function unreadAnswers(
  db: Db,
  sessionIds: readonly number[],
  graderVersion: number,
): Promise<Map<number, UnreadCounts>> {
  if (sessionIds.length === 0) return new Map();
  const { rows } = await sql<{ sessionId: number; cause: UnreadCause; answers: number }>`
    select tasks.session_id as "sessionId",
      case when grades.cause = 'NO_ANSWER' and answers.text !~ '\\S' then 'EMPTY' else grades.cause end as cause,
      count(*) as answers
    from tasks
    join answers on answers.task_id = tasks.id
    join grades on grades.task_id = tasks.id and grades.grader_version = ${graderVersion}
    where tasks.session_id in (${sql.join(sessionIds)}) and grades.cause <> 'WRONG'
    group by 1, 2
    order by 1, 2`.execute(db);
  return new Map(
    [...Map.groupBy(rows, ({ sessionId }) => sessionId)].map(([sessionId, own]) => [
      sessionId,
      Object.fromEntries(own.map(({ cause, answers }) => [cause, answers])),
    ]),
  );
}
