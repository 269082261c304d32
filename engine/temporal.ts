import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { launchDaemon, logTail, waitUntil } from './daemon.ts';
import { EngineError } from './errors.ts';
import { choosePort } from './ports.ts';
import { endProcess, findProcesses, isAlive, type RunningProcess } from './processes.ts';
import type { Say } from './progress.ts';
import type { Restartable } from './supervision.ts';
import type { TemporalProgram } from './temporal-resolver.ts';

export interface TemporalOptions {
  readonly stateDirectory: string;
  readonly program: TemporalProgram;
  readonly port?: number | undefined;
  readonly say: Say;
  readonly signal?: AbortSignal | undefined;
}

export interface Temporal extends Restartable<Temporal> {
  stop(): Promise<void>;
}

const host = '127.0.0.1';
const attemptsMax = 3;
const startLimitMs = 60_000;
const probeIntervalMs = 25;
const connectTimeoutMs = 2_000;
const stopSteps = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 5_000],
] as const;

/** Starts the Temporal server on the state folder, or adopts the one that a killed command left. Throws `TemporalFailed`. */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  mkdirSync(directoryOf(options.stateDirectory), { recursive: true, mode: 0o700 });
  const { pid, port } = (await adopt(options)) ?? (await launch(options));
  return {
    name: 'Temporal',
    pid,
    address: `${host}:${port}`,
    restart: (signal) => startTemporal({ ...options, port, signal }),
    // By its command, not its pid, which another process may have by now if it died.
    stop: () => stopLeftOverTemporal(options.stateDirectory),
  };
}

/** Stops every Temporal server that a killed command left on the state folder. */
export async function stopLeftOverTemporal(stateDirectory: string): Promise<void> {
  for (const { pid } of leftOvers(stateDirectory)) await endProcess(pid, stopSteps);
}

async function adopt(options: TemporalOptions): Promise<{ pid: number; port: number } | null> {
  const [found] = leftOvers(options.stateDirectory);
  const port = Number(/ --port (\d+) /.exec(found?.command ?? '')?.[1]);
  const wanted = options.port ?? port;
  if (found && found.command === [options.program.path, ...serverArgs(options, wanted)].join(' ')) {
    try {
      await ready(port, () => (isAlive(found.pid) ? null : 'it ended'), options.signal);
      return { pid: found.pid, port };
    } catch (error) {
      options.signal?.throwIfAborted();
      options.say(`the Temporal server of an earlier command does not answer (${(error as Error).message})`);
    }
  }
  await stopLeftOverTemporal(options.stateDirectory);
  return null;
}

async function launch(options: TemporalOptions): Promise<{ pid: number; port: number }> {
  const log = join(directoryOf(options.stateDirectory), 'log');
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(host, options.port).catch((cause: Error) => {
      throw new EngineError('TemporalFailed', cause.message, { cause });
    });
    const command = { command: options.program.path, args: serverArgs(options, port) };
    const daemon = await launchDaemon(command, log);
    try {
      await ready(port, daemon.ended, options.signal);
      return { pid: daemon.pid, port };
    } catch (cause) {
      const ended = daemon.ended();
      await endProcess(daemon.pid, stopSteps);
      options.signal?.throwIfAborted();
      // It needs several free ports, and another process may have been quicker at one of them.
      if (attempt < attemptsMax && ended) continue;
      const reason = `${(cause as Error).message}; the end of ${log}:\n${logTail(log)}`;
      throw new EngineError('TemporalFailed', `the Temporal server did not start: ${reason}`, { cause });
    }
  }
}

function serverArgs({ stateDirectory, program }: TemporalOptions, port: number): string[] {
  return [
    ...['server', 'start-dev', '--headless', '--ip', host, '--port', String(port)],
    // A server does not migrate the file of another version.
    ...['--db-filename', join(directoryOf(stateDirectory), `server-${program.version}.db`)],
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
    ...['--log-level', 'warn'],
  ];
}

/** The servers on the folder, of whatever version: known by their command, since Temporal writes no pid file. */
function leftOvers(stateDirectory: string): RunningProcess[] {
  const database = ` --db-filename ${join(directoryOf(stateDirectory), 'server-')}`;
  return findProcesses((command) => command.includes(' server start-dev ') && command.includes(database));
}

/** Waits until the frontend answers for the default namespace. */
async function ready(
  port: number,
  hopeless: () => string | null,
  signal: AbortSignal | undefined,
): Promise<void> {
  const probe = async () => {
    const connection = await Connection.connect({
      address: `${host}:${port}`,
      connectTimeout: connectTimeoutMs,
    });
    try {
      await connection.workflowService.describeNamespace({ namespace: 'default' });
    } finally {
      await connection.close();
    }
  };
  await waitUntil(probe, { limitMs: startLimitMs, everyMs: probeIntervalMs, hopeless, signal });
}

const directoryOf = (stateDirectory: string) => join(stateDirectory, 'temporal');
