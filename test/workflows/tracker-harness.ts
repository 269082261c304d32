import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Client, Connection, WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import type { Discovery } from '../../activities/discovery.ts';
import type { Activities } from '../../activities/index.ts';
import { workflowBundle } from '../../engine/workflow-bundle.ts';
import { familyWorkflowId, queueName } from '../../ids.ts';
import { type Registration, registrationSchema } from '../../schema/registration.ts';
import type { TrackerInput, TrackerView } from '../../workflows/family-tracker.ts';
import type { trackFamily } from '../../workflows/track-family.ts';
import { temporalAddress } from '../support/engine.ts';
import { quietRuntime } from './quiet-runtime.ts';

/** What the activities of one family do; a test sets what it needs and leaves the rest. */
export interface FamilyScript {
  save?: () => Promise<{ created: boolean; everyMs: number }>;
  discover: () => Promise<Discovery>;
  identify?: (label: string) => Promise<void>;
}

export interface EvaluationScript {
  open?: () => Promise<void>;
  record?: () => Promise<void>;
}

type Scripted = Pick<
  Activities,
  | 'saveFamily'
  | 'changeTracking'
  | 'setFamilyState'
  | 'discoverCheckpoints'
  | 'identifyCheckpoint'
  | 'openEvaluation'
  | 'recordEfficiency'
  | 'failEvaluation'
>;

/** The real workflows on the run's Temporal server, over activities that do what the test says. */
export interface TrackerHarness {
  readonly client: Client;
  readonly queueSuffix: string;
  readonly taskQueue: string;
  readonly families: Map<string, FamilyScript>;
  readonly evaluations: Map<number, EvaluationScript>;
  /** Calls of activities with their subject, in order, as in `failEvaluation 3`. */
  readonly calls: string[];
  update<Result>(slug: string, name: string, args?: unknown[], input?: TrackerInput): Promise<Result>;
  register(slug: string): Promise<{ created: boolean; everyMs: number }>;
  handle(slug: string): WorkflowHandle;
  view(slug: string): Promise<TrackerView>;
  close(): Promise<void>;
}

export const everyMs = 3_600_000;

export async function startTrackerHarness(): Promise<TrackerHarness> {
  quietRuntime();
  const address = temporalAddress();
  const queueSuffix = randomUUID();
  const taskQueue = queueName('control', queueSuffix);
  const families = new Map<string, FamilyScript>();
  const evaluations = new Map<number, EvaluationScript>();
  const calls: string[] = [];
  const [native, connection] = await Promise.all([
    NativeConnection.connect({ address }),
    Connection.connect({ address }),
  ]);
  const client = new Client({ connection });
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: {
      codePath: await workflowBundle(path.join(inject('temporaryDirectory'), 'workers', 'cache')),
    },
    activities: scriptedActivities(families, evaluations, calls),
    // A test that failed may have left a door shut.
    shutdownForceTime: '5 seconds',
  });
  const running = worker.run();

  async function update<Result>(
    slug: string,
    name: string,
    args: unknown[] = [],
    input: TrackerInput = { slug, tracking: { everyMs, state: 'active' } },
  ): Promise<Result> {
    const start = new WithStartWorkflowOperation<typeof trackFamily>('trackFamily', {
      workflowId: familyWorkflowId(slug),
      taskQueue,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: [input],
    });
    return await client.workflow.executeUpdateWithStart<typeof trackFamily, Result, unknown[]>(name, {
      startWorkflowOperation: start,
      args,
    });
  }

  const handle = (slug: string) => client.workflow.getHandle(familyWorkflowId(slug));
  return {
    client,
    queueSuffix,
    taskQueue,
    families,
    evaluations,
    calls,
    update,
    register: (slug) => update(slug, 'registerFamily', [registrationOf(slug)], { slug, tracking: null }),
    handle,
    view: (slug) => handle(slug).query<TrackerView>('trackerState'),
    close: async () => {
      worker.shutdown();
      await running;
      await connection.close();
      await native.close();
    },
  };
}

function registrationOf(slug: string): Registration {
  return registrationSchema.parse({
    name: slug,
    registry: `list:${slug}`,
    endpoint: 'http://127.0.0.1:9/v1',
  });
}

function scriptedActivities(
  families: TrackerHarness['families'],
  evaluations: TrackerHarness['evaluations'],
  calls: string[],
): Scripted {
  const familyOf = (slug: string) => families.get(slug) ?? { discover: async () => nothingFound };
  const called = (activity: string, subject: string | number) => calls.push(`${activity} ${subject}`);
  return {
    saveFamily: async ({ name }) => {
      called('saveFamily', name);
      return (await familyOf(name).save?.()) ?? { created: true, everyMs };
    },
    changeTracking: async (_, change) => ({ everyMs: change.everyMs ?? everyMs }),
    setFamilyState: async (slug, state) => {
      called('setFamilyState', `${slug} ${state}`);
    },
    discoverCheckpoints: async (slug) => {
      called('discoverCheckpoints', slug);
      return await familyOf(slug).discover();
    },
    identifyCheckpoint: async (slug, label) => {
      called('identifyCheckpoint', label);
      await familyOf(slug).identify?.(label);
    },
    openEvaluation: async (evaluationId) => {
      called('openEvaluation', evaluationId);
      await evaluations.get(evaluationId)?.open?.();
      return { opening: 1, domains: [], heartbeatTimeoutMs: 2_000, needsServing: false };
    },
    recordEfficiency: async (evaluationId) => {
      await evaluations.get(evaluationId)?.record?.();
      called('recordEfficiency', evaluationId);
      return { rows: 1 };
    },
    failEvaluation: async (evaluationId, _, failure) => {
      called('failEvaluation', `${evaluationId} ${failure.code}`);
    },
  };
}

export const nothingFound: Discovery = { found: 0, unidentified: [], writing: 0, pending: [] };

/** A door that is shut until it is opened. */
export function gate(): { readonly passed: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}
