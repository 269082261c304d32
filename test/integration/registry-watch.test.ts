import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { familyStatus } from '../../client/status.ts';
import { readTrend } from '../../client/trend.ts';
import type { RegistryReport } from '../../schema/shapes.ts';
import { answerOfAgent } from '../support/agent-answers.ts';
import { attemptRecords, expectAllGraded } from '../support/attempt-records.ts';
import { describedAt, makeRegistry, markWhole, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

let cluster: Cluster;
let server: ModelServer;
beforeAll(async () => {
  [cluster, server] = await Promise.all([startCluster(), startModelServer()]);
});
afterAll(async () => {
  await Promise.all([cluster?.close(), server?.close()]);
});

async function reportOf(slug: string): Promise<RegistryReport | null> {
  return (await familyStatus(cluster.context.db, slug))[0]?.registryReport ?? null;
}

/** Settles once the tracker has begun and ended this many further looks at the registry. */
async function furtherLooks(slug: string, count: number): Promise<void> {
  let last = (await reportOf(slug))?.polledAt;
  // The first report after now may be of a look that had begun before.
  for (let look = 0; look <= count; look++) {
    last = await vi.waitUntil(
      async () => {
        const polledAt = (await reportOf(slug))?.polledAt;
        return polledAt !== last && polledAt;
      },
      { timeout: 20_000, interval: 50 },
    );
  }
}

async function checkpointsIn(slug: string): Promise<{ label: string; state: string }[]> {
  return await cluster.context.db
    .selectFrom('checkpoints')
    .innerJoin('families', 'families.id', 'checkpoints.family_id')
    .select(['checkpoints.label', 'checkpoints.state'])
    .where('families.slug', '=', slug)
    .orderBy('checkpoints.step')
    .execute();
}

it('finds, evaluates and records by itself what appears in a registry, once it is whole, and reports what is broken', async () => {
  server.otherwise(answerOfAgent());
  const slug = cluster.slug('watched');
  const registry = makeRegistry(cluster.directory, 'watched');
  await cluster.follow({ name: slug, endpoint: server.url, registry: registry.address });
  expect(await checkpointsIn(slug)).toEqual([]);

  // Copied in file by file, its description cut in the middle.
  const half = join(registry.folder, 'step-200');
  mkdirSync(half);
  writeFileSync(join(half, 'weights.bin'), 'half of the wei');
  writeFileSync(join(half, 'checkpoint.json'), describedAt(200).slice(0, 12));
  mkdirSync(join(registry.folder, 'checkpoint-300'));
  writeFileSync(join(registry.folder, 'checkpoint-300', 'trainer_state.json'), '{"global_step": 7}');
  putCheckpoint(registry.folder, 'step-100', { step: 100 });

  await cluster.reached(slug, 'completed', 1);
  await furtherLooks(slug, 1);
  expect(await checkpointsIn(slug)).toEqual([{ label: 'step-100', state: 'ready' }]);
  expect(await cluster.evaluations(slug)).toHaveLength(1);
  expect(await reportOf(slug)).toMatchObject({
    error: null,
    writing: [{ label: 'step-200' }],
    broken: [
      { label: 'checkpoint-300', reason: expect.stringMatching(/says step 7 where its name says 300/) },
    ],
  });

  writeFileSync(join(half, 'weights.bin'), 'all of the weights');
  writeFileSync(join(half, 'checkpoint.json'), describedAt(200));
  markWhole(half);
  await cluster.reached(slug, 'completed', 2);
  const trend = await readTrend(cluster.context.db, slug, { domain: 'reasoning' });
  expect(trend.rows.map(({ checkpoint, step }) => [checkpoint, step])).toEqual([
    ['step-100', 100],
    ['step-200', 200],
  ]);
  expectAllGraded(await attemptRecords(cluster.context.db, slug));
  expect((await reportOf(slug))?.broken).toHaveLength(1);

  const requests = server.requests.length;
  const best = join(registry.folder, '.copy');
  cpSync(join(registry.folder, 'step-100'), best, { recursive: true });
  markWhole(best);
  renameSync(best, join(registry.folder, 'best'));
  await furtherLooks(slug, 2);
  expect(await checkpointsIn(slug)).toHaveLength(2);
  expect(await cluster.evaluations(slug)).toHaveLength(2);
  expect(server.requests.length).toBe(requests);
});

it('marks a checkpoint that is deleted before its evaluation has begun as lost, and goes on with the others', async () => {
  server.otherwise(answerOfAgent(150));
  const slug = cluster.slug('deleted');
  const registry = makeRegistry(cluster.directory, 'deleted');
  putCheckpoint(registry.folder, 'step-1', { step: 1 });
  const doomed = putCheckpoint(registry.folder, 'step-2', { step: 2 });
  await cluster.follow({
    name: slug,
    endpoint: server.url,
    registry: registry.address,
    openMax: 1,
    connections: 2,
  });
  await cluster.reached(slug, 'running', 1);
  expect(await cluster.evaluations(slug)).toMatchObject([{ state: 'running' }, { state: 'pending' }]);

  rmSync(doomed, { recursive: true });
  await cluster.reached(slug, 'lost', 1);
  server.otherwise(answerOfAgent());
  await cluster.reached(slug, 'completed', 1);
  expect(await cluster.evaluations(slug)).toMatchObject([
    { checkpoint: 'step-1', state: 'completed', failure: null },
    { checkpoint: 'step-2', state: 'lost', failure: { code: 'CheckpointLost' }, sessions: [] },
  ]);
  expect(await checkpointsIn(slug)).toEqual([
    { label: 'step-1', state: 'ready' },
    { label: 'step-2', state: 'lost' },
  ]);
});

it('evaluates a checkpoint that rsync brings once, when its weights have their name and it has settled', async () => {
  server.otherwise(answerOfAgent());
  const slug = cluster.slug('copied');
  const registry = makeRegistry(cluster.directory, 'copied');
  await cluster.follow({ name: slug, endpoint: server.url, registry: registry.address });

  const folder = join(registry.folder, 'step-100');
  mkdirSync(folder);
  writeFileSync(join(folder, 'checkpoint.json'), describedAt(100));
  const underWay = join(folder, '.model.safetensors.Xy12');
  writeFileSync(underWay, 'half of the wei');
  await furtherLooks(slug, 2);
  expect(await reportOf(slug)).toMatchObject({
    writing: [{ label: 'step-100', reason: expect.stringContaining('.model.safetensors.Xy12') }],
  });
  expect(await checkpointsIn(slug)).toEqual([]);

  writeFileSync(underWay, 'all of the weights');
  renameSync(underWay, join(folder, 'model.safetensors'));
  await furtherLooks(slug, 0);
  expect(await reportOf(slug)).toMatchObject({ writing: [{ label: 'step-100' }] });
  expect(await checkpointsIn(slug)).toEqual([]);

  await cluster.reached(slug, 'completed', 1);
  await furtherLooks(slug, 2);
  expect(await checkpointsIn(slug)).toEqual([{ label: 'step-100', state: 'ready' }]);
  expect(await cluster.evaluations(slug)).toHaveLength(1);
});
