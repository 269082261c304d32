import { describe, expect, it } from 'vitest';
import type { ProviderErrorCode } from '../../providers/contract.ts';
import * as attempts from '../../schema/attempts.ts';
import { closeRun } from '../../schema/evaluations.ts';
import { taskRow } from '../support/task-row.ts';
import { addCheckpoint, addTasks, openSession, registerFamily, useDatabase } from './seed.ts';

describe('attempts', () => {
  const database = useDatabase();

  async function newSession() {
    const { db } = database;
    const family = await registerFamily(db);
    const { evaluationId } = await addCheckpoint(db, family.id, 'a', { step: 1 });
    const sessionId = await openSession(db, evaluationId);
    const session = { sessionId, familyId: family.id };
    async function fail(taskId: number, codes: readonly ProviderErrorCode[], from = 1): Promise<void> {
      for (const [index, code] of codes.entries()) {
        const callId = await attempts.insertCall(db, {
          taskId,
          call: from + index,
          endpointId: family.endpoint_id,
          model: 'm',
        });
        await attempts.insertCallFailure(db, { call_id: callId, code, message: `${code} ${index}` });
      }
    }
    async function answer(taskId: number, text = 'ok', call = 1): Promise<void> {
      const callId = await attempts.insertCall(db, {
        taskId,
        call,
        endpointId: family.endpoint_id,
        model: 'm',
      });
      const usage = { prompt_tokens: 1, completion_tokens: 1, reasoning_tokens: null };
      await attempts.insertAnswer(db, {
        task_id: taskId,
        call_id: callId,
        text,
        finish_reason: 'stop',
        ...usage,
        latency_ms: 1,
      });
    }
    const unanswered = (round = 1) => attempts.unansweredTasks(db, sessionId, round);
    return { ...session, evaluationId, fail, answer, unanswered };
  }

  it('count every failed call as a strike but those that were asked to wait or cancelled', async () => {
    const { fail, unanswered, ...session } = await newSession();
    const [struck = 0, spared = 0] = await addTasks(database.db, session, [0, 1]);
    await fail(struck, ['Unavailable', 'Throttled', 'TimedOut', 'Cancelled', 'Unavailable']);
    await fail(spared, ['Throttled', 'Cancelled']);
    expect(await unanswered()).toMatchObject([
      { taskId: struck, callsMade: 5, strikes: 3, timeouts: 1 },
      { taskId: spared, callsMade: 2, strikes: 0, timeouts: 0 },
    ]);
  });

  it('forget the strikes of earlier openings, and count calls on', async () => {
    const { fail, unanswered, evaluationId, ...session } = await newSession();
    const [taskId = 0] = await addTasks(database.db, session, [0]);
    await fail(taskId, Array(attempts.failedCallsMax).fill('Unavailable'));
    expect(await unanswered()).toMatchObject([{ strikes: 8, callsMade: 8 }]);
    await database.db
      .transaction()
      .execute((transaction) => closeRun(transaction, evaluationId, 'run-1', 'failed', null));
    await openSession(database.db, evaluationId, 'run-2');
    expect(await unanswered()).toMatchObject([{ strikes: 0, callsMade: 8 }]);
    await fail(taskId, ['Unavailable'], 9);
    expect(await unanswered()).toMatchObject([{ strikes: 1, callsMade: 9 }]);
  });

  it('that timed out on all their calls are closed as cut answers when others were answered', async () => {
    const { fail, answer, unanswered, ...session } = await newSession();
    const ids = await addTasks(database.db, session, [0, 1, 2, 3]);
    const [looping = 0, failing = 0, trying = 0, answered = 0] = ids;
    await fail(looping, Array(attempts.failedCallsMax).fill('TimedOut'));
    await fail(failing, [...Array(attempts.failedCallsMax - 1).fill('TimedOut'), 'Unavailable']);
    await fail(trying, Array(attempts.failedCallsMax - 1).fill('TimedOut'));
    await attempts.closeTimedOutTasks(database.db, session.sessionId, await unanswered());
    expect(await unanswered(), 'nobody else was answered').toHaveLength(4);
    await answer(answered);
    await attempts.closeTimedOutTasks(database.db, session.sessionId, await unanswered());
    await attempts.closeTimedOutTasks(database.db, session.sessionId, await unanswered());
    expect((await unanswered()).map((task) => task.taskId)).toEqual([failing, trying]);
    const closed = await attempts.ungradedAnswers(database.db, session.sessionId, 1, 1);
    expect(closed.find((row) => row.taskId === looping)).toMatchObject({
      text: '',
      finishReason: 'timed-out',
    });
  });

  it('closed as cut answers do not count as proof that the endpoint answers', async () => {
    const { fail, answer, unanswered, ...session } = await newSession();
    const [first = 0, second = 0] = await addTasks(database.db, session, [0, 1]);
    const [other = 0] = await addTasks(database.db, session, [2], 2);
    await answer(other);
    await fail(first, Array(attempts.failedCallsMax).fill('TimedOut'));
    await attempts.closeTimedOutTasks(database.db, session.sessionId, await unanswered());
    expect((await unanswered()).map((task) => task.taskId)).toEqual([second]);
    await database.db.deleteFrom('answers').where('task_id', '=', other).execute();
    await fail(second, Array(attempts.failedCallsMax).fill('TimedOut'));
    await attempts.closeTimedOutTasks(database.db, session.sessionId, await unanswered());
    expect((await unanswered()).map((task) => task.taskId)).toEqual([second]);
  });

  it('are written once: a second round, answer or grade changes nothing', async () => {
    const { answer, fail: _, unanswered: __, ...session } = await newSession();
    const { sessionId, familyId } = session;
    const rows = [taskRow(sessionId, familyId, 1), taskRow(sessionId, familyId, 0)];
    await attempts.insertTasks(database.db, rows);
    await attempts.insertTasks(database.db, [
      { ...rows[0]!, prompt: 'another' },
      taskRow(sessionId, familyId, 2),
    ]);
    const tasks = await database.db
      .selectFrom('tasks')
      .select(['id', 'prompt', 'ordinal'])
      .where('session_id', '=', sessionId)
      .orderBy('ordinal')
      .execute();
    expect(tasks.map((task) => task.ordinal)).toEqual([0, 1, 2]);
    expect(tasks[1]?.prompt).toBe(rows[0]?.prompt);
    const taskId = tasks[0]!.id;
    await answer(taskId, 'first', 1);
    await answer(taskId, 'second', 2);
    const grade = { task_id: taskId, grader_version: 1, cause: null };
    await attempts.insertGrades(database.db, [{ ...grade, category: 4, score: 1 }]);
    await attempts.insertGrades(database.db, [{ ...grade, category: 0, score: 0 }]);
    const [attempt] = await attempts.attemptsOf(database.db, sessionId, 1);
    expect(attempt).toMatchObject({ answeredTaskId: taskId, score: 1, category: 4 });
    expect(await attempts.ungradedAnswers(database.db, sessionId, 1, 1)).toEqual([]);
    expect(await attempts.ungradedAnswers(database.db, sessionId, 1, 2)).toMatchObject([{ text: 'first' }]);
  });
});
