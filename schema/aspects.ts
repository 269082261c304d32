import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Means of what grades show apart, as quality and novelty, over the answers of a session that have it. */
export type AspectMeans = Readonly<Record<string, { readonly mean: number; readonly answers: number }>>;

/** By session; sessions whose skills have no aspects are not there. */
export async function aspectMeans(
  db: Db,
  sessionIds: readonly number[],
  graderVersion: number,
): Promise<Map<number, AspectMeans>> {
  if (sessionIds.length === 0) return new Map();
  const { rows } = await sql<{ sessionId: number; aspect: string; mean: number; answers: number }>`
    select tasks.session_id as "sessionId", aspect.key as aspect,
      avg(aspect.value::double precision) as mean, count(*) as answers
    from tasks
    join grades on grades.task_id = tasks.id and grades.grader_version = ${graderVersion}
    cross join lateral jsonb_each_text(grades.aspects) as aspect
    where tasks.session_id in (${sql.join(sessionIds)})
    group by tasks.session_id, aspect.key
    order by tasks.session_id, aspect.key desc`.execute(db);
  return new Map(
    [...Map.groupBy(rows, ({ sessionId }) => sessionId)].map(([sessionId, own]) => [
      sessionId,
      Object.fromEntries(own.map(({ aspect, mean, answers }) => [aspect, { mean, answers }])),
    ]),
  );
}

/** Novelty of each valid answer of sessions, with the pools that the session's scale has frozen. */
export async function validNovelties(db: Db, sessionIds: readonly number[], graderVersion: number) {
  if (sessionIds.length === 0) return [];
  return db
    .selectFrom('tasks')
    .innerJoin('grades', 'grades.task_id', 'tasks.id')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .innerJoin('scales', 'scales.id', 'sessions.scale_id')
    .where('tasks.session_id', 'in', sessionIds)
    .where('grades.grader_version', '=', graderVersion)
    .where('grades.cause', 'is', null)
    .where(sql<boolean>`grades.aspects ? 'novelty'`)
    .select([
      'tasks.session_id as sessionId',
      sql<number>`(grades.aspects ->> 'novelty')::double precision`.as('novelty'),
      sql<readonly number[] | null>`scales.content -> 'novelty' -> tasks.skill`.as('pool'),
    ])
    .execute();
}
