import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, vi } from 'vitest';
import { firstMessage, type ManagedProcess, startProcess } from '../../cli/processes.ts';
import { connectTemporal } from '../../client/connection.ts';
import { type EvaluationStatus, familyStatus } from '../../client/status.ts';
import { type ClientContext, registerFamily } from '../../client/trackers.ts';
import { openDatabase } from '../../schema/database.ts';
import { type Registration, registrationSchema } from '../../schema/registration.ts';
import { createDatabase, temporalAddress } from './engine.ts';

export interface ClusterOptions {
  /** Variables of the workers beside those that name the servers. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A database and a pair of task queues of its own on the servers of this run, and at most one worker on them. */
export interface Cluster {
  readonly context: ClientContext;
  readonly databaseUrl: string;
  /** A folder for registries and the like, gone with the cluster. */
  readonly directory: string;
  /** Starts the worker; settles once it runs. `address` names another Temporal server than the run's. */
  startWorker(address?: string): Promise<ManagedProcess>;
  /** SIGKILL to the worker; settles once it is gone. */
  killWorker(): Promise<void>;
  /** SIGTERM to the worker; settles, once it is gone, with how it ended. */
  terminateWorker(): Promise<string>;
  /** What all its workers have written to their standard error. */
  workerLog(): string;
  /** A name that no other family on the Temporal server has. */
  slug(name: string): string;
  /** Registers a family at depth quick that looks at its registry every second; the slug is `registration.name`. */
  follow(
    registration: Partial<Registration> & Pick<Registration, 'name' | 'endpoint' | 'registry'>,
  ): Promise<void>;
  evaluations(slug: string): Promise<readonly EvaluationStatus[]>;
  /** Settles once `count` evaluations of the family are in this state; fails at once when others have failed. */
  reached(slug: string, state: string, count: number): Promise<readonly EvaluationStatus[]>;
  /** Settles once this evaluation, which was started again after a failure, is completed; rejects when it fails again. */
  completedAgain(evaluation: string): Promise<void>;
  /** Stops its worker, and removes its folder and its database. What waits on the Temporal server goes with the run. */
  close(): Promise<void>;
}

/** A dead worker is noticed after this long: quickly, but never one that a busy machine only slows down. */
const heartbeatTimeout = '5s';
const graceMs = 20_000;
const reachedLimitMs = 50_000;

export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const cluster = await createCluster(options);
  try {
    await cluster.startWorker();
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

/** The same without a worker yet. */
export async function createCluster({ variables = {} }: ClusterOptions = {}): Promise<Cluster> {
  const suffix = randomUUID().slice(0, 8);
  const database = await createDatabase();
  const temporal = await connectTemporal(temporalAddress(), 'default');
  const directory = mkdtempSync(join(inject('temporaryDirectory'), `cluster-${suffix}-`));
  const logFile = join(directory, 'worker.log');
  writeFileSync(logFile, '');
  // The workers of a run share the packed workflows.
  const stateDirectory = join(inject('temporaryDirectory'), 'workers');
  mkdirSync(stateDirectory, { recursive: true });
  const db = openDatabase({
    connectionString: database.databaseUrl,
    connectionsMax: 4,
    applicationName: 'etude-test',
  });
  const context: ClientContext = { db, temporal: temporal.client, queueSuffix: suffix };
  let worker: ManagedProcess | undefined;

  async function startWorker(address = temporalAddress()): Promise<ManagedProcess> {
    worker = await startProcess({
      script: ['worker.ts'],
      environment: {
        ...process.env,
        ETUDE_STATE: stateDirectory,
        ETUDE_DATABASE_URL: database.databaseUrl,
        ETUDE_TEMPORAL_ADDRESS: address,
        ETUDE_QUEUE_SUFFIX: suffix,
        ETUDE_HEARTBEAT_TIMEOUT: heartbeatTimeout,
        ETUDE_SHUTDOWN_GRACE: '10s',
        ETUDE_LOG_LEVEL: 'debug',
        ...variables,
      },
      logFile,
      graceMs,
      ready: firstMessage,
    }).catch((cause) => {
      // The log goes with the cluster, so what it says must be in the error.
      throw new Error(`the worker did not start: ${readFileSync(logFile, 'utf8').slice(-2_000)}`, { cause });
    });
    return worker;
  }

  async function signalWorker(signal: NodeJS.Signals): Promise<string> {
    if (worker === undefined) throw new Error('the cluster has no worker');
    process.kill(worker.pid, signal);
    const how = await worker.ended;
    worker = undefined;
    return how;
  }

  async function evaluations(slug: string): Promise<readonly EvaluationStatus[]> {
    return (await familyStatus(db, slug)).flatMap((status) => status.evaluations);
  }

  async function reached(slug: string, state: string, count: number) {
    return await vi.waitUntil(
      async () => {
        const all = await evaluations(slug);
        const unexpected = all.filter((one) => one.state === 'failed' && state !== 'failed');
        expect(unexpected.map((one) => one.failure?.message)).toEqual([]);
        return all.filter((one) => one.state === state).length >= count && all;
      },
      { timeout: reachedLimitMs, interval: 100 },
    );
  }

  async function completedAgain(evaluation: string): Promise<void> {
    await temporal.client.workflow.getHandle(evaluation).result();
  }

  async function close(): Promise<void> {
    await worker?.stop();
    await db.destroy();
    await temporal.close();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  }

  return {
    context,
    databaseUrl: database.databaseUrl,
    directory,
    startWorker,
    killWorker: async () => {
      await signalWorker('SIGKILL');
    },
    terminateWorker: () => signalWorker('SIGTERM'),
    workerLog: () => readFileSync(logFile, 'utf8'),
    slug: (name) => `${name}-${suffix}`,
    follow: async (registration) => {
      await registerFamily(
        context,
        registrationSchema.parse({
          // One domain is enough to see how an evaluation goes.
          suite: 'core@2',
          depth: 'quick',
          everyMs: 1_000,
          computeOrigin: 'scratch',
          ...registration,
        }),
      );
    },
    evaluations,
    reached,
    completedAgain,
    close,
  };
}
