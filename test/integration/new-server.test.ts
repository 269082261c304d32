import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { readTrend } from '../../client/trend.ts';
import { programCache } from '../../engine/repository.ts';
import { startTemporal, type Temporal } from '../../engine/temporal.ts';
import { resolveTemporal } from '../../engine/temporal-resolver.ts';
import { answerOfAgent } from '../support/agent-answers.ts';
import { attemptRecords, expectAllGraded, total } from '../support/attempt-records.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

const connections = 4;

let cluster: Cluster;
let server: ModelServer;
let fresh: Temporal;
beforeAll(async () => {
  const say = () => undefined;
  const program = await resolveTemporal({ cacheDirectory: programCache(), say });
  const stateDirectory = join(inject('temporaryDirectory'), 'second-server');
  [cluster, server, fresh] = await Promise.all([
    startCluster(),
    startModelServer(),
    startTemporal({ stateDirectory, program, say }),
  ]);
});
afterAll(async () => {
  await cluster?.close();
  await Promise.all([server?.close(), fresh?.stop()]);
});

it('takes up tracking and the running evaluations on an empty Temporal server, from the database alone', async () => {
  const slug = cluster.slug('moved');
  const registry = makeRegistry(cluster.directory, 'moved');
  putCheckpoint(registry.folder, 'step-1', { step: 1 });
  server.otherwise(answerOfAgent(300));
  await cluster.follow({ name: slug, endpoint: server.url, registry: registry.address, connections });
  await vi.waitUntil(
    async () => {
      const records = await attemptRecords(cluster.context.db, slug);
      return total(records, ({ answers }) => answers) > connections;
    },
    { timeout: 30_000, interval: 20 },
  );
  await cluster.killWorker();
  const atKill = await attemptRecords(cluster.context.db, slug);
  expect(await cluster.evaluations(slug)).toMatchObject([{ state: 'running' }]);

  server.otherwise(answerOfAgent());
  await cluster.startWorker(fresh.address);
  await cluster.reached(slug, 'completed', 1);
  putCheckpoint(registry.folder, 'step-2', { step: 2 });
  await cluster.reached(slug, 'completed', 2);

  const records = await attemptRecords(cluster.context.db, slug);
  expectAllGraded(records);
  expect(records.slice(0, atKill.length).map(({ seed }) => seed)).toEqual(atKill.map(({ seed }) => seed));
  expect(total(records, ({ calls, answers }) => calls - answers)).toBe(
    total(atKill, ({ calls, answers }) => calls - answers),
  );
  const openings = await cluster.context.db
    .selectFrom('openings')
    .select(['evaluation_id', 'opening'])
    .orderBy('evaluation_id')
    .orderBy('opening')
    .execute();
  expect(openings.map(({ opening }) => opening)).toEqual([1, 2, 1]);
  const trend = await readTrend(cluster.context.db, slug, { domain: 'overall' });
  expect(trend.rows.map(({ checkpoint }) => checkpoint)).toEqual(['step-1', 'step-2']);
});
