import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

/**
 * The first schema. Natural keys are unique constraints; hot tables have bigint keys; `tasks`,
 * `inference_calls`, `call_failures`, `answers`, `grades`, `abilities` are only ever inserted into.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create schema if not exists etude`.execute(db);
  const etude = db.withSchema('etude');
  await createRegister(etude);
  await createProtocols(etude);
  await createEvaluations(etude);
  await createAttempts(etude);
  await createResults(etude);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop schema etude cascade`.execute(db);
}

const now = sql`now()`;

function withId<T extends string>(table: CreateTableBuilder<T>) {
  return table.addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity());
}

/** What is followed: endpoints, families, checkpoints. */
async function createRegister(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('endpoints'))
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('base_url', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('api_key_variable', 'text')
    .addColumn('connections_max', 'integer', (c) => c.notNull())
    .addColumn('not_before', 'timestamptz')
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('endpoints_key', ['provider', 'base_url', 'api_key_variable'], (c) =>
      c.nullsNotDistinct(),
    )
    .execute();

  await withId(db.schema.createTable('families'))
    .addColumn('slug', 'text', (c) => c.notNull().unique())
    .addColumn('registry', 'text', (c) => c.notNull())
    .addColumn('endpoint_id', 'bigint', (c) => c.notNull().references('etude.endpoints.id'))
    .addColumn('model_template', 'text', (c) => c.notNull())
    .addColumn('parameter_count', 'double precision')
    .addColumn('compute_origin', 'text', (c) => c.notNull())
    .addColumn('compute_note', 'text')
    .addColumn('compute_axis', 'text')
    .addColumn('baseline', 'text')
    .addColumn('poll_interval_ms', 'integer', (c) => c.notNull())
    .addColumn('evaluations_open_max', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('registry_report', 'jsonb')
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addCheckConstraint('families_slug_form', sql`slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'`)
    .addCheckConstraint('families_state_known', sql`state in ('active', 'paused', 'stopped')`)
    .addCheckConstraint(
      'families_compute_origin_known',
      sql`compute_origin in ('scratch', 'start-checkpoint')`,
    )
    .execute();

  await withId(db.schema.createTable('checkpoints'))
    .addColumn('family_id', 'bigint', (c) => c.notNull().references('etude.families.id'))
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('identity', 'text', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('location', 'text', (c) => c.notNull())
    .addColumn('fingerprint', 'text')
    .addColumn('step', 'bigint')
    .addColumn('tokens', 'double precision')
    .addColumn('flops', 'double precision')
    .addColumn('compute_value', 'double precision')
    .addColumn('compute_unit', 'text')
    .addColumn('registry_created_at', 'timestamptz')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('discovered_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('checkpoints_key', ['family_id', 'digest'])
    .addCheckConstraint('checkpoints_state_known', sql`state in ('ready', 'lost')`)
    .addCheckConstraint('checkpoints_identity_known', sql`identity in ('strong', 'weak')`)
    .execute();
}

/** What is measured and how: scales, suites, protocols. */
async function createProtocols(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('scales'))
    .addColumn('domain', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('provisional', 'boolean', (c) => c.notNull())
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('content', 'jsonb', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('scales_key', ['domain', 'version'])
    .execute();

  await withId(db.schema.createTable('suites'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('content', 'jsonb', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('suites_key', ['name', 'version'])
    .execute();

  await withId(db.schema.createTable('protocols'))
    .addColumn('digest', 'text', (c) => c.notNull().unique())
    .addColumn('suite_id', 'bigint', (c) => c.notNull().references('etude.suites.id'))
    .addColumn('regime', 'text', (c) => c.notNull())
    .addColumn('depth', 'text', (c) => c.notNull())
    .addColumn('decoding', 'jsonb', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addCheckConstraint('protocols_regime_known', sql`regime in ('practice', 'static')`)
    .addCheckConstraint('protocols_depth_known', sql`depth in ('quick', 'standard', 'deep')`)
    .execute();

  await db.schema
    .createTable('family_protocols')
    .addColumn('family_id', 'bigint', (c) => c.notNull().references('etude.families.id'))
    .addColumn('protocol_id', 'bigint', (c) => c.notNull().references('etude.protocols.id'))
    .addColumn('added_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('family_protocols_key', ['family_id', 'protocol_id'])
    .execute();
}

/** Runs of a protocol on a checkpoint. An opening is one try of the durable workflow; a failed one stays on record. */
async function createEvaluations(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('evaluations'))
    .addColumn('checkpoint_id', 'bigint', (c) => c.notNull().references('etude.checkpoints.id'))
    .addColumn('protocol_id', 'bigint', (c) => c.notNull().references('etude.protocols.id'))
    .addColumn('run', 'integer', (c) => c.notNull())
    .addColumn('current', 'boolean', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('root', 'text', (c) => c.notNull())
    .addColumn('root_commitment', 'text', (c) => c.notNull())
    .addColumn('root_revealed_at', 'timestamptz')
    .addColumn('failure_code', 'text')
    .addColumn('failure_message', 'text')
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addColumn('opened_at', 'timestamptz')
    .addColumn('closed_at', 'timestamptz')
    .addUniqueConstraint('evaluations_key', ['checkpoint_id', 'protocol_id', 'run'])
    .addCheckConstraint(
      'evaluations_state_known',
      sql`state in ('pending', 'running', 'completed', 'failed', 'lost')`,
    )
    .execute();
  await db.schema
    .createIndex('evaluations_current_key')
    .unique()
    .on('evaluations')
    .columns(['checkpoint_id', 'protocol_id'])
    .where(sql.ref('current'), '=', sql.lit(true))
    .execute();
  await db.schema.createIndex('evaluations_by_state').on('evaluations').column('state').execute();

  await db.schema
    .createTable('openings')
    .addColumn('evaluation_id', 'bigint', (c) => c.notNull().references('etude.evaluations.id'))
    .addColumn('opening', 'integer', (c) => c.notNull())
    .addColumn('workflow_run_id', 'text', (c) => c.notNull())
    .addColumn('opened_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addColumn('closed_at', 'timestamptz')
    .addColumn('failure_code', 'text')
    .addColumn('failure_message', 'text')
    .addPrimaryKeyConstraint('openings_key', ['evaluation_id', 'opening'])
    .addUniqueConstraint('openings_run_key', ['evaluation_id', 'workflow_run_id'])
    .execute();

  await withId(db.schema.createTable('sessions'))
    .addColumn('evaluation_id', 'bigint', (c) => c.notNull().references('etude.evaluations.id'))
    .addColumn('domain', 'text', (c) => c.notNull())
    .addColumn('scale_id', 'bigint', (c) => c.notNull().references('etude.scales.id'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('stop_reason', 'text')
    .addColumn('paused_reason', 'text')
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addColumn('closed_at', 'timestamptz')
    .addUniqueConstraint('sessions_key', ['evaluation_id', 'domain'])
    .addCheckConstraint('sessions_state_known', sql`state in ('running', 'paused', 'completed')`)
    .execute();
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
    .addColumn('area_difference', 'double precision')
    .addColumn('gain', 'double precision')
    .addColumn('gain_lo', 'double precision')
    .addColumn('gain_hi', 'double precision')
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
