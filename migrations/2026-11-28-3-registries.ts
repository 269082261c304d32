import type { Kysely } from 'kysely';

/** The key that a family's registry is read with, which of its checkpoints are followed, and what its tokens cost. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db
    .withSchema('etude')
    .schema.alterTable('families')
    .addColumn('registry_key_variable', 'text')
    .addColumn('registry_origin', 'text')
    .addColumn('from_step', 'bigint')
    .addColumn('every_steps', 'bigint')
    .addColumn('latest_only', 'boolean', (c) => c.notNull().defaultTo(false))
    .addColumn('usd_per_million_prompt', 'double precision')
    .addColumn('usd_per_million_completion', 'double precision')
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db
    .withSchema('etude')
    .schema.alterTable('families')
    .dropColumn('registry_key_variable')
    .dropColumn('registry_origin')
    .dropColumn('from_step')
    .dropColumn('every_steps')
    .dropColumn('latest_only')
    .dropColumn('usd_per_million_prompt')
    .dropColumn('usd_per_million_completion')
    .execute();
}
