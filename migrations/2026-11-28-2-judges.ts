import { type Kysely, type SchemaModule, sql } from 'kysely';

/**
 * Judge models, who of them reads a session's judged answers, and every call to them. `panels` and all that begins with
 * `judge_` are insert-only. Judged tasks stand on no scale, so they have no difficulty.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const etude = db.withSchema('etude').schema;

  await etude.alterTable('families').addColumn('model_family', 'text').execute();
  await etude
    .alterTable('tasks')
    .alterColumn('difficulty', (column) => column.dropNotNull())
    .execute();
  await knownPhases(etude, sql`phase in ('placement', 'practice', 'judged')`);
  await knownPurposes(etude, sql`purpose in ('probe', 'measurement', 'fit', 'anchor', 'practice', 'judged')`);
  await etude
    .alterTable('tasks')
    .addCheckConstraint('tasks_difficulty_on_scale', sql`(difficulty is null) = (phase = 'judged')`)
    .execute();

  await etude
    .createTable('judges')
    .addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('endpoint_id', 'bigint', (c) => c.notNull().references('etude.endpoints.id'))
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('model_family', 'text', (c) => c.notNull())
    .addColumn('max_tokens', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .addColumn('removed_at', 'timestamptz')
    .execute();
  // A panel whose members are of one family would count its taste more than once.
  await etude
    .createIndex('judges_family_key')
    .unique()
    .on('judges')
    .column('model_family')
    .where(sql.ref('removed_at'), 'is', null)
    .execute();

  await etude
    .createTable('panels')
    .addColumn('session_id', 'bigint', (c) => c.primaryKey().references('etude.sessions.id'))
    .addColumn('judge_ids', 'jsonb', (c) => c.notNull())
    .addColumn('anchor_task_ids', 'jsonb', (c) => c.notNull())
    .addColumn('skipped', 'text')
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .addCheckConstraint('panels_judge_or_skip', sql`(skipped is null) = (jsonb_array_length(judge_ids) > 0)`)
    .execute();

  await etude
    .createTable('judge_calls')
    .addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('task_id', 'bigint', (c) => c.notNull().references('etude.tasks.id'))
    .addColumn('judge_id', 'bigint', (c) => c.notNull().references('etude.judges.id'))
    .addColumn('occasion', 'integer', (c) => c.notNull())
    .addColumn('call', 'integer', (c) => c.notNull())
    .addColumn('nonce', 'text', (c) => c.notNull())
    .addColumn('sent_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .addUniqueConstraint('judge_calls_key', ['task_id', 'judge_id', 'occasion', 'call'])
    .execute();

  await etude
    .createTable('judge_call_failures')
    .addColumn('call_id', 'bigint', (c) => c.primaryKey().references('etude.judge_calls.id'))
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('status', 'integer')
    .addColumn('message', 'text', (c) => c.notNull())
    .addColumn('retry_after_ms', 'integer')
    .addColumn('failed_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .execute();

  await etude
    .createTable('judge_answers')
    .addColumn('task_id', 'bigint', (c) => c.notNull().references('etude.tasks.id'))
    .addColumn('judge_id', 'bigint', (c) => c.notNull().references('etude.judges.id'))
    .addColumn('occasion', 'integer', (c) => c.notNull())
    .addColumn('call_id', 'bigint', (c) => c.notNull().references('etude.judge_calls.id'))
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('finish_reason', 'text', (c) => c.notNull())
    .addColumn('prompt_tokens', 'integer')
    .addColumn('completion_tokens', 'integer')
    .addColumn('reasoning_tokens', 'integer')
    .addColumn('latency_ms', 'double precision', (c) => c.notNull())
    .addColumn('answered_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('judge_answers_key', ['task_id', 'judge_id', 'occasion'])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const etude = db.withSchema('etude').schema;
  for (const table of ['judge_answers', 'judge_call_failures', 'judge_calls', 'panels', 'judges']) {
    await etude.dropTable(table).execute();
  }
  await etude.alterTable('tasks').dropConstraint('tasks_difficulty_on_scale').execute();
  await knownPhases(etude, sql`phase in ('placement', 'practice')`);
  await knownPurposes(etude, sql`purpose in ('probe', 'measurement', 'fit', 'anchor', 'practice')`);
  await etude
    .alterTable('tasks')
    .alterColumn('difficulty', (column) => column.setNotNull())
    .execute();
  await etude.alterTable('families').dropColumn('model_family').execute();
}

async function knownPhases(etude: SchemaModule, check: ReturnType<typeof sql>): Promise<void> {
  await etude.alterTable('tasks').dropConstraint('tasks_phase_known').execute();
  await etude.alterTable('tasks').addCheckConstraint('tasks_phase_known', check).execute();
}

async function knownPurposes(etude: SchemaModule, check: ReturnType<typeof sql>): Promise<void> {
  await etude.alterTable('tasks').dropConstraint('tasks_purpose_known').execute();
  await etude.alterTable('tasks').addCheckConstraint('tasks_purpose_known', check).execute();
}
