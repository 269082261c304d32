import { promises as fs } from 'node:fs';
import path from 'node:path';
import { FileMigrationProvider, type MigrationResult, Migrator } from 'kysely/migration';
import type { Db } from './database.ts';

const migrationFolder = path.join(import.meta.dirname, '..', 'migrations');

/** The database was migrated by a newer release than this one. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

/**
 * Brings the database to this release's schema; safe to call from several processes at once (kysely takes an
 * advisory lock). Returns the names of the migrations that it ran.
 */
export async function migrate(db: Db): Promise<string[]> {
  const provider = new FileMigrationProvider({ fs, path, migrationFolder });
  await refuseNewer(db, Object.keys(await provider.getMigrations()));
  const migrator = new Migrator({ db, provider, migrationTableSchema: 'public' });
  // `migrateToLatest` reports a failure in its answer and never throws.
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).filter(ran).map((result) => result.migrationName);
}

async function refuseNewer(db: Db, known: readonly string[]): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.schema === 'public' && table.name === 'kysely_migration')) return;
  const applied = await db
    .withTables<{ 'public.kysely_migration': { name: string } }>()
    .selectFrom('public.kysely_migration')
    .select('name')
    .execute();
  const unknown = applied.filter((row) => !known.includes(row.name)).map((row) => row.name);
  if (unknown.length > 0) {
    throw new NewerDatabaseError(
      `The database was migrated by a newer EtudeEval (${unknown.join(', ')}): update this installation, or point it at another state folder.`,
    );
  }
}

function ran(result: MigrationResult): boolean {
  return result.status === 'Success';
}
