import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  readonly databaseUrl: string;
  /** Removes the database, also when connections to it are still open. */
  drop(): Promise<void>;
}

/** `host:port` of the Temporal server of this run. */
export function temporalAddress(): string {
  return inject('temporalAddress');
}

/**
 * A fresh, empty database on the PostgreSQL of this run. `beforeAll` makes it and hands `drop` to `afterAll`;
 * what a test forgets goes with the run.
 */
export async function createDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name}`);
  const url = new URL(inject('databaseAdminUrl'));
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, drop: () => administer(`drop database if exists ${name} with (force)`) };
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseAdminUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
