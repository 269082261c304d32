import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import { workflowBundle } from '../../engine/workflow-bundle.ts';
import { queueName } from '../../ids.ts';
import type { evaluateDomain } from '../../workflows/evaluate-domain.ts';
import { temporalAddress } from '../support/engine.ts';
import { quietRuntime } from './quiet-runtime.ts';

const dayMs = 24 * 3_600_000;

it('pauses a session whose endpoint asks to wait past its schedule, and does not fail it', async () => {
  quietRuntime();
  const suffix = randomUUID().slice(0, 8);
  const calls: string[] = [];
  const activities = {
    generateTasks: async () => ({ stop: false, sessionId: 7, round: 1 }),
    pauseSession: async (sessionId: number) => void calls.push(`pause ${sessionId}`),
    inferAnswers: async () => {
      calls.push('infer');
      throw ApplicationFailure.create({
        type: 'Throttled',
        message: 'come back the day after tomorrow',
        nextRetryDelay: 2 * dayMs,
      });
    },
  };
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const codePath = await workflowBundle(path.join(inject('temporaryDirectory'), 'workers', 'cache'));
  const workers = await Promise.all([
    Worker.create({
      connection,
      taskQueue: queueName('control', suffix),
      workflowBundle: { codePath },
      activities,
    }),
    Worker.create({ connection, taskQueue: queueName('infer', suffix), activities }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run()));
  const clientConnection = await Connection.connect({ address: temporalAddress() });
  onTestFinished(async () => {
    for (const worker of workers) worker.shutdown();
    await running;
    await clientConnection.close();
    await connection.close();
  });

  const handle = await new Client({ connection: clientConnection }).workflow.start<typeof evaluateDomain>(
    'evaluateDomain',
    {
      workflowId: `domain-${suffix}`,
      taskQueue: queueName('control', suffix),
      args: [{ evaluationId: 1, domain: 'reasoning', heartbeatTimeoutMs: 5_000 }],
    },
  );
  onTestFinished(async () => void (await handle.terminate('the test is over')));
  await vi.waitUntil(() => calls.includes('pause 7'), { timeout: 20_000 });
  expect(calls).toEqual(['infer', 'pause 7']);
  expect((await handle.describe()).status.name).toBe('RUNNING');
});
