import { sql } from 'kysely';
import { evaluationWorkflowId } from '../ids.ts';
import type { Db } from './database.ts';

/** Current evaluations of a family under every protocol it is followed with, in checkpoint order. */
export async function evaluationStates(db: Db, familyId: number) {
  const rows = await db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('families', 'families.id', 'checkpoints.family_id')
    .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id')
    .select([
      'evaluations.id as evaluationId',
      'evaluations.state as state',
      'evaluations.run as run',
      'evaluations.failure_code as failureCode',
      'evaluations.failure_message as failureMessage',
      'evaluations.opened_at as openedAt',
      'evaluations.closed_at as closedAt',
      'families.slug as family',
      'checkpoints.label as label',
      'checkpoints.step as step',
      'checkpoints.digest as checkpointDigest',
      'protocols.digest as protocolDigest',
      'protocols.depth as depth',
    ])
    .where('checkpoints.family_id', '=', familyId)
    .where('evaluations.current', '=', true)
    .orderBy('checkpoints.step', (order) => order.asc().nullsLast())
    .orderBy('evaluations.id')
    .execute();
  return rows.map((row) => ({ ...row, digest: row.checkpointDigest, workflowId: evaluationWorkflowId(row) }));
}

/** How far each session of these evaluations is: tasks, answers, grades, and the ability so far. */
export async function sessionProgress(db: Db, evaluationIds: readonly number[]) {
  if (evaluationIds.length === 0) return [];
  return await db
    .selectFrom('sessions')
    .leftJoin('tasks', 'tasks.session_id', 'sessions.id')
    .leftJoin('answers', 'answers.task_id', 'tasks.id')
    .leftJoin('grades', 'grades.task_id', 'tasks.id')
    .leftJoinLateral(
      (query) =>
        query
          .selectFrom('abilities')
          .select(['abilities.theta as theta', 'abilities.sd as sd'])
          .whereRef('abilities.session_id', '=', 'sessions.id')
          .orderBy('abilities.position', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .select((select) => [
      'sessions.id as sessionId',
      'sessions.evaluation_id as evaluationId',
      'sessions.domain as domain',
      'sessions.state as state',
      'sessions.stop_reason as stopReason',
      'sessions.paused_reason as pausedReason',
      select.fn.count<number>('tasks.id').distinct().as('tasks'),
      select.fn.count<number>('answers.task_id').distinct().as('answered'),
      select.fn.count<number>('grades.task_id').distinct().as('graded'),
      sql<number | null>`max(latest.theta)`.as('theta'),
      sql<number | null>`max(latest.sd)`.as('sd'),
    ])
    .where('sessions.evaluation_id', 'in', [...evaluationIds])
    .groupBy('sessions.id')
    .orderBy('sessions.evaluation_id')
    .orderBy('sessions.domain')
    .execute();
}
