import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { launchDaemon, logTail, waitUntil } from './daemon.ts';
import { EngineError } from './errors.ts';
import { choosePort } from './ports.ts';
import { type PostgresAccount, postgresAccount, userHome } from './postgres-account.ts';
import { findPostgres } from './postgres-binaries.ts';
import { ensureCluster, ensurePassword, postgresUser } from './postgres-cluster.ts';
import { leftOverPostmaster, stopPostmasters } from './postgres-postmaster.ts';
import { commandOf, isAlive } from './processes.ts';
import type { Say } from './progress.ts';
import type { Restartable } from './supervision.ts';

/** `durable` survives a power cut; `fast` does not, and is for what is thrown away anyway. */
export type Durability = 'durable' | 'fast';

export interface PostgresOptions {
  readonly stateDirectory: string;
  readonly port?: number | undefined;
  readonly durability: Durability;
  readonly say: Say;
  readonly signal?: AbortSignal | undefined;
}

export interface Postgres extends Restartable<Postgres> {
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

interface Server {
  readonly account: PostgresAccount;
  readonly program: string;
  readonly data: string;
  readonly log: string;
  readonly password: string;
  args(port: number): string[];
}

const host = '127.0.0.1';
const attemptsMax = 3;
const startLimitMs = 120_000;
const probeIntervalMs = 20;
const connectTimeoutMs = 5_000;

/** Starts PostgreSQL on the state folder, or adopts the one that a killed command left. Throws `PostgresFailed`. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const server = await prepare(options);
  const running = (await adopt(server, options)) ?? (await launch(server, options));
  return {
    name: 'PostgreSQL',
    pid: running.pid,
    address: `${host}:${running.port}`,
    databaseUrl: address(server.password, running.port, postgresUser),
    restart: (signal) => startPostgres({ ...options, port: running.port, signal }),
    stop: () => stopPostmasters(server.data),
  };
}

/** Stops the PostgreSQL that a killed command left on the state folder, wherever its data are. */
export async function stopLeftOverPostgres(stateDirectory: string): Promise<void> {
  for (const home of [join(stateDirectory, 'postgres'), userHome(stateDirectory)]) {
    await stopPostmasters(join(home, 'data'));
  }
}

/** Removes what PostgreSQL keeps outside the state folder. */
export function removeOutsideData(stateDirectory: string): void {
  const home = userHome(stateDirectory);
  if (process.getuid?.() === 0 && existsSync(home)) rmSync(home, { recursive: true, force: true });
}

async function prepare({ stateDirectory, durability, say }: PostgresOptions): Promise<Server> {
  const account = postgresAccount(say);
  const binaries = account.binaries(await findPostgres());
  const own = join(stateDirectory, 'postgres');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const home = account.home(stateDirectory);
  const password = ensurePassword(join(own, 'password'));
  const data = await ensureCluster(home, binaries, account, password, durability === 'durable');
  return {
    account,
    program: binaries.postgres,
    data,
    log: join(own, 'log'),
    password,
    args: (port) => serverArgs(data, port, durability),
  };
}

function serverArgs(data: string, port: number, durability: Durability): string[] {
  const settings = {
    listen_addresses: host,
    max_connections: 200,
    // A single server without replicas needs no more than this in its log.
    wal_level: 'minimal',
    max_wal_senders: 0,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durability === 'fast' ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', data, '-p', String(port), '-k', '', ...flags];
}

async function adopt(
  server: Server,
  options: PostgresOptions,
): Promise<{ pid: number; port: number } | null> {
  const found = leftOverPostmaster(server.data);
  if (found?.port && (!options.port || options.port === found.port)) {
    // Another release or other settings, for example those of a throw-away run, are not taken over.
    if (commandOf(found.pid) === [server.program, ...server.args(found.port)].join(' ')) {
      try {
        await ready(
          server.password,
          found.port,
          () => (isAlive(found.pid) ? null : 'it ended'),
          options.signal,
        );
        return { pid: found.pid, port: found.port };
      } catch (error) {
        options.signal?.throwIfAborted();
        options.say(`the PostgreSQL of an earlier command does not answer (${(error as Error).message})`);
      }
    }
  }
  await stopPostmasters(server.data);
  return null;
}

async function launch(server: Server, options: PostgresOptions): Promise<{ pid: number; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    options.signal?.throwIfAborted();
    // Another process may take a free port before we do, and the last connections of a killed server hold
    // its memory for a moment: both end with a second attempt.
    const port = await choosePort(host, options.port).catch((cause: Error) => {
      throw new EngineError('PostgresFailed', cause.message, { cause });
    });
    const daemon = await launchDaemon(server.account.command(server.program, server.args(port)), server.log);
    try {
      await ready(server.password, port, daemon.ended, options.signal);
      return { pid: daemon.pid, port };
    } catch (cause) {
      await stopPostmasters(server.data, daemon.pid);
      options.signal?.throwIfAborted();
      if (attempt < attemptsMax && daemon.ended()) continue;
      const reason = `${(cause as Error).message}; the end of ${server.log}:\n${logTail(server.log)}`;
      throw new EngineError('PostgresFailed', `PostgreSQL did not start: ${reason}`, { cause });
    }
  }
}

/** Waits until the server takes our connections, and gives it our database. */
async function ready(
  password: string,
  port: number,
  hopeless: () => string | null,
  signal: AbortSignal | undefined,
): Promise<void> {
  const probe = async () => {
    const client = new pg.Client({
      connectionString: address(password, port, 'postgres'),
      connectionTimeoutMillis: connectTimeoutMs,
    });
    // The server may end while it is asked: that is the probe's own failure, not an uncaught one.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const known = await client.query('select from pg_database where datname = $1', [postgresUser]);
      if (known.rowCount === 0) await client.query(`create database ${postgresUser}`);
    } finally {
      await client.end();
    }
  };
  await waitUntil(probe, { limitMs: startLimitMs, everyMs: probeIntervalMs, hopeless, signal });
}

function address(password: string, port: number, database: string): string {
  return `postgres://${postgresUser}:${password}@${host}:${port}/${database}`;
}
