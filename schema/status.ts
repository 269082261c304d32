import { sql } from 'kysely';
import { evaluationWorkflowId } from '../ids.ts';
import type { Db } from './database.ts';
import type { BlockState } from './practice-state.ts';

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
    .innerJoin('evaluations', 'evaluations.id', 'sessions.evaluation_id')
    .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .leftJoinLateral(
      (query) =>
        query
          .selectFrom('tasks')
          .leftJoin('answers', 'answers.task_id', 'tasks.id')
          .leftJoin('grades', 'grades.task_id', 'tasks.id')
          .select((select) => [
            select.fn.count<number>('tasks.id').distinct().as('tasks'),
            select.fn.count<number>('answers.task_id').distinct().as('answered'),
            select.fn.count<number>('grades.task_id').distinct().as('graded'),
          ])
          .whereRef('tasks.session_id', '=', 'sessions.id')
          .as('counted'),
      (join) => join.onTrue(),
    )
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
    .leftJoinLateral(
      (query) =>
        query
          .selectFrom('practice_blocks')
          .select([
            sql<number>`count(*) filter (where state->>'motive' <> 'final')`.as('blocks'),
            sql<BlockState | null>`(array_agg(state order by round desc))[1]`.as('state'),
          ])
          .whereRef('practice_blocks.session_id', '=', 'sessions.id')
          .as('practised'),
      (join) => join.onTrue(),
    )
    .select([
      'sessions.id as sessionId',
      'sessions.evaluation_id as evaluationId',
      'sessions.domain as domain',
      'sessions.state as state',
      'sessions.stop_reason as stopReason',
      'sessions.practice_stop_reason as practiceStopReason',
      'sessions.paused_reason as pausedReason',
      sql<number>`counted.tasks`.as('tasks'),
      sql<number>`counted.answered`.as('answered'),
      sql<number>`counted.graded`.as('graded'),
      'latest.theta as theta',
      'latest.sd as sd',
      'protocols.depth as depth',
      sql<boolean>`suites.content ? 'practice'`.as('practises'),
      sql<number>`practised.blocks`.as('blocks'),
      'practised.state as block',
    ])
    .where('sessions.evaluation_id', 'in', [...evaluationIds])
    .orderBy('sessions.evaluation_id')
    .orderBy('sessions.domain')
    .execute();
}

export type SessionProgress = Awaited<ReturnType<typeof sessionProgress>>[number];
