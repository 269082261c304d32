import { type Kysely, sql } from 'kysely';

/**
 * Ratings by people and judges, the blind sheets that they come from, and the aspects of grades. All insert-only. No
 * release before this one has written a rating.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const etude = db.withSchema('etude').schema;

  await etude.alterTable('grades').addColumn('aspects', 'jsonb').execute();

  await etude
    .createTable('rating_exports')
    .addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('seed', 'text', (c) => c.notNull().unique())
    .addColumn('criteria', 'jsonb', (c) => c.notNull())
    .addColumn('score_max', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .execute();

  await etude
    .createTable('rating_responses')
    .addColumn('export_id', 'bigint', (c) => c.notNull().references('etude.rating_exports.id'))
    .addColumn('task_id', 'bigint', (c) => c.notNull().references('etude.tasks.id'))
    .addColumn('anchor', 'boolean', (c) => c.notNull())
    .addColumn('held_out', 'boolean', (c) => c.notNull())
    .addColumn('length', 'integer', (c) => c.notNull())
    .addColumn('criteria', 'jsonb')
    .addPrimaryKeyConstraint('rating_responses_key', ['export_id', 'task_id'])
    .execute();

  await etude
    .createTable('rating_sheets')
    .addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('export_id', 'bigint', (c) => c.notNull().references('etude.rating_exports.id'))
    .addColumn('rater', 'text', (c) => c.notNull())
    .addColumn('rater_kind', 'text', (c) => c.notNull())
    .addColumn('occasion', 'integer', (c) => c.notNull())
    .addUniqueConstraint('rating_sheets_key', ['export_id', 'rater', 'occasion'])
    .addCheckConstraint('rating_sheets_rater_kind_known', sql`rater_kind in ('human', 'judge')`)
    .execute();

  // A row's id is all that a rater sees of a response: it leads back to the sheet and the task.
  await etude
    .createTable('rating_rows')
    .addColumn('row_id', 'text', (c) => c.primaryKey())
    .addColumn('sheet_id', 'bigint', (c) => c.notNull().references('etude.rating_sheets.id'))
    .addColumn('place', 'integer', (c) => c.notNull())
    .addColumn('task_id', 'bigint', (c) => c.notNull().references('etude.tasks.id'))
    .addUniqueConstraint('rating_rows_key', ['sheet_id', 'task_id'])
    .execute();

  await etude.alterTable('ratings').renameColumn('rated_at', 'recorded_at').execute();
  await etude
    .alterTable('ratings')
    .addColumn('rater_kind', 'text', (c) => c.notNull())
    .addColumn('score_max', 'integer', (c) => c.notNull())
    .addColumn('sheet_id', 'bigint', (c) => c.references('etude.rating_sheets.id'))
    .execute();
  await etude
    .alterTable('ratings')
    .addCheckConstraint('ratings_rater_kind_known', sql`rater_kind in ('human', 'judge')`)
    .execute();
  await etude
    .alterTable('ratings')
    .addCheckConstraint('ratings_score_range', sql`score between 0 and score_max and score = floor(score)`)
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const etude = db.withSchema('etude').schema;
  await etude.alterTable('ratings').dropConstraint('ratings_score_range').execute();
  await etude
    .alterTable('ratings')
    .dropColumn('sheet_id')
    .dropColumn('score_max')
    .dropColumn('rater_kind')
    .execute();
  await etude.alterTable('ratings').renameColumn('recorded_at', 'rated_at').execute();
  await etude.dropTable('rating_rows').execute();
  await etude.dropTable('rating_sheets').execute();
  await etude.dropTable('rating_responses').execute();
  await etude.dropTable('rating_exports').execute();
  await etude.alterTable('grades').dropColumn('aspects').execute();
}
