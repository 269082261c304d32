import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from './errors.ts';
import { type Lock, takeLock } from './lock.ts';
import { type Durability, type Postgres, startPostgres } from './postgres.ts';
import type { Say } from './progress.ts';
import { programCache } from './repository.ts';
import { readRuntime, removeRuntime, writeRuntime } from './runtime.ts';
import { supervise } from './supervision.ts';
import { startTemporal, type Temporal } from './temporal.ts';
import { resolveTemporal } from './temporal-resolver.ts';

export interface EngineOptions {
  readonly stateDirectory: string;
  /** A PostgreSQL to use instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** A Temporal cluster to use instead of the embedded server. */
  readonly temporalAddress?: string | undefined;
  readonly ports?: { readonly postgres?: number | undefined; readonly temporal?: number | undefined };
  readonly durability: Durability;
  /** Starts a server that died again, at its address and on its data, until the engine is stopped. */
  readonly supervised?: boolean;
  /** Gives up the start; what was started by then is stopped again. */
  readonly signal?: AbortSignal | undefined;
  readonly say: Say;
}

export interface Engine {
  readonly stateDirectory: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  /** Pids that the embedded servers have now, PostgreSQL before Temporal, for whoever wants to see them gone. */
  readonly pids: readonly number[];
  /** Stops what was started or adopted. May be called again: it is done once. */
  stop(): Promise<void>;
}

/**
 * Starts, or adopts from a command that was killed, the two backing services of a state folder. Throws
 * `EngineError`: `AlreadyRunning` when another living command has the folder.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  mkdirSync(options.stateDirectory, { recursive: true, mode: 0o700 });
  const stateDirectory = realpathSync(options.stateDirectory);
  const lock = takeLock(engineLockPath(stateDirectory));
  if (!lock) throw await alreadyRunning(stateDirectory);
  return startLockedEngine({ ...options, stateDirectory }, lock);
}

interface Started {
  postgres?: Postgres;
  temporal?: Temporal;
}

/** The same for a caller that holds the lock of the folder already; the lock is released with the engine. */
export async function startLockedEngine(options: EngineOptions, lock: Lock): Promise<Engine> {
  const started: Started = {};
  const services = () => [started.postgres, started.temporal].filter((service) => service !== undefined);
  let endSupervision = async () => {};
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= endSupervision().then(() => stopAll(options.stateDirectory, services(), lock));
    return stopping;
  };
  const failure = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  try {
    await allOrFailure(failure, [
      options.databaseUrl ? null : embeddedPostgres({ ...options, signal }, started),
      options.temporalAddress ? null : embeddedTemporal({ ...options, signal }, started),
    ]);
    options.signal?.throwIfAborted();
    const databaseUrl = options.databaseUrl || started.postgres!.databaseUrl;
    const temporalAddress = options.temporalAddress || started.temporal!.address;
    await writeRuntime(options.stateDirectory, { databaseUrl, temporalAddress });
    if (options.supervised) endSupervision = superviseAll(started, options.say);
    return {
      stateDirectory: options.stateDirectory,
      databaseUrl,
      temporalAddress,
      get pids() {
        return services().map(({ pid }) => pid);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The file that the command which has the folder holds locked. */
export function engineLockPath(stateDirectory: string): string {
  return join(stateDirectory, 'lock');
}

/** Returns how to end it. What it is just starting is given up, and done with when that settles. */
function superviseAll(started: Started, say: Say): () => Promise<void> {
  const { postgres, temporal } = started;
  const ending = new AbortController();
  const options = { say, signal: ending.signal };
  const supervision = Promise.all([
    postgres && supervise(postgres, { ...options, onRestart: (server) => (started.postgres = server) }),
    temporal && supervise(temporal, { ...options, onRestart: (server) => (started.temporal = server) }),
  ]);
  return async () => {
    ending.abort();
    await supervision;
  };
}

async function embeddedPostgres(options: EngineOptions, started: Started): Promise<void> {
  const { stateDirectory, durability, ports, say, signal } = options;
  started.postgres = await startPostgres({ stateDirectory, port: ports?.postgres, durability, say, signal });
}

async function embeddedTemporal(options: EngineOptions, started: Started): Promise<void> {
  const { stateDirectory, ports, say, signal } = options;
  const program = await resolveTemporal({ cacheDirectory: programCache(), say, signal });
  started.temporal = await startTemporal({ stateDirectory, program, port: ports?.temporal, say, signal });
}

/** Awaits all also when one fails, since what the others start must be stopped too; but tells them to give up. */
async function allOrFailure(
  failure: AbortController,
  work: readonly (Promise<void> | null)[],
): Promise<void> {
  await Promise.all(work.map((promise) => promise?.catch((error) => failure.abort(error))));
  failure.signal.throwIfAborted();
}

async function stopAll(
  stateDirectory: string,
  services: readonly (Postgres | Temporal)[],
  lock: Lock,
): Promise<void> {
  try {
    await removeRuntime(stateDirectory);
    const results = await Promise.allSettled(services.map((service) => service.stop()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    lock.release();
  }
}

async function alreadyRunning(stateDirectory: string): Promise<EngineError> {
  const owner = await readRuntime(stateDirectory);
  const who = owner ? `process ${owner.pid} runs since ${owner.startedAt}` : 'another process is starting';
  return new EngineError(
    'AlreadyRunning',
    `${who} on ${stateDirectory}: use it, stop it, or choose another state folder`,
  );
}
