import type { Db } from './database.ts';

/** Graded placement tasks of a domain's completed evaluations, session by session in order of their tasks. */
export async function gradedPlacements(db: Db, domain: string, graderVersion: number) {
  return await db
    .selectFrom('tasks')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .innerJoin('evaluations', 'evaluations.id', 'sessions.evaluation_id')
    .innerJoin('grades', 'grades.task_id', 'tasks.id')
    .select([
      'tasks.session_id as sessionId',
      'tasks.skill as skill',
      'tasks.parameters as parameters',
      'tasks.features as features',
      'grades.score as score',
    ])
    .where('sessions.domain', '=', domain)
    .where('evaluations.state', '=', 'completed')
    .where('tasks.phase', '=', 'placement')
    .where('grades.grader_version', '=', graderVersion)
    .orderBy('tasks.session_id')
    .orderBy('tasks.ordinal')
    .execute();
}
