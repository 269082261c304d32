import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AgentServer, serveAgents } from '../../agents/server.ts';
import { expectFamily } from '../../client/expectation.ts';
import { addJudge, type JudgeOrder, judgeOrderSchema, planJudged } from '../../client/judges.ts';
import type { Registration } from '../../schema/registration.ts';
import { putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { followCreative } from '../support/creative-family.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { obedientJudge } from '../support/obedient-judge.ts';
import { runEtudeOn } from '../support/run-etude.ts';

const judges = ['reader-a', 'reader-b', 'reader-c'];
const key = 'sk-judge-4f9d1c7be2a85036';

let cluster: Cluster;
let agents: AgentServer;
let server: ModelServer;
beforeAll(async () => {
  [cluster, agents, server] = await Promise.all([
    startCluster({ variables: { ETUDE_KEY_JUDGE: key } }),
    serveAgents({ port: 0, host: '127.0.0.1' }),
    startModelServer(),
  ]);
});
afterAll(async () => {
  await Promise.all([cluster?.close(), agents?.close(), server?.close()]);
});

const etude = (...args: string[]) => runEtudeOn(cluster.databaseUrl, args);

async function evaluated(
  name: string,
  settings: Partial<Registration>,
): Promise<{ slug: string; id: string }> {
  const { slug, folder } = await followCreative(cluster, agents.url, name, settings);
  putCheckpoint(folder, 'guided-3000', { step: 1 });
  const [evaluation] = await cluster.reached(slug, 'completed', 1);
  return { slug, id: evaluation!.evaluation };
}

it('skips what judges read, and says why, where none are configured or too few are of other families', async () => {
  const { db } = cluster.context;
  const { slug, id } = await evaluated('unread', { modelFamily: 'own' });
  const unread = await expectFamily(db, slug, 1);
  expect(unread.judging).toBeNull();
  expect(await planJudged(db, slug)).toMatchObject([
    { skill: 'creative/D7', skipped: 'no judges are configured' },
  ]);
  expect((await etude('evaluation', 'show', id)).stdout).toContain(
    'creative: nothing is judged, since no judges are configured',
  );
  const order = (index: number, changes: Partial<JudgeOrder> = {}): JudgeOrder =>
    judgeOrderSchema.parse({
      ...{ name: judges[index] ?? 'reader-d', endpoint: server.url, model: `m-${judges[index]}` },
      ...{ modelFamily: `kin-${index}`, apiKeyEnv: index === 0 ? undefined : 'ETUDE_KEY_JUDGE' },
      ...changes,
    });
  const add = (...given: Parameters<typeof order>) => addJudge(db, order(...given), []);
  const named = ['--endpoint', server.url, '--model', 'm-reader-a', '--family', 'kin-0'];
  expect(await etude('judge', 'add', 'reader-a', ...named)).toMatchObject({
    code: 0,
    stdout: 'reader-a is added\n',
  });
  expect(await Promise.all([add(0), add(1), add(2)])).toEqual([
    { created: false },
    { created: true },
    { created: true },
  ]);
  await expect(add(0, { model: 'other' })).rejects.toThrow('the name reader-a belongs to m-reader-a');
  await expect(add(3, { modelFamily: 'kin-0' })).rejects.toThrow('kin-0 has the judge reader-a already');
  const elsewhere = add(3, { endpoint: 'http://127.0.0.1:9/v1' });
  await expect(elsewhere).rejects.toThrow('the key in ETUDE_KEY_JUDGE is bound to');
  await expect(add(3, { apiKeyEnv: 'PASSWORD' })).rejects.toThrow('may not be read as a key');

  const read = await expectFamily(db, slug, 1);
  expect(read.work.tasks).toBe(unread.work.tasks + 4);
  expect(read.judging).toMatchObject({ judges: 3, calls: 4 * 3 });
  await db.updateTable('families').set({ model_family: 'kin-1' }).where('slug', '=', slug).execute();
  const [plan] = await planJudged(db, slug);
  expect(plan!.skipped).toBe('only 2 judges of other families of models are configured, and 3 are needed');
  expect(await expectFamily(db, slug, 1)).toEqual(unread);
});

it('puts the last answers of a session before three judges, whatever befalls a judge, and records each vote once', async () => {
  const { db } = cluster.context;
  server.otherwise(obedientJudge());
  server.next(
    { kind: 'drop', when: 'after' },
    { kind: 'status', status: 500 },
    { kind: 'answer', text: 'Well…' },
  );
  const { slug, id } = await evaluated('read', { modelFamily: 'own' });

  const tasks = await db
    .selectFrom('tasks')
    .innerJoin('families', 'families.id', 'tasks.family_id')
    .innerJoin('grades', 'grades.task_id', 'tasks.id')
    .select(['tasks.id as id', 'phase', 'skill', 'difficulty', 'aspects'])
    .where('slug', '=', slug)
    .orderBy('tasks.ordinal')
    .execute();
  const judged = tasks.filter(({ phase }) => phase === 'judged');
  expect(judged).toHaveLength(4);
  expect(tasks.slice(-4)).toEqual(judged);
  for (const task of judged) expect(task).toMatchObject({ skill: 'D7', difficulty: null });
  // The agent meets the conditions and knows nothing of the rest.
  expect(judged.map(({ aspects }) => aspects)).toEqual(Array(4).fill({ conditions: 1, panel: 0 }));
  const ids = judged.map((task) => task.id);
  const [answers, votes, calls] = await Promise.all([
    db.selectFrom('judge_answers').selectAll().where('task_id', 'in', ids).execute(),
    db.selectFrom('ratings').selectAll().where('task_id', 'in', ids).execute(),
    db.selectFrom('judge_calls').selectAll().where('task_id', 'in', ids).execute(),
  ]);
  expect(answers).toHaveLength(4 * 3);
  expect(calls).toHaveLength(server.requests.length);
  expect(calls).toHaveLength(4 * 3 + 3);
  // What was read once may be read again: half as many answers as are new.
  expect((await expectFamily(db, slug, 1)).judging).toMatchObject({ calls: (4 + 2) * 3 });
  const perTask = Map.groupBy(votes, (vote) => `${vote.task_id} ${vote.rater}`);
  expect(perTask.size).toBe(4 * 3);
  expect(new Set(votes.map(({ rater }) => rater))).toEqual(new Set(judges));
  for (const own of perTask.values()) expect(own.length).toBeGreaterThanOrEqual(6);
  const keyed = server.requests.filter(({ headers }) => headers.authorization === `Bearer ${key}`);
  expect(new Set(keyed.map(({ model }) => model))).toEqual(new Set(['m-reader-b', 'm-reader-c']));
  expect(JSON.stringify(server.requests.map(({ body }) => body))).not.toMatch(new RegExp(`${slug}|guided`));

  const shown = await etude('evaluation', 'show', id);
  expect(shown.stdout).toContain(
    'creative/D7: panel share 0.00, SE 0.17 (4 answers, 4 met all conditions; read by reader-a, reader-b, reader-c); not calibrated by people yet',
  );
  const abilities = await db
    .selectFrom('abilities')
    .innerJoin('tasks', 'tasks.session_id', 'abilities.session_id')
    .select(({ fn }) => fn.max('position').as('position'))
    .where('tasks.id', '=', ids[0]!)
    .executeTakeFirstOrThrow();
  expect(abilities.position).toBe(tasks.length - 4);
});
