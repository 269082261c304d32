import { type Selectable, sql } from 'kysely';
import type { Db } from './database.ts';
import type { Registration, TrackingChange } from './registration.ts';
import type { RegistryReport } from './shapes.ts';
import type { Database } from './tables.ts';

export type Family = Selectable<Database['families']>;
export type Endpoint = Selectable<Database['endpoints']>;

export async function findFamily(db: Db, slug: string): Promise<Family | undefined> {
  return await db.selectFrom('families').selectAll().where('slug', '=', slug).executeTakeFirst();
}

export async function listFamilies(db: Db): Promise<Family[]> {
  return await db.selectFrom('families').selectAll().orderBy('slug').execute();
}

export async function findEndpoint(db: Db, id: number): Promise<Endpoint> {
  return await db.selectFrom('endpoints').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** What a registration says of its endpoint. */
export type EndpointOrder = Pick<Registration, 'provider' | 'endpoint' | 'apiKeyEnv' | 'connections'>;

/** The id of the endpoint that a registration names; null while none is stored. */
export async function endpointKnown(
  db: Db,
  registration: Omit<EndpointOrder, 'connections'>,
): Promise<number | null> {
  const row = await db
    .selectFrom('endpoints')
    .select('id')
    .where('provider', '=', registration.provider)
    .where('base_url', '=', registration.endpoint)
    .where('api_key_variable', 'is not distinct from', registration.apiKeyEnv ?? null)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The endpoint's row, made once a provider, address and key variable. */
export async function ensureEndpoint(db: Db, registration: EndpointOrder, origin: string): Promise<number> {
  if (registration.apiKeyEnv !== undefined) await bindKey(db, registration.apiKeyEnv, origin);
  const row = await db
    .insertInto('endpoints')
    .values({
      provider: registration.provider,
      base_url: registration.endpoint,
      origin,
      api_key_variable: registration.apiKeyEnv ?? null,
      connections_max: registration.connections,
      not_before: null,
    })
    .onConflict((conflict) =>
      conflict.constraint('endpoints_key').doUpdateSet({ connections_max: registration.connections }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** A key variable belongs to the origin that it was first registered with, and to no other ever after. */
export class KeyBoundElsewhere extends Error {
  override readonly name = 'KeyBoundElsewhere';
}

/** Binds a key variable to an origin, whether an endpoint's or a registry's. Throws `KeyBoundElsewhere`. */
export async function bindKey(db: Db, variable: string, origin: string): Promise<void> {
  // Two registrations at once must not both find the variable free.
  await sql`select pg_advisory_xact_lock(hashtextextended(${variable}, 0))`.execute(db);
  const ofEndpoints = db
    .selectFrom('endpoints')
    .select('origin')
    .where('api_key_variable', '=', variable)
    .where('origin', '!=', origin);
  const ofRegistries = db
    .selectFrom('families')
    .select('registry_origin as origin')
    .where('registry_key_variable', '=', variable)
    .where('registry_origin', '!=', origin);
  const other = await ofEndpoints.unionAll(ofRegistries.$narrowType<{ origin: string }>()).executeTakeFirst();
  if (!other) return;
  throw new KeyBoundElsewhere(
    `the key in ${variable} is bound to ${other.origin} and is not sent to ${origin}: name another variable`,
  );
}

/** Where a family's checkpoints are listed and answer. */
export interface FamilyPlaces {
  readonly endpointId: number;
  /** Null for a registry that is no server. */
  readonly registryOrigin: string | null;
}

/** What a registration says that the same family may be registered with otherwise later. */
function settingsOf(registration: Registration, { endpointId, registryOrigin }: FamilyPlaces) {
  return {
    endpoint_id: endpointId,
    model_template: registration.model,
    registry_key_variable: registration.registryKeyEnv ?? null,
    registry_origin: registryOrigin,
    from_step: registration.fromStep ?? null,
    every_steps: registration.everySteps ?? null,
    latest_only: registration.latestOnly,
    usd_per_million_prompt: registration.pricePrompt ?? null,
    usd_per_million_completion: registration.priceCompletion ?? null,
    serve_command: registration.serve === undefined ? null : JSON.stringify(registration.serve),
    serve_timeout_ms: registration.serveTimeoutMs,
    lora_path: registration.loraPath ?? null,
    parameter_count: registration.parameters ?? null,
    compute_origin: registration.computeOrigin,
    compute_note: registration.computeNote ?? null,
    baseline: registration.baseline ?? null,
    poll_interval_ms: registration.everyMs,
    evaluations_open_max: registration.openMax,
    session_budget_tokens: registration.budgetTokens ?? null,
    model_family: registration.modelFamily ?? null,
    state: 'active' as const,
  };
}

/** Inserts the family or leaves the one that is there; tells which. */
export async function insertFamily(
  db: Db,
  registration: Registration,
  places: FamilyPlaces,
): Promise<{ family: Family; created: boolean }> {
  const inserted = await db
    .insertInto('families')
    .values({
      slug: registration.name,
      registry: registration.registry,
      ...settingsOf(registration, places),
      compute_axis: null,
      registry_report: null,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted) return { family: inserted, created: true };
  const family = await findFamily(db, registration.name);
  if (!family) throw new Error(`family ${registration.name} vanished while it was registered`);
  return { family, created: false };
}

/** Applies what may change when a family is registered again with the same registry. */
export async function updateFamily(
  db: Db,
  id: number,
  registration: Registration,
  places: FamilyPlaces,
): Promise<void> {
  await db.updateTable('families').set(settingsOf(registration, places)).where('id', '=', id).execute();
}

export async function addFamilyProtocol(db: Db, familyId: number, protocolId: number): Promise<void> {
  await db
    .insertInto('family_protocols')
    .values({ family_id: familyId, protocol_id: protocolId })
    .onConflict((conflict) =>
      conflict.columns(['family_id', 'protocol_id']).doUpdateSet({ added_at: sql`clock_timestamp()` }),
    )
    .execute();
}

export async function changeFamily(
  db: Db,
  slug: string,
  change: TrackingChange,
): Promise<Family | undefined> {
  const values = {
    ...(change.everyMs === undefined ? {} : { poll_interval_ms: change.everyMs }),
    ...(change.openMax === undefined ? {} : { evaluations_open_max: change.openMax }),
    ...(change.baseline === undefined ? {} : { baseline: change.baseline }),
  };
  if (Object.keys(values).length === 0) return await findFamily(db, slug);
  return await db
    .updateTable('families')
    .set(values)
    .where('slug', '=', slug)
    .returningAll()
    .executeTakeFirst();
}

export async function setFamilyState(db: Db, slug: string, state: Family['state']): Promise<boolean> {
  const result = await db.updateTable('families').set({ state }).where('slug', '=', slug).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function setRegistryReport(db: Db, familyId: number, report: RegistryReport): Promise<void> {
  await db
    .updateTable('families')
    .set({ registry_report: JSON.stringify(report) })
    .where('id', '=', familyId)
    .execute();
}

/** Adds a checkpoint whose content could not be read to the family's report, in place of what was said of it. */
export async function reportUnreadable(
  db: Db,
  familyId: number,
  unreadable: { readonly label: string; readonly reason: string },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { registry_report: report } = await transaction
      .selectFrom('families')
      .select('registry_report')
      .where('id', '=', familyId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (report === null) return;
    const others = report.broken.filter(({ label }) => label !== unreadable.label);
    await setRegistryReport(transaction, familyId, {
      ...report,
      broken: [...others, { ...unreadable, unreadable: true }],
    });
  });
}
