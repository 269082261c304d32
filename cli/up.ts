import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { type Engine, startEngine } from '../engine/engine.ts';
import { sayTo } from '../engine/progress.ts';
import { printText, wholeNumberFrom } from './output.ts';
import { interruption } from './signals.ts';
import { keepWorker } from './worker-process.ts';

interface Options {
  readonly postgresPort?: number;
  readonly temporalPort?: number;
  readonly json?: true;
}

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
    .option('--json', 'print one JSON object, on one line, once the worker is ready')
    .addHelpText(
      'after',
      '\nA server or worker that dies is started again, the servers at the same addresses and on the same data.\n\nExample:\n  ./etude up &\n  ./etude family register my-run --registry dir:./checkpoints --endpoint http://127.0.0.1:8000/v1\n',
    )
    .action(async (options: Options) => {
      const { signal, release } = interruption();
      await up(options, signal).finally(release);
    });
}

async function up(options: Options, signal: AbortSignal): Promise<void> {
  const config = readConfig(process.env);
  const say = sayTo(process.stderr);
  const engine = await startEngine({
    stateDirectory: config.stateDirectory,
    databaseUrl: config.databaseUrl,
    temporalAddress: config.temporalAddress,
    ports: { postgres: options.postgresPort, temporal: options.temporalPort },
    durability: 'durable',
    supervised: true,
    signal,
    say,
  }).catch((error) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (engine === null) return;
  let printed = !options.json;
  const onReady = async (workerPid: number) => {
    say(`up: worker ${workerPid}, Temporal ${engine.temporalAddress}, state ${engine.stateDirectory}`);
    if (printed) return;
    printed = true;
    await printText(JSON.stringify(description(engine, workerPid)));
  };
  try {
    await keepWorker(engine, config, { say, signal, onReady });
  } finally {
    await engine.stop();
  }
}

function description({ databaseUrl, temporalAddress, stateDirectory }: Engine, workerPid: number) {
  return {
    pid: process.pid,
    workerPid,
    databaseUrl: withoutPassword(databaseUrl),
    temporalAddress,
    stateDirectory,
  };
}

/** Null for an address of somebody's own that is no URL: then nobody can say where in it the password is. */
function withoutPassword(databaseUrl: string): string | null {
  const url = URL.parse(databaseUrl);
  if (url === null) return null;
  url.password = '';
  url.searchParams.delete('password');
  return url.href;
}
