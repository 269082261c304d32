import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

/** Attempts and what they come to. Hot tables have bigint keys; `tasks`, `inference_calls`, `call_failures`,
 * `answers`, `grades` and `abilities` are only ever inserted into. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const etude = db.withSchema('etude');
  await createAttempts(etude);
  await createResults(etude);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const etude = db.withSchema('etude').schema;
  await etude.dropTable('changes').execute();
  await etude.dropTable('efficiencies').execute();
  await etude.dropTable('baselines').execute();
  await etude.dropTable('abilities').execute();
  await etude.dropTable('ratings').execute();
  await etude.dropTable('grades').execute();
  await etude.dropTable('answers').execute();
  await etude.dropTable('call_failures').execute();
  await etude.dropTable('inference_calls').execute();
  await etude.dropTable('tasks').execute();
}

const now = sql`now()`;

function withId<T extends string>(table: CreateTableBuilder<T>) {
  return table.addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity());
}

/** Tasks put to models: every request ever sent is counted, every answer kept, every grade versioned. */
async function createAttempts(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('tasks'))
    .addColumn('session_id', 'bigint', (c) => c.notNull().references('etude.sessions.id'))
    .addColumn('family_id', 'bigint', (c) => c.notNull().references('etude.families.id'))
    .addColumn('ordinal', 'integer', (c) => c.notNull())
    .addColumn('round', 'integer', (c) => c.notNull())
    .addColumn('phase', 'text', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('skill', 'text', (c) => c.notNull())
    .addColumn('skin', 'text', (c) => c.notNull())
    .addColumn('parameters', 'jsonb', (c) => c.notNull())
    .addColumn('features', 'jsonb', (c) => c.notNull())
    .addColumn('difficulty', 'double precision', (c) => c.notNull())
    .addColumn('seed', 'text', (c) => c.notNull())
    .addColumn('prompt', 'text', (c) => c.notNull())
    .addColumn('reference', 'jsonb', (c) => c.notNull())
    .addColumn('canonical', 'text', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('tasks_key', ['session_id', 'ordinal'])
    .addCheckConstraint('tasks_phase_known', sql`phase in ('placement', 'practice')`)
    .addCheckConstraint(
      'tasks_purpose_known',
      sql`purpose in ('probe', 'measurement', 'fit', 'anchor', 'practice')`,
    )
    .execute();
  await db.schema.createIndex('tasks_by_canonical').on('tasks').columns(['family_id', 'canonical']).execute();

  await withId(db.schema.createTable('inference_calls'))
    .addColumn('task_id', 'bigint', (c) => c.notNull().references('etude.tasks.id'))
    .addColumn('call', 'integer', (c) => c.notNull())
    .addColumn('endpoint_id', 'bigint', (c) => c.notNull().references('etude.endpoints.id'))
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('sent_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('inference_calls_key', ['task_id', 'call'])
    .execute();

  await db.schema
    .createTable('call_failures')
    .addColumn('call_id', 'bigint', (c) => c.primaryKey().references('etude.inference_calls.id'))
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('status', 'integer')
    .addColumn('message', 'text', (c) => c.notNull())
    .addColumn('retry_after_ms', 'integer')
    .addColumn('failed_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .execute();

  await db.schema
    .createTable('answers')
    .addColumn('task_id', 'bigint', (c) => c.primaryKey().references('etude.tasks.id'))
    .addColumn('call_id', 'bigint', (c) => c.notNull().references('etude.inference_calls.id'))
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('finish_reason', 'text', (c) => c.notNull())
    .addColumn('prompt_tokens', 'integer')
    .addColumn('completion_tokens', 'integer')
    .addColumn('reasoning_tokens', 'integer')
    .addColumn('latency_ms', 'double precision', (c) => c.notNull())
    .addColumn('answered_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .execute();

  await db.schema
    .createTable('grades')
    .addColumn('task_id', 'bigint', (c) => c.notNull().references('etude.tasks.id'))
    .addColumn('grader_version', 'integer', (c) => c.notNull())
    .addColumn('category', 'smallint', (c) => c.notNull())
    .addColumn('score', 'double precision', (c) => c.notNull())
    .addColumn('cause', 'text')
    .addColumn('graded_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('grades_key', ['task_id', 'grader_version'])
    .addCheckConstraint('grades_category_range', sql`category between 0 and 4`)
    .addCheckConstraint('grades_score_is_category', sql`score = category / 4.0`)
    .execute();

  await db.schema
    .createTable('ratings')
    .addColumn('task_id', 'bigint', (c) => c.notNull().references('etude.tasks.id'))
    .addColumn('criterion', 'text', (c) => c.notNull())
    .addColumn('rater', 'text', (c) => c.notNull())
    .addColumn('occasion', 'integer', (c) => c.notNull())
    .addColumn('score', 'double precision', (c) => c.notNull())
    .addColumn('rated_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('ratings_key', ['task_id', 'criterion', 'rater', 'occasion'])
    .execute();
}

/** What the grades come to: abilities along a session, the efficiency series, verdicts, baselines. */
async function createResults(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('abilities')
    .addColumn('session_id', 'bigint', (c) => c.notNull().references('etude.sessions.id'))
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('scale_id', 'bigint', (c) => c.notNull().references('etude.scales.id'))
    .addColumn('grader_version', 'integer', (c) => c.notNull())
    .addColumn('theta', 'double precision', (c) => c.notNull())
    .addColumn('sd', 'double precision', (c) => c.notNull())
    .addColumn('lo', 'double precision', (c) => c.notNull())
    .addColumn('hi', 'double precision', (c) => c.notNull())
    .addColumn('skills', 'jsonb', (c) => c.notNull())
    .addColumn('computed_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('abilities_key', ['session_id', 'position', 'scale_id', 'grader_version'])
    .execute();

  await withId(db.schema.createTable('baselines'))
    .addColumn('family_id', 'bigint', (c) => c.notNull().references('etude.families.id'))
    .addColumn('protocol_id', 'bigint', (c) => c.notNull().references('etude.protocols.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('unit', 'text', (c) => c.notNull())
    .addColumn('grader_version', 'integer', (c) => c.notNull())
    .addColumn('checkpoint_id', 'bigint', (c) => c.references('etude.checkpoints.id'))
    .addColumn('curve', 'jsonb', (c) => c.notNull())
    .addColumn('curve_digest', 'text', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('baselines_key', ['family_id', 'protocol_id', 'kind', 'version'])
    .addCheckConstraint('baselines_kind_known', sql`kind in ('training', 'practice')`)
    .execute();

  await withId(db.schema.createTable('efficiencies'))
    .addColumn('family_id', 'bigint', (c) => c.notNull().references('etude.families.id'))
    .addColumn('checkpoint_id', 'bigint', (c) => c.notNull().references('etude.checkpoints.id'))
    .addColumn('evaluation_id', 'bigint', (c) => c.notNull().references('etude.evaluations.id'))
    .addColumn('protocol_id', 'bigint', (c) => c.notNull().references('etude.protocols.id'))
    .addColumn('domain', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('scale', 'text', (c) => c.notNull())
    .addColumn('grader_version', 'integer', (c) => c.notNull())
    .addColumn('baseline_id', 'bigint', (c) => c.references('etude.baselines.id'))
    .addColumn('unit', 'text')
    .addColumn('compute', 'double precision')
    .addColumn('theta', 'double precision')
    .addColumn('theta_sd', 'double precision')
    .addColumn('performance', 'double precision', (c) => c.notNull())
    .addColumn('performance_lo', 'double precision', (c) => c.notNull())
    .addColumn('performance_hi', 'double precision', (c) => c.notNull())
    .addColumn('accuracy', 'double precision')
    .addColumn('accuracy_lo', 'double precision')
    .addColumn('accuracy_hi', 'double precision')
    .addColumn('accuracy_n', 'integer', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('pe', 'double precision')
    .addColumn('pe_lo', 'double precision')
    .addColumn('pe_hi', 'double precision')
    .addColumn('pe_above_one', 'double precision')
    .addColumn('window_lo', 'double precision')
    .addColumn('window_hi', 'double precision')
    .addColumn('pe_partial', 'double precision')
    .addColumn('area_difference', 'double precision')
    .addColumn('area_difference_lo', 'double precision')
    .addColumn('area_difference_hi', 'double precision')
    .addColumn('gain', 'double precision')
    .addColumn('gain_lo', 'double precision')
    .addColumn('gain_hi', 'double precision')
    .addColumn('gain_relative', 'double precision')
    .addColumn('flat', 'boolean')
    .addColumn('reason', 'text')
    .addColumn('flags', 'jsonb', (c) => c.notNull())
    .addColumn('curve_digest', 'text', (c) => c.notNull())
    .addColumn('current', 'boolean', (c) => c.notNull())
    .addColumn('recorded_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addCheckConstraint('efficiencies_kind_known', sql`kind in ('training', 'practice')`)
    .execute();
  await db.schema
    .createIndex('efficiencies_current_key')
    .unique()
    .on('efficiencies')
    .columns(['family_id', 'checkpoint_id', 'protocol_id', 'domain', 'kind'])
    .where(sql.ref('current'), '=', sql.lit(true))
    .execute();

  await withId(db.schema.createTable('changes'))
    .addColumn('family_id', 'bigint', (c) => c.notNull().references('etude.families.id'))
    .addColumn('protocol_id', 'bigint', (c) => c.notNull().references('etude.protocols.id'))
    .addColumn('from_evaluation_id', 'bigint', (c) => c.notNull().references('etude.evaluations.id'))
    .addColumn('to_evaluation_id', 'bigint', (c) => c.notNull().references('etude.evaluations.id'))
    .addColumn('domain', 'text', (c) => c.notNull())
    .addColumn('scale', 'text', (c) => c.notNull())
    .addColumn('grader_version', 'integer', (c) => c.notNull())
    .addColumn('difference', 'double precision', (c) => c.notNull())
    .addColumn('variance', 'double precision', (c) => c.notNull())
    .addColumn('p_value', 'double precision', (c) => c.notNull())
    .addColumn('detectable', 'double precision', (c) => c.notNull())
    .addColumn('verdict', 'text', (c) => c.notNull())
    .addColumn('decided_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('changes_key', [
      'from_evaluation_id',
      'to_evaluation_id',
      'domain',
      'scale',
      'grader_version',
    ])
    .addCheckConstraint(
      'changes_verdict_known',
      sql`verdict in ('regression', 'improvement', 'equivalent', 'inconclusive')`,
    )
    .execute();
}
