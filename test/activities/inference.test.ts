import { setTimeout as sleep } from 'node:timers/promises';
import type { ApplicationFailure } from '@temporalio/common';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnections } from '../../activities/connections.ts';
import { withFailures } from '../../activities/failure.ts';
import { createGrading } from '../../activities/grading.ts';
import { createInference } from '../../activities/inference.ts';
import { unansweredTasks } from '../../schema/attempts.ts';
import { addCheckpoint, addTasks, openSession, registerFamily, useDatabase } from '../schema/seed.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { noSandbox } from '../support/no-sandbox.ts';
import { activityEnvironment } from './activity-environment.ts';

describe('asking the model', () => {
  const database = useDatabase();
  let server: ModelServer;
  let connections: ReturnType<typeof createConnections>;
  beforeEach(async () => {
    server = await startModelServer();
    connections = createConnections({
      requestTimeoutMs: 250,
      keyVariables: [],
      environment: {},
      addresses: 'private',
    });
  });
  afterEach(async () => {
    await connections.close();
    await server.close();
  });

  async function newSession(tasks: number, settings: { connections?: number; maxTokens?: number } = {}) {
    const { db } = database;
    const family = await registerFamily(db, { endpoint: server.url, model: 'm-{step}', ...settings });
    const { evaluationId } = await addCheckpoint(db, family.id, 'a', { step: 7 });
    const sessionId = await openSession(db, evaluationId);
    const ordinals = Array.from({ length: tasks }, (_, ordinal) => ordinal);
    const taskIds = await addTasks(db, { sessionId, familyId: family.id }, ordinals);
    const { inferAnswers } = withFailures(
      createInference({
        db,
        connect: (endpoint) => connections.connect(endpoint),
        heartbeatTimeoutMs: 2_000,
      }),
    );
    const ask = (environment = activityEnvironment()) =>
      environment.run<[number, number], { answered: number }, typeof inferAnswers>(
        inferAnswers,
        sessionId,
        1,
      );
    const failure = () =>
      ask().then(
        () => null,
        (error: ApplicationFailure) => error,
      );
    const calls = () =>
      db
        .selectFrom('inference_calls')
        .leftJoin('call_failures', 'call_failures.call_id', 'inference_calls.id')
        .select(['task_id', 'call', 'model', 'code', 'status'])
        .where('task_id', 'in', taskIds)
        .orderBy('inference_calls.id')
        .execute();
    const answers = () =>
      db.selectFrom('answers').selectAll().where('task_id', 'in', taskIds).orderBy('task_id').execute();
    const open = () => unansweredTasks(db, sessionId, 1);
    return { endpointId: family.endpoint_id, sessionId, taskIds, ask, failure, calls, answers, open };
  }

  it('puts every open task once, as the protocol says, and keeps the answers', async () => {
    const { ask, calls, answers, taskIds, sessionId } = await newSession(3, { maxTokens: 77 });
    server.otherwise((request) => ({
      kind: 'answer',
      text: `to ${JSON.stringify(request.body.messages)}`,
      usage: { prompt_tokens: 5, completion_tokens: 6 },
    }));
    expect(await ask()).toEqual({ answered: 3 });
    expect(server.requests.map(({ body, model }) => [model, body.max_tokens, body.temperature])).toEqual(
      Array(3).fill(['m-7', 77, 0]),
    );
    expect(new Set(server.requests.map(({ body }) => body.seed)).size).toBe(3);
    const stored = await answers();
    expect(stored.map((row) => row.task_id)).toEqual(taskIds);
    for (const [ordinal, row] of stored.entries()) {
      expect(row.text).toContain(`Task ${ordinal} of session ${sessionId}.`);
      expect(row).toMatchObject({
        finish_reason: 'stop',
        prompt_tokens: 5,
        completion_tokens: 6,
        reasoning_tokens: null,
      });
    }
    expect(await ask()).toEqual({ answered: 0 });
    expect(server.requests).toHaveLength(3);
    expect(await calls()).toMatchObject(Array(3).fill({ call: 1, model: 'm-7', code: null }));
  });

  it('sends no request before the request is counted', async () => {
    const { ask, calls } = await newSession(2);
    let asked: Promise<unknown> = Promise.resolve();
    await database.db.transaction().execute(async (transaction) => {
      await sql`lock table inference_calls in exclusive mode`.execute(transaction);
      asked = ask();
      await sleep(400);
      expect(server.requests).toHaveLength(0);
    });
    await asked;
    expect(server.requests).toHaveLength(2);
    expect(await calls()).toHaveLength(2);
  });

  it('counts a request whose connection was closed, and sends another at once', async () => {
    const { ask, calls, answers } = await newSession(1);
    server.next({ kind: 'drop', when: 'after' }, { kind: 'drop', when: 'before' });
    expect(await ask()).toEqual({ answered: 1 });
    expect(server.requests.map(({ worked }) => worked)).toEqual([true, false, true]);
    expect(await calls()).toMatchObject([
      { call: 1, code: 'ConnectionReset', status: null },
      { call: 2, code: 'ConnectionReset', status: null },
      { call: 3, code: null },
    ]);
    expect(await answers()).toHaveLength(1);
  });

  it('strikes a task whose connections are closed again and again, once in four requests', async () => {
    const { failure, calls, open } = await newSession(1);
    server.otherwise({ kind: 'drop', when: 'before' });
    expect(await failure()).toMatchObject({ type: 'Unavailable', nonRetryable: false });
    expect((await calls()).map(({ code }) => code)).toEqual([
      ...Array(3).fill('ConnectionReset'),
      'Unavailable',
    ]);
    expect(await open()).toMatchObject([{ callsMade: 4, strikes: 1 }]);
  });

  it('fails at once where a quota is used up for longer than anybody waits, and says when to go on', async () => {
    const { failure, calls } = await newSession(3, { connections: 1 });
    server.next({ kind: 'status', status: 429, headers: { 'retry-after': String(5 * 3_600) } });
    const refused = await failure();
    expect(refused).toMatchObject({ type: 'QuotaExhausted', nonRetryable: true });
    expect(refused?.message).toMatch(
      /asks to wait.*, until (\d{4}-\d\d-\d\d )?\d\d:\d\d UTC: go on then with `etude evaluate family-\d+ --checkpoint a`$/,
    );
    expect(server.requests, 'the tasks behind it are not sent').toHaveLength(1);
    expect(await failure(), 'who goes on too early sends nothing').toMatchObject({ type: 'QuotaExhausted' });
    expect(server.requests).toHaveLength(1);
    expect(await calls()).toMatchObject([{ code: 'Throttled', status: 429 }]);
  });

  it('waits as long as the server asks, without a strike', async () => {
    const { failure, ask, open, calls, endpointId } = await newSession(1);
    server.next({ kind: 'status', status: 429, headers: { 'retry-after': '1' } });
    const refused = await failure();
    expect(refused).toMatchObject({ type: 'Throttled', nonRetryable: false });
    expect(Number(refused?.nextRetryDelay)).toBeGreaterThanOrEqual(1_000);
    expect(await open()).toMatchObject([{ callsMade: 1, strikes: 0 }]);
    const endpoint = await database.db
      .selectFrom('endpoints')
      .select('not_before')
      .where('id', '=', endpointId)
      .executeTakeFirstOrThrow();
    expect(endpoint.not_before!.getTime()).toBeGreaterThan(Date.now());
    // Another process, which knows nothing of the refusal but the row, waits too.
    await connections.close();
    connections = createConnections({
      requestTimeoutMs: 250,
      keyVariables: [],
      environment: {},
      addresses: 'private',
    });
    expect(await ask()).toEqual({ answered: 1 });
    const [first, second] = server.requests;
    expect(second!.receivedAtMs - first!.receivedAtMs).toBeGreaterThanOrEqual(950);
    expect(await calls()).toMatchObject([
      { code: 'Throttled', status: 429 },
      { call: 2, code: null },
    ]);
  });

  it('gives a task up after eight failed calls, with longer waits from one to the next', async () => {
    const { failure, calls, open } = await newSession(1);
    server.otherwise({ kind: 'status', status: 500 });
    const waits: number[] = [];
    for (let strike = 1; strike <= 7; strike++) {
      const failed = await failure();
      expect(failed).toMatchObject({ type: 'Unavailable', nonRetryable: false });
      waits.push(Number(failed?.nextRetryDelay));
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
    expect(await failure(), 'nothing is left to ask').toBeNull();
    expect(await failure()).toBeNull();
    expect(server.requests).toHaveLength(8);
    expect((await calls()).map(({ call, code }) => [call, code])).toEqual(
      Array.from({ length: 8 }, (_, index) => [index + 1, 'Unavailable']),
    );
    expect(await open()).toMatchObject([{ strikes: 8 }]);
  });

  it.each([
    [401, 'AuthenticationFailed'],
    [404, 'ModelNotFound'],
    [400, 'InvalidRequest'],
  ])('does not try again after a %i', async (status, type) => {
    const { failure, answers } = await newSession(2, { connections: 1 });
    server.next(
      { kind: 'answer', text: 'kept' },
      { kind: 'status', status, body: { error: { message: 'no' } } },
    );
    expect(await failure()).toMatchObject({ type, nonRetryable: true });
    expect((await answers()).map((row) => row.text)).toEqual(['kept']);
  });

  it('stores an answer with a NUL in it', async () => {
    const { ask, answers } = await newSession(1);
    server.next({ kind: 'answer', text: 'a\0b \u{1F600}\n' });
    await ask();
    expect((await answers())[0]?.text).toBe('a\u{FFFD}b \u{1F600}\n');
  });

  it('closes a task that always times out as truncated once others are answered', async () => {
    const { ask, failure, answers, sessionId, taskIds } = await newSession(2);
    server.otherwise(({ body }) =>
      JSON.stringify(body).includes('Task 0 ') ? { kind: 'hang' } : { kind: 'answer', text: 'ok' },
    );
    for (let call = 1; call <= 7; call++) expect(await failure()).toMatchObject({ type: 'TimedOut' });
    await ask();
    expect(await answers()).toMatchObject([
      { task_id: taskIds[0], text: '', finish_reason: 'timed-out', completion_tokens: null },
      { task_id: taskIds[1], text: 'ok' },
    ]);
    const { gradeAnswers } = createGrading({ ...database, run: noSandbox, heartbeatTimeoutMs: 2_000 });
    await gradeAnswers(sessionId, 1);
    const grade = await database.db
      .selectFrom('grades')
      .select(['score', 'cause'])
      .where('task_id', '=', taskIds[0]!)
      .executeTakeFirst();
    expect(grade).toEqual({ score: 0, cause: 'TRUNCATED' });
  });

  it('sends nothing more once it is cancelled, and strikes nothing', async () => {
    const { ask, calls, open } = await newSession(3, { connections: 1 });
    server.otherwise({ kind: 'hang' });
    const environment = activityEnvironment();
    const asked = ask(environment).then(
      () => null,
      (error: unknown) => error,
    );
    while (server.requests.length === 0) await sleep(5);
    environment.cancel();
    expect(await asked).toMatchObject({ type: 'Cancelled', nonRetryable: false });
    await sleep(300);
    expect(server.requests).toHaveLength(1);
    expect(await calls()).toMatchObject([{ call: 1, code: 'Cancelled' }]);
    expect(await open()).toMatchObject([{ strikes: 0 }, { strikes: 0 }, { strikes: 0 }]);
  });

  it('survives an attempt that was thought dead and asks the same tasks at the same time', async () => {
    const { ask, calls, answers } = await newSession(4);
    server.otherwise({ kind: 'answer', text: 'ok', delayMs: 50 });
    const outcomes = await Promise.all([ask(), ask()]);
    expect(outcomes).toEqual([{ answered: 4 }, { answered: 4 }]);
    expect(await answers()).toHaveLength(4);
    expect((await calls()).length).toBe(server.requests.length);
  });

  it('beats while it waits, so that it is not taken for dead', async () => {
    const { sessionId } = await newSession(1);
    server.next({ kind: 'answer', text: 'ok', delayMs: 200 });
    const { inferAnswers } = createInference({
      db: database.db,
      connect: connections.connect,
      heartbeatTimeoutMs: 100,
    });
    const environment = activityEnvironment();
    let beats = 0;
    environment.on('heartbeat', () => beats++);
    await environment.run<[number, number], { answered: number }, typeof inferAnswers>(
      inferAnswers,
      sessionId,
      1,
    );
    expect(beats).toBeGreaterThanOrEqual(3);
  });
});
