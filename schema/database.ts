import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Database } from './tables.ts';

export type Db = Kysely<Database>;

// 64-bit integers here are keys, steps and counts, all far below 2^53; a numeric never leaves the database.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly connectionsMax: number;
  readonly applicationName: string;
}

/** Opens a pool whose sessions see the schema `etude`. The caller destroys it. */
export function openDatabase(options: DatabaseOptions): Db {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.connectionsMax,
    application_name: options.applicationName,
    options: '-c search_path=etude',
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that the server closes is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** True when the schema answers: used to tell "no database" from "not migrated yet". */
export async function isMigrated(db: Db): Promise<boolean> {
  const result = await sql<{
    found: boolean;
  }>`select to_regclass('etude.families') is not null as found`.execute(db);
  return result.rows[0]?.found ?? false;
}
