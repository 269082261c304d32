import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { createBackoff } from '../engine/backoff.ts';
import type { Engine } from '../engine/engine.ts';
import type { Say } from '../engine/progress.ts';
import { firstMessage, type ManagedProcess, startProcess } from './processes.ts';
import { aborted } from './signals.ts';

/** Time beyond the drain that a worker gets to close its connections. */
const closingMs = 10_000;

type Addresses = Pick<Engine, 'databaseUrl' | 'temporalAddress' | 'stateDirectory'>;
type Grace = Pick<Config, 'shutdownGraceMs'>;

/** A worker on this engine. */
export async function startWorker(
  engine: Addresses,
  config: Grace,
  logFile: string | null,
  signal?: AbortSignal,
): Promise<ManagedProcess> {
  return await startProcess({
    script: ['worker.ts'],
    environment: {
      ...process.env,
      ETUDE_STATE: engine.stateDirectory,
      ETUDE_DATABASE_URL: engine.databaseUrl,
      ETUDE_TEMPORAL_ADDRESS: engine.temporalAddress,
    },
    logFile,
    graceMs: config.shutdownGraceMs + closingMs,
    ready: firstMessage,
    signal,
  });
}

export interface KeepOptions {
  readonly say: Say;
  /** Lets the worker finish what it has begun; then there is no other one. */
  readonly signal: AbortSignal;
  /** Gets the pid of each worker that is ready. */
  readonly onReady: (pid: number) => Promise<void>;
}

/** Has a worker on this engine until the signal aborts: another one each time that one ends or does not start. */
export async function keepWorker(engine: Addresses, config: Grace, options: KeepOptions): Promise<void> {
  const { say, signal } = options;
  const stopped = aborted(signal);
  const backoff = createBackoff();
  for (;;) {
    const outcome = await oneWorker(engine, config, options, stopped);
    if (signal.aborted) return;
    const waitMs = backoff.nextMs();
    say(`${outcome}; it is started again in ${waitMs} ms and goes on where the rows end`);
    // It rejects when the signal aborts, which is then seen at once.
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

/** What became of it, in words. It is gone by then. */
async function oneWorker(
  engine: Addresses,
  config: Grace,
  { say, signal, onReady }: KeepOptions,
  stopped: Promise<void>,
): Promise<string> {
  const worker = await startWorker(engine, config, null, signal).catch((error: Error) => error);
  if (worker instanceof Error) return `the worker did not start (${worker.message})`;
  try {
    await onReady(worker.pid);
    const how = await Promise.race([worker.ended, stopped]);
    if (signal.aborted) say('stopping: the worker finishes what it has begun, then the engine stops');
    return `the worker ended (${how})`;
  } finally {
    await worker.stop();
  }
}
