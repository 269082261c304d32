import type { ClientContext } from '../client/trackers.ts';
import { type Config, readConfig } from '../config.ts';
import { readRuntime } from '../engine/runtime.ts';
import { type Db, isMigrated, openDatabase } from '../schema/database.ts';
import { CliError, exitCodes, say } from './output.ts';

const connectionsMax = 4;
const patienceMs = 10_000;

/** Addresses of the engine that the environment names or that runs on the state folder, as far as there are any. */
export async function engineAddresses(config: Config) {
  const runtime = await readRuntime(config.stateDirectory);
  return {
    databaseUrl: config.databaseUrl || runtime?.databaseUrl,
    temporalAddress: config.temporalAddress || runtime?.temporalAddress,
  };
}

/** The error of a command that needs an engine where none runs. */
export function nothingRuns(config: Config): CliError {
  return new CliError(
    `no engine runs on ${config.stateDirectory}: start one with \`./etude up\`, or set ETUDE_DATABASE_URL and ETUDE_TEMPORAL_ADDRESS`,
    exitCodes.serverUnreachable,
  );
}

/** Opens the running engine's database for `work`, and closes it. Throws `CliError` where there is none. */
export async function withDatabase<T>(
  work: (reached: { readonly db: Db; readonly config: Config }) => Promise<T>,
): Promise<T> {
  const config = readConfig(process.env);
  const { databaseUrl } = await engineAddresses(config);
  if (!databaseUrl) throw nothingRuns(config);
  const db = openDatabase({ connectionString: databaseUrl, connectionsMax, applicationName: 'etude' });
  try {
    if (!(await isMigrated(db))) {
      throw new CliError(
        'the database has no tables of EtudeEval yet: a worker makes them when it starts, with `./etude up` or `./etude worker`',
        exitCodes.serverUnreachable,
      );
    }
    return await work({ db, config });
  } finally {
    await db.destroy();
  }
}

/** The same for commands that can do without: the database is null where no engine runs or it has no tables yet. */
export async function withDatabaseIfAny<T>(work: (db: Db | null) => Promise<T>): Promise<T> {
  const { databaseUrl } = await engineAddresses(readConfig(process.env));
  if (!databaseUrl) return await work(null);
  const db = openDatabase({ connectionString: databaseUrl, connectionsMax, applicationName: 'etude' });
  try {
    return await work((await isMigrated(db)) ? db : null);
  } finally {
    await db.destroy();
  }
}

/** The same with a connection to Temporal, for commands that give orders. */
export async function withEngine<T>(work: (context: ClientContext) => Promise<T>): Promise<T> {
  return await withDatabase(async ({ db, config }) => {
    const { temporalAddress } = await engineAddresses(config);
    if (!temporalAddress) throw nothingRuns(config);
    const { connectTemporal } = await import('../client/connection.ts');
    const temporal = await connectTemporal(temporalAddress, config.temporalNamespace);
    try {
      return await work({ db, temporal: temporal.client, queueSuffix: config.queueSuffix });
    } finally {
      await temporal.close();
    }
  });
}

/** Awaits an order; says after some seconds what it is waiting for, since without a worker nobody answers. */
export async function patiently<T>(order: Promise<T>): Promise<T> {
  const timer = setTimeout(
    () =>
      say(
        'no worker has answered yet: it is busy, or none runs (`./etude up` and `./etude worker` run one) …',
      ),
    patienceMs,
  );
  try {
    return await order;
  } finally {
    clearTimeout(timer);
  }
}
