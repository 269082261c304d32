import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { startEngine } from '../engine/engine.ts';
import { sayTo } from '../engine/progress.ts';
import { wholeNumberFrom } from './output.ts';
import { aborted, interruption } from './signals.ts';
import { startWorker } from './worker-process.ts';

/** Wait before a worker that died is started again, doubled each time up to the maximum, in milliseconds. */
const restartFirstMs = 500;
const restartMaxMs = 30_000;

export function upCommand(): Command {
  return new Command('up')
    .description('run the engine and a worker until Ctrl-C; state is kept in ./.etude')
    .option(
      '--postgres-port <port>',
      'port of the embedded PostgreSQL (default: a free one)',
      wholeNumberFrom(1),
    )
    .option(
      '--temporal-port <port>',
      'port of the embedded Temporal server (default: a free one)',
      wholeNumberFrom(1),
    )
    .addHelpText(
      'after',
      '\nExample:\n  ./etude up &\n  ./etude family register my-run --registry dir:./checkpoints --endpoint http://127.0.0.1:8000/v1\n',
    )
    .action(async (options: { postgresPort?: number; temporalPort?: number }) => {
      const { signal, release } = interruption();
      await up(options, signal).finally(release);
    });
}

async function up(
  ports: { postgresPort?: number; temporalPort?: number },
  signal: AbortSignal,
): Promise<void> {
  const config = readConfig(process.env);
  const say = sayTo(process.stderr);
  const engine = await startEngine({
    stateDirectory: config.stateDirectory,
    databaseUrl: config.databaseUrl,
    temporalAddress: config.temporalAddress,
    ports: { postgres: ports.postgresPort, temporal: ports.temporalPort },
    durability: 'durable',
    signal,
    say,
  }).catch((error) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (engine === null) return;
  try {
    const stopped = aborted(signal);
    let worker = await startWorker(engine, config, null);
    say(`up: worker ${worker.pid}, Temporal ${engine.temporalAddress}, state ${engine.stateDirectory}`);
    let restartMs = restartFirstMs;
    for (;;) {
      const began = Date.now();
      const outcome = await Promise.race([stopped.then(() => null), worker.ended]);
      if (outcome === null) break;
      restartMs = Date.now() - began > restartMaxMs ? restartFirstMs : Math.min(restartMaxMs, restartMs * 2);
      say(
        `the worker ended (${outcome}); it is started again in ${restartMs} ms and goes on where the rows end`,
      );
      await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, restartMs))]);
      if (signal.aborted) break;
      worker = await startWorker(engine, config, null);
    }
    say('stopping: the worker finishes what it has begun, then the engine stops');
    await worker.stop();
  } finally {
    await engine.stop();
  }
}
