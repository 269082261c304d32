import { type Kysely, type SchemaModule, sql } from 'kysely';

/** The practice phase: what was shown, what was planned and why, what a run was expected to take. All insert-only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const etude = db.withSchema('etude').schema;

  await etude
    .createTable('notebooks')
    .addColumn('session_id', 'bigint', (c) => c.notNull().references('etude.sessions.id'))
    .addColumn('round', 'integer', (c) => c.notNull())
    .addColumn('skill', 'text', (c) => c.notNull())
    .addColumn('ordinals', 'jsonb', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('tokens', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('notebooks_key', ['session_id', 'round', 'skill'])
    .execute();

  await etude
    .createTable('practice_blocks')
    .addColumn('session_id', 'bigint', (c) => c.notNull().references('etude.sessions.id'))
    .addColumn('round', 'integer', (c) => c.notNull())
    .addColumn('state', 'jsonb', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('practice_blocks_key', ['session_id', 'round'])
    .execute();

  await etude
    .createTable('expectations')
    .addColumn('evaluation_id', 'bigint', (c) => c.primaryKey().references('etude.evaluations.id'))
    .addColumn('tasks', 'integer', (c) => c.notNull())
    .addColumn('prompt_tokens', 'bigint', (c) => c.notNull())
    .addColumn('completion_tokens', 'bigint', (c) => c.notNull())
    .addColumn('minutes', 'double precision', (c) => c.notNull())
    .addColumn('basis', 'jsonb', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .execute();

  await etude.alterTable('sessions').addColumn('practice_stop_reason', 'text').execute();
  await etude
    .alterTable('efficiencies')
    .addColumn('detail', 'jsonb', (c) => c.notNull().defaultTo(sql`'{}'::jsonb`))
    .execute();

  // A new scale version re-scores history beside the old one: each scale has a current row of its own.
  await etude.dropIndex('efficiencies_current_key').execute();
  await currentKey(etude, ['family_id', 'checkpoint_id', 'protocol_id', 'domain', 'kind', 'scale']);
}

async function currentKey(etude: SchemaModule, columns: string[]): Promise<void> {
  await etude
    .createIndex('efficiencies_current_key')
    .unique()
    .on('efficiencies')
    .columns(columns)
    .where(sql.ref('current'), '=', sql.lit(true))
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const etude = db.withSchema('etude').schema;
  await etude.dropIndex('efficiencies_current_key').execute();
  await currentKey(etude, ['family_id', 'checkpoint_id', 'protocol_id', 'domain', 'kind']);
  await etude.alterTable('efficiencies').dropColumn('detail').execute();
  await etude.alterTable('sessions').dropColumn('practice_stop_reason').execute();
  await etude.dropTable('expectations').execute();
  await etude.dropTable('practice_blocks').execute();
  await etude.dropTable('notebooks').execute();
}
