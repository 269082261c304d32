import { temporal } from '@temporalio/proto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { evaluateFamily } from '../../client/evaluate.ts';
import { pollFamily } from '../../client/trackers.ts';
import { queueName } from '../../ids.ts';
import { answerOfAgent } from '../support/agent-answers.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { startRegistryServer } from '../support/registry-server.ts';

const key = 'sk-integration-4f9d1c7be2a85036';
const registryToken = 'hf_integration9b3e71d2c6f08a54';

let cluster: Cluster;
let server: ModelServer;
beforeAll(async () => {
  const variables = {
    ETUDE_KEY_LAB: key,
    ETUDE_KEY_REGISTRY: registryToken,
    LAB_PASSWORD: 'hunter2hunter2',
    ETUDE_KEY_EMPTY: '',
  };
  [cluster, server] = await Promise.all([startCluster({ variables }), startModelServer()]);
});
afterAll(async () => {
  await Promise.all([cluster?.close(), server?.close()]);
});

/** Every row of every table as text. */
async function everyRow(): Promise<string> {
  const { db } = cluster.context;
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'etude' and table_type = 'BASE TABLE'`.execute(db);
  const texts = await Promise.all(
    tables.rows.map(({ name }) =>
      sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(db),
    ),
  );
  return texts.flatMap(({ rows }) => rows.map(({ text }) => text)).join('\n');
}

/** Every event of every workflow that the cluster's queue has had, as stored bytes. */
async function everyEvent(): Promise<{ workflows: number; bytes: string }> {
  const { temporal: client, queueSuffix } = cluster.context;
  const query = `TaskQueue = '${queueName('control', queueSuffix)}'`;
  let workflows = 0;
  let bytes = '';
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    bytes += Buffer.from(temporal.api.history.v1.History.encode(history).finish()).toString('latin1');
    workflows++;
  }
  return { workflows, bytes };
}

it.each([
  { variable: 'LAB_PASSWORD', why: 'may not be read as a key', called: 'that is not named ETUDE_KEY_*' },
  { variable: 'ETUDE_KEY_MISSING', why: 'is not set or is empty', called: 'that is not set' },
  { variable: 'ETUDE_KEY_EMPTY', why: 'is not set or is empty', called: 'that is empty' },
])('refuses, at registration, a key variable $called', async ({ variable, why }) => {
  const slug = cluster.slug('refused');
  const registry = makeRegistry(cluster.directory, 'refused');
  const registering = cluster.follow({
    name: slug,
    endpoint: server.url,
    registry: registry.address,
    apiKeyEnv: variable,
  });
  await expect(registering).rejects.toMatchObject({
    name: 'OrderRefused',
    code: 'KeyRefused',
    message: expect.stringContaining(why),
  });
  expect(
    await cluster.context.db.selectFrom('families').selectAll().where('slug', '=', slug).execute(),
  ).toEqual([]);
  expect(server.requests).toEqual([]);
});

it('sends a key to the endpoint alone: no row, no workflow history and no log of the worker ever holds it', async () => {
  const slug = cluster.slug('keyed');
  const registry = makeRegistry(cluster.directory, 'keyed');
  putCheckpoint(registry.folder, 'step-1', { step: 1 });
  // The server repeats the key in all the ways in which it can refuse a request.
  const body = { error: { message: `the key ${key} is wrong`, header: `Bearer ${key}` } };
  const answer = answerOfAgent();
  server.otherwise((request) => {
    const count = server.requests.length;
    if (count <= 3) return answer(request);
    return { kind: 'status', status: [500, 429, 401][count % 3] ?? 401, headers: { 'x-key': key }, body };
  });
  await cluster.follow({
    name: slug,
    endpoint: server.url,
    registry: registry.address,
    apiKeyEnv: 'ETUDE_KEY_LAB',
  });
  await cluster.reached(slug, 'failed', 1);
  server.otherwise(answer);
  const [requested] = await evaluateFamily(cluster.context, slug, undefined);
  await cluster.completedAgain(requested?.workflowId ?? '');
  expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(
    new Set([`Bearer ${key}`]),
  );

  const rows = await everyRow();
  const { workflows, bytes } = await everyEvent();
  const log = cluster.workerLog();
  // What is searched is not empty: the names that must be there are found.
  expect(rows).toContain('ETUDE_KEY_LAB');
  expect(rows).toContain('AuthenticationFailed');
  expect(workflows).toBeGreaterThanOrEqual(4);
  expect(bytes).toContain('ETUDE_KEY_LAB');
  expect(bytes).toContain('refuses the API key');
  expect(log).toContain('worker is running');
  for (const place of [rows, bytes, log]) {
    expect(place.includes(key)).toBe(false);
    expect(place.includes(Buffer.from(key).toString('base64').slice(0, 20))).toBe(false);
  }
});

it('sends a token to the registry alone, though the registry repeats it', async () => {
  const slug = cluster.slug('tokened');
  const location = `${server.url}/models`;
  const registry = await startRegistryServer(({ headers: { authorization = '' } }) => {
    const count = registry.requests.length;
    const error = { message: `${authorization} may not`, location };
    if (count % 3 === 2) return { status: 503, headers: { 'x-token': authorization }, json: { error } };
    return { json: { object: 'list', data: [{ id: 'tiny-step-100', object: 'model' }], error } };
  });
  try {
    server.otherwise(answerOfAgent());
    await cluster.follow({
      name: slug,
      endpoint: server.url,
      registry: `openai:${registry.url}/v1`,
      registryKeyEnv: 'ETUDE_KEY_REGISTRY',
    });
    await cluster.reached(slug, 'completed', 1);
    registry.misbehave({ kind: 'status', status: 401, body: `Bearer ${registryToken} is unknown` });
    await expect(pollFamily(cluster.context, slug)).resolves.toMatchObject({
      error: expect.stringContaining('may not be read'),
    });
  } finally {
    await registry.close();
  }
  expect(new Set(registry.requests.map(({ headers }) => headers.authorization))).toEqual(
    new Set([`Bearer ${registryToken}`]),
  );
  const rows = await everyRow();
  expect(rows).toContain('ETUDE_KEY_REGISTRY');
  expect(rows).toContain('RegistryForbidden');
  for (const place of [rows, (await everyEvent()).bytes, cluster.workerLog()]) {
    expect(place.includes(registryToken)).toBe(false);
  }
  expect(server.requests.some(({ headers }) => headers.authorization?.includes(registryToken))).toBe(false);
});

it('never points a family at another registry', async () => {
  const slug = cluster.slug('pinned');
  const registry = makeRegistry(cluster.directory, 'pinned');
  const other = makeRegistry(cluster.directory, 'other');
  await cluster.follow({ name: slug, endpoint: server.url, registry: registry.address });
  const repointing = cluster.follow({ name: slug, endpoint: server.url, registry: other.address });
  await expect(repointing).rejects.toMatchObject({ name: 'OrderRefused', code: 'FamilyConflict' });
  const rows = await cluster.context.db
    .selectFrom('families')
    .select('registry')
    .where('slug', '=', slug)
    .execute();
  expect(rows).toEqual([{ registry: registry.address }]);
});
