import { join } from 'node:path';
import getPort from 'get-port';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isAlive } from '../../engine/processes.ts';
import { attemptRecords, expectAllGraded, total } from '../support/attempt-records.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { servedAgent, servedStarts, servedTurns } from '../support/served-agent.ts';

const connections = 4;

let cluster: Cluster;
beforeEach(async () => {
  cluster = await startCluster();
});
afterEach(async () => {
  await cluster?.close();
});

/** Follows a family whose one checkpoint is served, and settles in the middle of its evaluation. */
async function followIntoWork(): Promise<{ readonly slug: string; readonly record: string }> {
  const slug = cluster.slug('served');
  const record = join(cluster.directory, 'served.jsonl');
  const registry = makeRegistry(cluster.directory, slug);
  putCheckpoint(registry.folder, 'step-1', { step: 1 });
  await cluster.follow({
    name: slug,
    registry: registry.address,
    endpoint: `http://127.0.0.1:${await getPort()}/v1`,
    serve: servedAgent(record, '--delay=250', '--loading=200'),
    connections,
  });
  await vi.waitUntil(
    async () => total(await attemptRecords(cluster.context.db, slug), ({ answers }) => answers) > connections,
    { timeout: 30_000, interval: 50 },
  );
  return { slug, record };
}

async function expectCompletedOnce(slug: string, record: string): Promise<void> {
  await cluster.reached(slug, 'completed', 1);
  const pids = servedStarts(record).flatMap(({ pid, child }) => [pid, child]);
  expect(pids).toHaveLength(4);
  expect(pids.filter(isAlive)).toEqual([]);
  expect(await cluster.context.db.selectFrom('servings').select('resource').execute()).toEqual([]);
  expectAllGraded(await attemptRecords(cluster.context.db, slug));
}

it('ends what a worker left behind that SIGKILL struck while it served, and serves anew', async () => {
  const { slug, record } = await followIntoWork();
  const [left] = servedStarts(record);
  await cluster.killWorker();
  expect([left!.pid, left!.child].map(isAlive)).toEqual([true, true]);

  await cluster.startWorker();
  await expectCompletedOnce(slug, record);
  // Both were asked to end.
  expect(servedTurns(record)).toEqual([true, false, true, false]);
});

it('ends the server with its worker on SIGTERM, after the answers that were asked for, and the next worker serves anew', async () => {
  const { slug, record } = await followIntoWork();
  expect(await cluster.terminateWorker()).toBe('exit code 0');
  const [ended] = servedStarts(record);
  expect([ended!.pid, ended!.child].map(isAlive)).toEqual([false, false]);
  const atExit = await attemptRecords(cluster.context.db, slug);
  expect(total(atExit, ({ calls, answers }) => calls - answers)).toBe(0);

  await cluster.startWorker();
  await expectCompletedOnce(slug, record);
  const records = await attemptRecords(cluster.context.db, slug);
  expect(total(records, ({ calls }) => calls)).toBe(records.length);
});
