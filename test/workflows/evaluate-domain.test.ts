import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { beforeAll, expect, inject, it, onTestFinished, vi } from 'vitest';
import { workflowBundle } from '../../engine/workflow-bundle.ts';
import { queueName, type Role, roles } from '../../ids.ts';
import type { evaluateDomain } from '../../workflows/evaluate-domain.ts';
import { temporalAddress } from '../support/engine.ts';
import { quietRuntime } from './quiet-runtime.ts';

const dayMs = 24 * 3_600_000;

beforeAll(() => quietRuntime());

it('pauses a session whose endpoint asks to wait past its schedule, and does not fail it', async () => {
  const calls: string[] = [];
  const { start } = await sessionOf({
    control: {
      generateTasks: async () => ({ stop: false, sessionId: 7, round: 1, runsPrograms: false }),
      pauseSession: async (sessionId: number) => void calls.push(`pause ${sessionId}`),
    },
    infer: {
      inferAnswers: async () => {
        calls.push('infer');
        throw ApplicationFailure.create({
          type: 'Throttled',
          message: 'come back the day after tomorrow',
          nextRetryDelay: 2 * dayMs,
        });
      },
    },
    grading: { gradePrograms: async () => void calls.push('grade') },
  });
  const handle = await start();
  await vi.waitUntil(() => calls.includes('pause 7'), { timeout: 20_000 });
  expect(calls).toEqual(['infer', 'pause 7']);
  expect((await handle.describe()).status.name).toBe('RUNNING');
});

it('has answers that are programs graded on a queue of their own, and others beside the workflow', async () => {
  const calls: string[] = [];
  const rounds = [
    { stop: false, sessionId: 7, round: 1, runsPrograms: true },
    { stop: false, sessionId: 7, round: 2, runsPrograms: false },
    // As generators said it before there was such a queue.
    { stop: false, sessionId: 7, round: 3 },
    { stop: true, reason: 'precise' },
  ];
  const { start } = await sessionOf({
    control: {
      generateTasks: async () => rounds.shift(),
      gradeAnswers: async (_session: number, round: number) => void calls.push(`here ${round}`),
    },
    infer: { inferAnswers: async (_session: number, round: number) => void calls.push(`infer ${round}`) },
    grading: { gradePrograms: async (_session: number, round: number) => void calls.push(`apart ${round}`) },
  });
  await (await start()).result();
  expect(calls).toEqual(['infer 1', 'apart 1', 'infer 2', 'here 2', 'infer 3', 'here 3']);
});

/** A session on queues of its own, each of which has these activities and no others. */
async function sessionOf(activities: Readonly<Partial<Record<Role, object>>>) {
  const suffix = randomUUID().slice(0, 8);
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const codePath = await workflowBundle(path.join(inject('temporaryDirectory'), 'workers', 'cache'));
  const workers = await Promise.all(
    roles.flatMap((role) => {
      const own = activities[role];
      if (own === undefined) return [];
      return Worker.create({
        connection,
        taskQueue: queueName(role, suffix),
        activities: own,
        ...(role === 'control' ? { workflowBundle: { codePath } } : {}),
      });
    }),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  const clientConnection = await Connection.connect({ address: temporalAddress() });
  onTestFinished(async () => {
    for (const worker of workers) worker.shutdown();
    await running;
    await clientConnection.close();
    await connection.close();
  });
  async function start() {
    const handle = await new Client({ connection: clientConnection }).workflow.start<typeof evaluateDomain>(
      'evaluateDomain',
      {
        workflowId: `domain-${suffix}`,
        taskQueue: queueName('control', suffix),
        args: [{ evaluationId: 1, domain: 'reasoning', heartbeatTimeoutMs: 5_000 }],
      },
    );
    // It may have ended by then.
    onTestFinished(async () => void (await handle.terminate('the test is over').catch(() => undefined)));
    return handle;
  }
  return { start };
}
