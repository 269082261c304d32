/**
 * Records the golden histories that `test/workflows/replay.test.ts` replays: `node test/histories/record.ts [name…]`,
 * all of them or the named ones. Run it by hand for a history that is new, or after a change of the workflows that old
 * histories cannot follow, and say so in the change log: workflows that run while such a release is installed will not
 * survive it.
 *
 * It follows a small family through the whole thing on servers of its own: two checkpoints, of which the endpoint
 * serves one, and every message of the tracker. A second family goes through the deepest practice, and a third one's
 * checkpoints are served by a command.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import getPort from 'get-port';
import { createConnections } from '../../activities/connections.ts';
import { createActivities } from '../../activities/index.ts';
import { serveAgents } from '../../agents/server.ts';
import { familyStatus } from '../../client/status.ts';
import * as trackers from '../../client/trackers.ts';
import type { Engine } from '../../engine/engine.ts';
import { endGroup } from '../../engine/process-group.ts';
import { processStart } from '../../engine/processes.ts';
import { sayTo } from '../../engine/progress.ts';
import { repositoryDirectory } from '../../engine/repository.ts';
import { startTemporaryEngine } from '../../engine/temporary.ts';
import { workflowBundle } from '../../engine/workflow-bundle.ts';
import { domainWorkflowId, familyWorkflowId, queueName } from '../../ids.ts';
import { registryAccess } from '../../registries/access.ts';
import { type Db, openDatabase } from '../../schema/database.ts';
import { migrate } from '../../schema/migrate.ts';
import { registrationSchema } from '../../schema/registration.ts';
import { noSandbox } from '../support/no-sandbox.ts';
import { localAccess } from '../support/registry-access.ts';
import { historyToText } from './history-json.ts';

const family = 'golden';
/** Histories keep this path, so it names nothing of the machine that they were recorded on. */
const registryDirectory = '/tmp/etude-golden';
const served = 'guided-300';
const practisingFamily = 'golden-practice';
const servedFamily = 'golden-served';
const notServed = 'never-served';

const engine = await startTemporaryEngine({ durability: 'fast', say: sayTo(process.stderr) });
try {
  await record(engine);
} finally {
  await engine.stop();
  await rm(registryDirectory, { recursive: true, force: true });
}

async function record(servers: Engine): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  for (const [index, label] of [served, notServed].entries()) await putCheckpoint(label, index + 1);
  const db = openDatabase({
    connectionString: servers.databaseUrl,
    connectionsMax: 8,
    applicationName: 'etude-record',
  });
  await migrate(db);
  const agents = await serveAgents({ port: 0, host: '127.0.0.1' });
  const worker = await startWorker(db, servers);
  const connection = await Connection.connect({ address: servers.temporalAddress });
  const client = new Client({ connection, identity: 'client' });
  try {
    await follow({ db, temporal: client, queueSuffix: '' }, agents.url);
    await writeHistories(db, client);
  } finally {
    await connection.close();
    await worker.stop();
    await agents.close();
    await db.destroy();
  }
}

async function putCheckpoint(label: string, step: number): Promise<void> {
  const folder = path.join(registryDirectory, label);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'agent.json'), JSON.stringify({ label }));
  await writeFile(path.join(folder, 'checkpoint.json'), JSON.stringify({ step }));
  await writeFile(path.join(folder, 'STABLE'), '');
}

async function startWorker(db: Db, servers: Engine): Promise<{ stop: () => Promise<void> }> {
  const connections = createConnections({
    requestTimeoutMs: 60_000,
    keyVariables: [],
    environment: {},
    addresses: 'private',
  });
  const activities = createActivities({
    db,
    openRegistry: registryAccess(localAccess),
    ...localAccess,
    run: noSandbox,
    heartbeatTimeoutMs: 20_000,
    connect: connections.connect,
    commandsAllowed: true,
    stateDirectory: servers.stateDirectory,
    processes: { startOf: processStart, endGroup },
    isStopping: () => false,
  });
  const connection = await NativeConnection.connect({ address: servers.temporalAddress });
  const codePath = await workflowBundle(path.join(servers.stateDirectory, 'cache'));
  const shared = { connection, identity: 'worker', buildId: 'golden' };
  const workers = await Promise.all([
    Worker.create({ ...shared, taskQueue: queueName('control'), workflowBundle: { codePath }, activities }),
    Worker.create({
      ...shared,
      taskQueue: queueName('infer'),
      activities: { inferAnswers: activities.inferAnswers },
    }),
    Worker.create({
      ...shared,
      taskQueue: queueName('grading'),
      activities: { gradePrograms: activities.gradePrograms },
    }),
    Worker.create({
      ...shared,
      taskQueue: queueName('serving'),
      activities: { serveCheckpoint: activities.serveCheckpoint },
      maxHeartbeatThrottleInterval: '1 second',
    }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run()));
  const stop = async () => {
    for (const worker of workers) worker.shutdown();
    await running;
    await connections.close();
    await connection.close();
  };
  return { stop };
}

/** All families, from their registration on. */
async function follow(context: trackers.ClientContext, endpoint: string): Promise<void> {
  await followToTheEnd(context, endpoint);
  await trackers.registerFamily(
    context,
    registrationSchema.parse({
      name: practisingFamily,
      registry: `dir:${registryDirectory}`,
      endpoint,
      suite: 'core@2',
      depth: 'deep',
    }),
  );
  await closed(context, practisingFamily);
  await trackers.stopFamily(context, practisingFamily);
  await trackers.registerFamily(
    context,
    registrationSchema.parse({
      name: servedFamily,
      registry: `dir:${registryDirectory}`,
      endpoint: `http://127.0.0.1:${await getPort()}/v1`,
      serve: [process.execPath, path.join(repositoryDirectory, 'cli.ts'), 'agent', 'serve', '--port={port}'],
      suite: 'core@1',
      depth: 'quick',
    }),
  );
  await closed(context, servedFamily);
  await trackers.stopFamily(context, servedFamily);
}

async function closed(context: trackers.ClientContext, slug: string): Promise<void> {
  for (;;) {
    await trackers.pollFamily(context, slug);
    const [status] = await familyStatus(context.db, slug);
    const states = (status?.evaluations ?? []).map((evaluation) => evaluation.state);
    if (states.length === 2 && states.every((state) => state === 'completed' || state === 'failed')) return;
    await sleep(1_000);
  }
}

/** One family from its registration to its end. */
async function followToTheEnd(context: trackers.ClientContext, endpoint: string): Promise<void> {
  await trackers.registerFamily(
    context,
    registrationSchema.parse({
      name: family,
      registry: `dir:${registryDirectory}`,
      endpoint,
      suite: 'core@1',
      depth: 'quick',
    }),
  );
  await closed(context, family);
  await trackers.configureFamily(context, family, { everyMs: 60_000 });
  await trackers.pauseFamily(context, family);
  await trackers.resumeFamily(context, family);
  await trackers.pollFamily(context, family);
  await trackers.setBaseline(context, family);
  await trackers.stopFamily(context, family);
}

async function writeHistories(db: Db, client: Client): Promise<void> {
  const [status] = await familyStatus(db, family);
  const [practising] = await familyStatus(db, practisingFamily);
  const [servedByCommand] = await familyStatus(db, servedFamily);
  const evaluationOf = (label: string, of = status) =>
    of!.evaluations.find((evaluation) => evaluation.checkpoint === label)!.evaluation;
  const wanted = process.argv.slice(2);
  const workflows = {
    'track-family': familyWorkflowId(family),
    'evaluate-checkpoint-completed': evaluationOf(served),
    'evaluate-checkpoint-failed': evaluationOf(notServed),
    'evaluate-checkpoint-served': evaluationOf(served, servedByCommand),
    'evaluate-domain-completed': domainWorkflowId(evaluationOf(served), 'reasoning', 1),
    'evaluate-domain-practised': domainWorkflowId(evaluationOf(served, practising), 'reasoning', 1),
    'evaluate-domain-failed': domainWorkflowId(evaluationOf(notServed), 'reasoning', 1),
  };
  for (const [name, workflowId] of Object.entries(workflows)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await client.workflow
      .getHandle(workflowId)
      .result()
      .catch(() => null);
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    const text = historyToText(history);
    refuseTracesOfMachine(name, text);
    await writeFile(path.join(import.meta.dirname, `${name}.json`), `${text}\n`);
  }
}

function refuseTracesOfMachine(name: string, text: string): void {
  // Payloads are base64: they are read too.
  const payloads = [...text.matchAll(/"data": "([^"]+)"/g)].map(([, data]) =>
    Buffer.from(data as string, 'base64').toString('utf8'),
  );
  const all = [text, ...payloads].join('\n');
  const traces = [hostname(), homedir(), path.join(import.meta.dirname, '../..'), process.execPath];
  const found = traces.filter((trace) => trace.length > 1 && all.includes(trace));
  if (found.length > 0) throw new Error(`history ${name} names ${found.join(', ')}`);
}
