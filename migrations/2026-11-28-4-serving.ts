import { type Kysely, sql } from 'kysely';

/** How a family's checkpoints come to their endpoint, and which evaluation has an endpoint to itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const schema = db.withSchema('etude').schema;
  await schema
    .alterTable('families')
    .addColumn('serve_command', 'jsonb')
    .addColumn('serve_timeout_ms', 'integer', (c) => c.notNull().defaultTo(600_000))
    .addColumn('lora_path', 'text')
    .execute();
  await schema
    .createTable('servings')
    .addColumn('resource', 'text', (c) => c.primaryKey())
    .addColumn('evaluation_id', 'bigint', (c) => c.notNull().references('etude.evaluations.id'))
    .addColumn('holder', 'text')
    .addColumn('host', 'text')
    .addColumn('pid', 'integer')
    .addColumn('process_start', 'text')
    .addColumn('ready_at', 'timestamptz')
    .addColumn('taken_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .execute();
  await schema.createIndex('servings_evaluation').on('servings').column('evaluation_id').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const schema = db.withSchema('etude').schema;
  await schema.dropTable('servings').execute();
  await schema
    .alterTable('families')
    .dropColumn('serve_command')
    .dropColumn('serve_timeout_ms')
    .dropColumn('lora_path')
    .execute();
}
