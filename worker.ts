import path from 'node:path';
import { type Logger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { createConnections } from './activities/connections.ts';
import { createActivities } from './activities/index.ts';
import { endAbandoned } from './activities/serving/abandoned.ts';
import { connectTemporal } from './client/connection.ts';
import { ensureTrackers } from './client/trackers.ts';
import { type Config, readConfig } from './config.ts';
import { watchParent } from './engine/parent.ts';
import { endGroup } from './engine/process-group.ts';
import { processStart } from './engine/processes.ts';
import { workflowBundle } from './engine/workflow-bundle.ts';
import { queueName } from './ids.ts';
import { registryAccess } from './registries/access.ts';
import { createSandbox } from './sandbox/sandbox.ts';
import { openDatabase } from './schema/database.ts';
import { migrate } from './schema/migrate.ts';

/** Endpoints bound their own concurrency; this only bounds how many sessions of a process wait at once. */
const inferenceActivitiesMax = 200;
/** Rounds graded at once; their programs wait for a thread of the sandbox in any case. */
const gradingActivitiesMax = 8;

/** Config -> database -> activities -> workers -> run until a signal; in-flight work is drained first. */
async function main(config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel, base: null }, pino.destination(2));
  if (config.databaseUrl === undefined || config.temporalAddress === undefined) {
    throw new Error('a worker needs ETUDE_DATABASE_URL and ETUDE_TEMPORAL_ADDRESS; `./etude up` sets both');
  }
  Runtime.install({ logger: sdkLogger(logger) });
  const db = openDatabase({
    connectionString: config.databaseUrl,
    connectionsMax: config.databaseConnectionsMax,
    applicationName: 'etude-worker',
  });
  await migrate(db);
  const environment = process.env;
  const connections = createConnections({ ...config, environment });
  const sandbox = createSandbox();
  const workers: Worker[] = [];
  let servingWorker: Worker | undefined;
  const processes = { startOf: processStart, endGroup };
  const activities = createActivities({
    ...config,
    db,
    run: sandbox.run,
    openRegistry: registryAccess({ ...config, environment }),
    environment,
    connect: connections.connect,
    processes,
    // What the others have asked for is answered before the server ends.
    isStopping: () =>
      servingWorker !== undefined &&
      servingWorker.getState() !== 'RUNNING' &&
      workers.every((worker) => worker === servingWorker || worker.getState() === 'STOPPED'),
  });
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const shared = {
    connection,
    namespace: config.temporalNamespace,
    shutdownGraceTime: config.shutdownGraceMs,
  };
  if (config.roles.includes('control')) {
    workers.push(
      await Worker.create({
        ...shared,
        taskQueue: queueName('control', config.queueSuffix),
        workflowBundle: { codePath: await workflowBundle(path.join(config.stateDirectory, 'cache')) },
        activities,
        // After a worker died, its workflows wait this long for it before another takes them.
        stickyQueueScheduleToStartTimeout: '5s',
      }),
    );
  }
  if (config.roles.includes('infer')) {
    workers.push(
      await Worker.create({
        ...shared,
        taskQueue: queueName('infer', config.queueSuffix),
        activities: { inferAnswers: activities.inferAnswers, judgeAnswers: activities.judgeAnswers },
        maxConcurrentActivityTaskExecutions: inferenceActivitiesMax,
      }),
    );
  }
  if (config.roles.includes('grading')) {
    workers.push(
      await Worker.create({
        ...shared,
        taskQueue: queueName('grading', config.queueSuffix),
        activities: { gradePrograms: activities.gradePrograms },
        maxConcurrentActivityTaskExecutions: gradingActivitiesMax,
      }),
    );
  }
  if (config.roles.includes('serving')) {
    servingWorker = await Worker.create({
      ...shared,
      taskQueue: queueName('serving', config.queueSuffix),
      activities: { serveCheckpoint: activities.serveCheckpoint },
      // An evaluation's end is heard of with a heartbeat.
      maxHeartbeatThrottleInterval: '1 second',
    });
    workers.push(servingWorker);
    await endAbandoned(db, processes);
  }
  const temporal = await connectTemporal(config.temporalAddress, config.temporalNamespace);
  await ensureTrackers({ db, temporal: temporal.client, queueSuffix: config.queueSuffix });
  watchParent(() => {
    for (const worker of workers) worker.shutdown();
  });
  const running = Promise.all(workers.map((worker) => worker.run()));
  logger.info({ roles: config.roles, pid: process.pid }, 'worker is running');
  process.send?.({ ready: true });
  try {
    await running;
  } finally {
    await temporal.close();
    await connections.close();
    await sandbox.close();
    await connection.close();
    await db.destroy();
  }
}

/** Temporal's own messages beside ours; its daily life is debugging to us. */
function sdkLogger(logger: pino.Logger): Logger {
  const warn: Logger['warn'] = (message, meta) => {
    // The workers for inference and grading run activities alone, on purpose.
    if (message.startsWith('No workflows registered')) return;
    logger.warn(meta, message);
  };
  return {
    log: (level, message, meta) => (level === 'WARN' ? warn(message, meta) : logger.debug(meta, message)),
    trace: (message, meta) => logger.trace(meta, message),
    debug: (message, meta) => logger.debug(meta, message),
    info: (message, meta) => logger.debug(meta, message),
    warn,
    error: (message, meta) => logger.error(meta, message),
  };
}

try {
  await main(readConfig(process.env));
} catch (error) {
  process.stderr.write(`etude worker: ${error instanceof Error ? error.message : String(error)}\n`);
  // Whatever was opened would keep a worker alive that never came to run.
  process.exit(1);
}
