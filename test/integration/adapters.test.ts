import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdapterServer, startAdapterServer } from '../support/adapter-server.ts';
import { attemptRecords, expectAllGraded, total } from '../support/attempt-records.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';

let cluster: Cluster;
let server: AdapterServer;
beforeAll(async () => {
  [cluster, server] = await Promise.all([startCluster(), startAdapterServer()]);
});
afterAll(async () => {
  await Promise.all([cluster?.close(), server?.close()]);
});

/** Follows a family whose checkpoints are adapters of the server. */
async function followAdapters(name: string, labels: readonly string[]) {
  const slug = cluster.slug(name);
  const registry = makeRegistry(cluster.directory, name);
  for (const [index, label] of labels.entries()) putCheckpoint(registry.folder, label, { step: index + 1 });
  await cluster.follow({
    name: slug,
    registry: registry.address,
    endpoint: server.url,
    loraPath: '{path}',
  });
  return { slug, folder: registry.folder };
}

const ordersOf = (label: string) => server.orders.filter((order) => order.split(/[ :]/)[1] === label);

it('has each adapter loaded before it is asked and unloaded afterwards, also one that is loaded already', async () => {
  server.load('second', join(cluster.directory, 'adapters', 'second'));
  const { slug } = await followAdapters('adapters', ['first', 'second']);
  await cluster.reached(slug, 'completed', 2);
  expect(ordersOf('first')).toEqual(['load first: 200', 'unload first: 200']);
  expect(ordersOf('second')).toEqual(['load second: 400', 'unload second: 200']);
  expect([...server.adapters.keys()]).toEqual([]);
  const records = await attemptRecords(cluster.context.db, slug);
  expectAllGraded(records);
  expect(total(records, ({ calls }) => calls)).toBe(records.length);
  expect(await cluster.context.db.selectFrom('servings').selectAll().execute()).toEqual([]);
});

it('fails an evaluation with what the server says of an adapter that it cannot load', async () => {
  const { slug, folder } = await followAdapters('unloadable', ['damaged']);
  const [evaluation] = await cluster.reached(slug, 'failed', 1);
  expect(evaluation?.failure?.code).toBe('ServingFailed');
  const said = `Loading lora damaged failed: No adapter found for ${join(folder, 'damaged')}`;
  expect(evaluation?.failure?.message).toContain(`the endpoint refuses the adapter damaged (404): ${said}`);
  expect(ordersOf('damaged')).toEqual(['load damaged: 404']);
});

it('asks no adapter of the same name that came from elsewhere, and leaves it where it is', async () => {
  server.load('claimed', '/by/somebody/else');
  const { slug, folder } = await followAdapters('elsewhere', ['claimed']);
  const [evaluation] = await cluster.reached(slug, 'failed', 1);
  expect(evaluation?.failure?.message).toContain(
    `has an adapter claimed from /by/somebody/else, not from ${join(folder, 'claimed')}`,
  );
  expect(ordersOf('claimed')).toEqual(['load claimed: 400']);
});
