import { afterAll, beforeAll } from 'vitest';
import { createEvaluations } from '../../activities/evaluations.ts';
import { createFamilies } from '../../activities/families.ts';
import { seedAt } from '../../domains/random.ts';
import type { ListedCheckpoint, RegistryAdapter } from '../../registries/contract.ts';
import { recordCheckpoint } from '../../schema/checkpoints.ts';
import { type Db, openDatabase } from '../../schema/database.ts';
import { planEvaluations } from '../../schema/evaluations.ts';
import { type Family, findFamily } from '../../schema/families.ts';
import { migrate } from '../../schema/migrate.ts';
import { type Registration, registrationSchema } from '../../schema/registration.ts';
import { createDatabase, type TestDatabase } from '../support/engine.ts';
import { taskRow } from '../support/task-row.ts';

/** A migrated database of its own for the surrounding `describe` or file. */
export function useDatabase(): { readonly db: Db; readonly url: string } {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await createDatabase();
    db = openDatabase({
      connectionString: database.databaseUrl,
      connectionsMax: 8,
      applicationName: 'etude-test',
    });
    await migrate(db);
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });
  return {
    get db() {
      return db;
    },
    get url() {
      return database.databaseUrl;
    },
  };
}

/** A registry of the checkpoints in this list, which the test may change. */
export function listRegistry(checkpoints: ListedCheckpoint[] = []): RegistryAdapter {
  return {
    scheme: 'list',
    list: async () => [...checkpoints],
    identify: async (checkpoint) => digestNamed(checkpoint.label),
    close: async () => undefined,
  };
}

/** A digest that is as good as a real one: 64 hexadecimal digits. */
export function digestNamed(name: string): string {
  return seedAt('digest', name);
}

export function listed(label: string, attributes: Partial<ListedCheckpoint> = {}): ListedCheckpoint {
  return { identity: null, label, location: `/checkpoints/${label}`, state: 'ready', ...attributes };
}

let families = 0;

/** A registration under a fresh name. */
export function registrationOf(settings: Partial<Registration> = {}): Registration {
  families++;
  return registrationSchema.parse({
    name: `family-${families}`,
    registry: `list:family-${families}`,
    endpoint: 'http://127.0.0.1:9/v1',
    suite: 'core@2',
    depth: 'quick',
    ...settings,
  });
}

/** Registers a family as its activity does. */
export async function registerFamily(db: Db, settings: Partial<Registration> = {}): Promise<Family> {
  const registration = registrationOf(settings);
  const { saveFamily } = createFamilies({
    db,
    openRegistry: () => listRegistry(),
    keyVariables: [],
    environment: {},
    huggingFaceEndpoint: 'https://hub.test',
  });
  await saveFamily(registration);
  return (await findFamily(db, registration.name))!;
}

/** Records a checkpoint whose digest is named like its label, and plans its evaluation. */
export async function addCheckpoint(
  db: Db,
  familyId: number,
  label: string,
  attributes: Partial<ListedCheckpoint> & { readonly digest?: string } = {},
): Promise<{ checkpointId: number; evaluationId: number; protocolId: number }> {
  const { digest = digestNamed(label), ...rest } = attributes;
  await recordCheckpoint(db, familyId, digest, listed(label, rest));
  await planEvaluations(db, familyId);
  return await db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .select([
      'checkpoints.id as checkpointId',
      'evaluations.id as evaluationId',
      'evaluations.protocol_id as protocolId',
    ])
    .where('checkpoints.family_id', '=', familyId)
    .where('checkpoints.digest', '=', digest)
    .executeTakeFirstOrThrow();
}

/** Opens an evaluation as its workflow does; returns the id of its one session. */
export async function openSession(db: Db, evaluationId: number, workflowRunId = 'run-1'): Promise<number> {
  const { openEvaluation } = createEvaluations({ db, heartbeatTimeoutMs: 2_000 });
  await openEvaluation(evaluationId, workflowRunId);
  const session = await db
    .selectFrom('sessions')
    .select('id')
    .where('evaluation_id', '=', evaluationId)
    .where('domain', '=', 'reasoning')
    .executeTakeFirstOrThrow();
  return session.id;
}

/** Inserts tasks of one round and returns their ids in order. */
export async function addTasks(
  db: Db,
  session: { sessionId: number; familyId: number },
  ordinals: readonly number[],
  round = 1,
): Promise<number[]> {
  const rows = await db
    .insertInto('tasks')
    .values(ordinals.map((ordinal) => taskRow(session.sessionId, session.familyId, ordinal, round)))
    .returning(['id', 'ordinal'])
    .execute();
  return rows.sort((a, b) => a.ordinal - b.ordinal).map((row) => row.id);
}
