import { type RawBuilder, sql, type Updateable } from 'kysely';
import type { Db } from './database.ts';
import { endpointColumns } from './endpoints.ts';
import type { ServingTable } from './tables/servings.ts';

/** How an evaluation's checkpoint comes to its endpoint. */
export async function servingOrder(db: Db, evaluationId: number) {
  return await db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('families', 'families.id', 'checkpoints.family_id')
    .innerJoin('endpoints', 'endpoints.id', 'families.endpoint_id')
    .select([
      'families.slug as family',
      'families.model_template as modelTemplate',
      'families.serve_command as command',
      'families.serve_timeout_ms as timeoutMs',
      'families.lora_path as loraPath',
      'checkpoints.label as label',
      'checkpoints.step as step',
      'checkpoints.digest as digest',
      'checkpoints.location as location',
      ...endpointColumns,
    ])
    .where('evaluations.id', '=', evaluationId)
    .executeTakeFirstOrThrow();
}

export type ServingOrder = Awaited<ReturnType<typeof servingOrder>>;

/** Whether a checkpoint of the family has to be served before it can be asked. */
export const needsServing: RawBuilder<boolean> = sql<boolean>`(families.serve_command is not null
  or families.lora_path is not null)`;

/** Whether the evaluation is served and may not be asked now: its server starts, or is started again. */
export const servingPending: RawBuilder<boolean> = sql<boolean>`exists (select from servings
  where servings.evaluation_id = evaluations.id and servings.ready_at is null)`;

/**
 * Takes a resource for an evaluation; false while another one that runs has it. What an ended evaluation left behind is
 * in the row, for whoever serves next to clean up. Safe to run twice.
 */
export async function takeResource(db: Db, resource: string, evaluationId: number): Promise<boolean> {
  await db
    .deleteFrom('servings')
    .where('evaluation_id', '=', evaluationId)
    .where('resource', '!=', resource)
    .execute();
  await db
    .insertInto('servings')
    .values({
      resource,
      evaluation_id: evaluationId,
      holder: null,
      host: null,
      pid: null,
      process_start: null,
      ready_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .column('resource')
        .doUpdateSet({ evaluation_id: evaluationId, ready_at: null, taken_at: sql`now()` })
        .where('servings.evaluation_id', '!=', evaluationId)
        .where(
          sql<boolean>`not exists (select from evaluations
            where evaluations.id = servings.evaluation_id and evaluations.state = 'running')`,
        ),
    )
    .execute();
  const row = await db
    .selectFrom('servings')
    .select('evaluation_id')
    .where('resource', '=', resource)
    .executeTakeFirst();
  return row?.evaluation_id === evaluationId;
}

/** A process that serves, as the machine that it runs on knows it. */
export interface ServingProcess {
  readonly host: string;
  readonly pid: number;
  readonly start: string;
}

/** One attempt at serving an evaluation. */
export interface Tenure {
  readonly resource: string;
  readonly evaluationId: number;
  readonly holder: string;
}

/**
 * Makes this attempt the one that serves; until it is ready nothing is asked. Undefined where the evaluation does not
 * have the resource; else the process that served there last, if it was not seen to end.
 */
export async function beginTenure(
  db: Db,
  { resource, evaluationId, holder }: Tenure,
): Promise<{ readonly left: ServingProcess | null } | undefined> {
  const row = await db
    .updateTable('servings')
    .set({ holder, ready_at: null })
    .where('resource', '=', resource)
    .where('evaluation_id', '=', evaluationId)
    .returning(['host', 'pid', 'process_start'])
    .executeTakeFirst();
  if (!row) return undefined;
  const { host, pid, process_start: start } = row;
  return { left: host !== null && pid !== null && start !== null ? { host, pid, start } : null };
}

/** Records the process that serves from now on; false, as below, where another attempt has taken over. */
export async function recordProcess(db: Db, tenure: Tenure, process: ServingProcess): Promise<boolean> {
  const { host, pid, start } = process;
  return await update(db, tenure, { host, pid, process_start: start });
}

/** Lets the evaluation be asked. */
export async function markServed(db: Db, tenure: Tenure): Promise<boolean> {
  return await update(db, tenure, { ready_at: new Date() });
}

/** Has the evaluation wait before it asks on. */
export async function holdTenure(db: Db, tenure: Tenure): Promise<boolean> {
  return await update(db, tenure, { ready_at: null });
}

async function update(
  db: Db,
  { resource, holder }: Tenure,
  values: Updateable<ServingTable>,
): Promise<boolean> {
  const result = await db
    .updateTable('servings')
    .set(values)
    .where('resource', '=', resource)
    .where('holder', '=', holder)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Gives the resource to whoever waits for it. */
export async function endTenure(db: Db, { resource, holder }: Tenure): Promise<void> {
  await db.deleteFrom('servings').where('resource', '=', resource).where('holder', '=', holder).execute();
}

/** Processes on a machine that serve no evaluation any more: their workers died before they could end them. */
export async function abandonedServings(db: Db, host: string) {
  const rows = await db
    .selectFrom('servings')
    .innerJoin('evaluations', 'evaluations.id', 'servings.evaluation_id')
    .select([
      'servings.resource as resource',
      'servings.evaluation_id as evaluationId',
      'servings.pid as pid',
      'servings.process_start as start',
    ])
    .where('servings.host', '=', host)
    .where('evaluations.state', 'not in', ['running', 'pending'])
    .execute();
  return rows.flatMap(({ resource, evaluationId, pid, start }) =>
    pid === null || start === null ? [] : [{ resource, evaluationId, left: { pid, start } }],
  );
}

/** Forgets a serving, unless another evaluation has the resource by now. */
export async function dropServing(db: Db, resource: string, evaluationId: number): Promise<void> {
  await db
    .deleteFrom('servings')
    .where('resource', '=', resource)
    .where('evaluation_id', '=', evaluationId)
    .execute();
}
