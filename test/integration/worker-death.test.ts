import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerOfAgent, promptOf } from '../support/agent-answers.ts';
import { attemptRecords, expectAllGraded, total } from '../support/attempt-records.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

const connections = 4;

let cluster: Cluster;
let server: ModelServer;
beforeEach(async () => {
  [cluster, server] = await Promise.all([startCluster(), startModelServer()]);
});
afterEach(async () => {
  await Promise.all([cluster?.close(), server?.close()]);
});

/** Follows a family of one checkpoint and settles in the middle of its evaluation, with requests in flight. */
async function followIntoWork(slug: string): Promise<void> {
  const registry = makeRegistry(cluster.directory, slug);
  putCheckpoint(registry.folder, 'step-1', { step: 1 });
  await cluster.follow({ name: slug, endpoint: server.url, registry: registry.address, connections });
  await vi.waitUntil(
    async () => {
      const records = await attemptRecords(cluster.context.db, slug);
      const inFlight = server.requests.filter((request) => !request.worked).length;
      return total(records, ({ answers }) => answers) > connections && inFlight >= 2;
    },
    { timeout: 30_000, interval: 10 },
  );
}

it('finishes an evaluation by itself after SIGKILL struck its worker in mid-work, and repeats only what was in flight', async () => {
  server.otherwise(answerOfAgent(400));
  const slug = cluster.slug('killed');
  await followIntoWork(slug);
  await cluster.killWorker();
  const atKill = await attemptRecords(cluster.context.db, slug);
  const open = atKill.filter((record) => record.calls > record.answers);
  const requestsAtKill = server.requests.length;
  expect(await cluster.evaluations(slug)).toMatchObject([{ state: 'running' }]);
  expect(open.length).toBeGreaterThanOrEqual(1);
  expect(open.length).toBeLessThanOrEqual(connections);
  expect(total(atKill, ({ answers }) => answers)).toBeGreaterThan(connections);

  server.otherwise(answerOfAgent());
  await cluster.startWorker();
  await cluster.reached(slug, 'completed', 1);

  const records = await attemptRecords(cluster.context.db, slug);
  expectAllGraded(records);
  expect(records.length).toBeGreaterThan(total(atKill, ({ answers }) => answers));
  const tasks = (all: typeof records) =>
    all.map(({ ordinal, seed, prompt, parameters }) => ({ ordinal, seed, prompt, parameters }));
  expect(tasks(records).slice(0, atKill.length)).toEqual(tasks(atKill));
  expect(records.filter((record) => record.calls > 1).map(({ seed }) => seed)).toEqual(
    open.map(({ seed }) => seed),
  );
  expect(total(records, ({ calls, answers }) => calls - answers)).toBe(open.length);
  const answeredAtKill = new Set(
    atKill.filter((record) => record.answers === 1).map((record) => record.prompt),
  );
  const askedSince = server.requests.slice(requestsAtKill).map(promptOf);
  expect(askedSince.filter((prompt) => answeredAtKill.has(prompt))).toEqual([]);
  const openings = await cluster.context.db.selectFrom('openings').select('opening').execute();
  expect(openings).toEqual([{ opening: 1 }]);
});

it('lets the requests in flight finish on SIGTERM, exits with 0, and leaves the rest to the next worker', async () => {
  server.otherwise(answerOfAgent(700));
  const slug = cluster.slug('drained');
  await followIntoWork(slug);
  const requestsAtSignal = server.requests.length;

  expect(await cluster.terminateWorker()).toBe('exit code 0');
  const atExit = await attemptRecords(cluster.context.db, slug);
  expect(await cluster.evaluations(slug)).toMatchObject([{ state: 'running' }]);
  expect(server.requests.every((request) => request.worked)).toBe(true);
  expect(total(atExit, ({ answers }) => answers)).toBe(server.requests.length);
  expect(server.requests.length).toBeGreaterThanOrEqual(requestsAtSignal);

  server.otherwise(answerOfAgent());
  await cluster.startWorker();
  await cluster.reached(slug, 'completed', 1);
  const records = await attemptRecords(cluster.context.db, slug);
  expectAllGraded(records);
  expect(records.length).toBeGreaterThan(total(atExit, ({ answers }) => answers));
  expect(total(records, ({ calls }) => calls)).toBe(records.length);
  expect(server.requests.length).toBe(records.length);
});
