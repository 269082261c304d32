import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AgentServer, serveAgents } from '../../agents/server.ts';
import { readTrend, type Trend, trendSchema } from '../../client/trend.ts';
import { setBaseline } from '../../client/trackers.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';

const budgets = [30, 300, 3_000];

let cluster: Cluster;
let agents: AgentServer;
beforeAll(async () => {
  [cluster, agents] = await Promise.all([startCluster(), serveAgents({ port: 0, host: '127.0.0.1' })]);
});
afterAll(async () => {
  await Promise.all([cluster?.close(), agents?.close()]);
});

it('first', async () => {
  const began = Date.now();
  const slug = cluster.slug('guided');
  const registry = makeRegistry(cluster.directory, 'guided');
  for (const b of budgets) putCheckpoint(registry.folder, `guided-${b}`, { step: b });
  await cluster.follow({ name: slug, endpoint: agents.url, registry: registry.address });
  console.log('registered', Date.now() - began);
  const done = await cluster.reached(slug, 'completed', 3);
  console.log('done', Date.now() - began, JSON.stringify(done));
  console.log(JSON.stringify(await readTrend(cluster.context.db, slug), null, 1));
});
