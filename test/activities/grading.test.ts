import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { createGrading } from '../../activities/grading.ts';
import { findSkill } from '../../domains/catalogue.ts';
import type { RunTrial } from '../../domains/execution.ts';
import { generateTask, referenceText } from '../../domains/task.ts';
import { createSandbox, defaultLimits } from '../../sandbox/sandbox.ts';
import { insertAnswer, insertCall } from '../../schema/attempts.ts';
import { addCheckpoint, openSession, registerFamily, useDatabase } from '../schema/seed.ts';
import { taskRow } from '../support/task-row.ts';
import { activityEnvironment } from './activity-environment.ts';

const database = useDatabase();
const sandbox = createSandbox({ ...defaultLimits, timeMs: 10_000 }, 1);
afterAll(() => sandbox.close());

it('runs answers that are programs, tells the server meanwhile that it lives, and grades once', async () => {
  const { db } = database;
  const { skill } = findSkill('code/A2');
  const task = generateTask('code', skill, {}, 'graded');
  const family = await registerFamily(db);
  const { evaluationId } = await addCheckpoint(db, family.id, 'a');
  const sessionId = await openSession(db, evaluationId);
  // No suite has programs yet: the session is made one of the domain that has.
  await sql`update sessions set domain = 'code' where id = ${sessionId}`.execute(db);
  const { id: taskId } = await db
    .insertInto('tasks')
    .values({
      ...taskRow(sessionId, family.id, 0),
      skill: 'A2',
      prompt: task.prompt,
      reference: JSON.stringify(task.reference),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const callId = await insertCall(db, { taskId, call: 1, endpointId: family.endpoint_id, model: 'm' });
  await insertAnswer(db, {
    task_id: taskId,
    call_id: callId,
    text: referenceText(skill, task.reference),
    finish_reason: 'stop',
    latency_ms: 1,
  });

  let beats = 0;
  const environment = activityEnvironment();
  environment.on('heartbeat', () => beats++);
  const run: RunTrial = async (trial) => {
    while (beats === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    return sandbox.run(trial);
  };
  const { gradePrograms } = createGrading({ db, run, heartbeatTimeoutMs: 200 });
  const grade = () =>
    environment.run<[number, number], { graded: number }, typeof gradePrograms>(gradePrograms, sessionId, 1);
  expect(await grade()).toEqual({ graded: 1 });
  expect(await grade()).toEqual({ graded: 0 });
  expect(await db.selectFrom('grades').select(['score', 'cause']).execute()).toEqual([
    { score: 1, cause: null },
  ]);
});
