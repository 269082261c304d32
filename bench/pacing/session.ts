import { createEvaluations } from '../../activities/evaluations.ts';
import { createFamilies } from '../../activities/families.ts';
import { seedAt } from '../../domains/random.ts';
import { recordCheckpoint } from '../../schema/checkpoints.ts';
import type { Db } from '../../schema/database.ts';
import { planEvaluations } from '../../schema/evaluations.ts';
import { findFamily } from '../../schema/families.ts';
import { registrationSchema } from '../../schema/registration.ts';
import { taskRow } from '../../test/support/task-row.ts';

export interface AskedSession {
  readonly sessionId: number;
  /** How many tasks have no answer, and how many one that is not theirs. */
  outcome(): Promise<{ lost: number; wrong: number }>;
}

export const round = 1;

/** A session with one round of tasks for this endpoint, as the activities make it; each prompt is its own answer. */
export async function openSession(
  db: Db,
  name: string,
  endpoint: string,
  asked: { readonly tasks: number; readonly connections: number },
): Promise<AskedSession> {
  const registration = registrationSchema.parse({
    name,
    registry: `list:${name}`,
    endpoint,
    suite: 'core@2',
    depth: 'quick',
    connections: asked.connections,
  });
  const registry = { scheme: 'list', list: async () => [], identify: async () => '', close: async () => {} };
  const { saveFamily } = createFamilies({
    db,
    openRegistry: () => registry,
    keyVariables: [],
    environment: {},
    huggingFaceEndpoint: 'https://huggingface.co',
  });
  await saveFamily(registration);
  const family = await findFamily(db, name);
  if (!family) throw new Error(`family ${name} was not stored`);
  await recordCheckpoint(db, family.id, seedAt('digest', name), {
    identity: null,
    label: name,
    location: `/checkpoints/${name}`,
    state: 'ready',
  });
  await planEvaluations(db, family.id);
  const { evaluationId } = await db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .select('evaluations.id as evaluationId')
    .where('checkpoints.family_id', '=', family.id)
    .executeTakeFirstOrThrow();
  await createEvaluations({ db, heartbeatTimeoutMs: 20_000 }).openEvaluation(evaluationId, name);
  const { id: sessionId } = await db
    .selectFrom('sessions')
    .select('id')
    .where('evaluation_id', '=', evaluationId)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('tasks')
    .values(
      Array.from({ length: asked.tasks }, (_, ordinal) => taskRow(sessionId, family.id, ordinal, round)),
    )
    .execute();
  const outcome = async () => {
    const rows = await db
      .selectFrom('tasks')
      .leftJoin('answers', 'answers.task_id', 'tasks.id')
      .select(['tasks.prompt', 'answers.text'])
      .where('tasks.session_id', '=', sessionId)
      .execute();
    const lost = rows.filter(({ text }) => text === null).length;
    return { lost, wrong: rows.filter(({ text, prompt }) => text !== null && text !== prompt).length };
  };
  return { sessionId, outcome };
}
