import type { Db } from '../../schema/database.ts';
import type { Family } from '../../schema/families.ts';
import { addCheckpoint, openSession } from '../schema/seed.ts';
import { taskRow } from '../support/task-row.ts';

/** A completed evaluation whose creative session has these texts as answers to tasks of one skill. Returns the tasks' ids. */
export async function addAnswers(
  db: Db,
  family: Family,
  label: string,
  texts: readonly string[],
  {
    skill = 'D1',
    reference = {},
    finishReasons = [],
  }: {
    readonly skill?: string;
    readonly reference?: unknown;
    /** One for each text, `stop` where there is none. */
    readonly finishReasons?: readonly string[];
  } = {},
): Promise<{
  readonly evaluationId: number;
  readonly sessionId: number;
  readonly taskIds: readonly number[];
}> {
  const { evaluationId } = await addCheckpoint(db, family.id, label);
  const reasoning = await openSession(db, evaluationId);
  const { scale_id } = await db
    .selectFrom('sessions')
    .select('scale_id')
    .where('id', '=', reasoning)
    .executeTakeFirstOrThrow();
  const { id: sessionId } = await db
    .insertInto('sessions')
    .values({ evaluation_id: evaluationId, domain: 'creative', scale_id, state: 'completed' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const tasks = await db
    .insertInto('tasks')
    .values(
      texts.map((_, index) => ({
        ...taskRow(sessionId, family.id, index),
        skill,
        prompt: `Task ${index}`,
        reference: JSON.stringify(reference),
      })),
    )
    .returning('id')
    .execute();
  const taskIds = tasks.map(({ id }) => id);
  const calls = await db
    .insertInto('inference_calls')
    .values(
      taskIds.map((id) => ({
        task_id: id,
        call: 1,
        endpoint_id: family.endpoint_id,
        model: `${family.slug}-model`,
      })),
    )
    .returning(['id', 'task_id'])
    .execute();
  const callOf = new Map(calls.map(({ id, task_id }) => [task_id, id]));
  await db
    .insertInto('answers')
    .values(
      taskIds.map((id, index) => ({
        task_id: id,
        call_id: callOf.get(id)!,
        text: texts[index]!,
        finish_reason: finishReasons[index] ?? 'stop',
        latency_ms: 1,
      })),
    )
    .execute();
  await db.updateTable('evaluations').set({ state: 'completed' }).where('id', '=', evaluationId).execute();
  return { evaluationId, sessionId, taskIds };
}
