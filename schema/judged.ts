import { sql } from 'kysely';
import type { Db } from './database.ts';

/** The panels of these sessions with the names of their members, and why a session has none. */
export async function sessionPanels(db: Db, sessionIds: readonly number[]) {
  if (sessionIds.length === 0) return [];
  return await db
    .selectFrom('panels')
    .select([
      'panels.session_id as sessionId',
      'panels.skipped as skipped',
      sql<string[]>`(select coalesce(jsonb_agg(name order by name), '[]') from judges
        where panels.judge_ids @> to_jsonb(judges.id))`.as('judges'),
    ])
    .where('panels.session_id', 'in', [...sessionIds])
    .execute();
}

/** The judged tasks of these sessions that are graded, with what their grades show apart. */
export async function judgedGrades(db: Db, sessionIds: readonly number[], graderVersion: number) {
  if (sessionIds.length === 0) return [];
  return await db
    .selectFrom('tasks')
    .innerJoin('grades', 'grades.task_id', 'tasks.id')
    .select(['tasks.session_id as sessionId', 'tasks.skill as skill', 'grades.aspects as aspects'])
    .where('tasks.session_id', 'in', [...sessionIds])
    .where('tasks.phase', '=', 'judged')
    .where('grades.grader_version', '=', graderVersion)
    .orderBy('tasks.id')
    .execute();
}
