import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

/** What is followed, what is measured, and the runs of it. Natural keys are unique constraints. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create schema if not exists etude`.execute(db);
  const etude = db.withSchema('etude');
  await createRegister(etude);
  await createProtocols(etude);
  await createEvaluations(etude);
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
    .addColumn('session_budget_tokens', 'bigint')
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

  await db.schema
    .createTable('checkpoint_places')
    .addColumn('family_id', 'bigint', (c) => c.notNull().references('etude.families.id'))
    .addColumn('location', 'text', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('fingerprint', 'text')
    .addColumn('checkpoint_id', 'bigint', (c) => c.notNull().references('etude.checkpoints.id'))
    .addPrimaryKeyConstraint('checkpoint_places_key', ['family_id', 'location'])
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
