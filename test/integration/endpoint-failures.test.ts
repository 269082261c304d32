import { afterAll, beforeAll, expect, it } from 'vitest';
import { evaluateFamily } from '../../client/evaluate.ts';
import { failedCallsMax } from '../../schema/attempts.ts';
import { openingsOf } from '../../schema/evaluations.ts';
import { answerOfAgent, promptOf } from '../support/agent-answers.ts';
import { attemptRecords, expectAllGraded, total } from '../support/attempt-records.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { type Behaviour, type ModelServer, startModelServer } from '../support/model-server.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster?.close();
});

/** Follows a family of one checkpoint on a model server of its own. */
async function withFamily(
  name: string,
  connections: number,
  behave: (server: ModelServer) => void,
  check: (family: { slug: string; server: ModelServer }) => Promise<void>,
): Promise<void> {
  const server = await startModelServer();
  try {
    behave(server);
    const slug = cluster.slug(name);
    const registry = makeRegistry(cluster.directory, name);
    putCheckpoint(registry.folder, 'step-1', { step: 1 });
    await cluster.follow({ name: slug, endpoint: server.url, registry: registry.address, connections });
    await check({ slug, server });
  } finally {
    await server.close();
  }
}

const answeredBefore = 5;

it.each([
  { status: 401, code: 'AuthenticationFailed', says: /refuses the API key, or asks for one \(401\)/ },
  { status: 404, code: 'ModelNotFound', says: /does not serve the model "step-1" \(404\)/ },
])(
  'fails an evaluation on a $status in one clear line, and goes on under the same id where its rows end once the endpoint is mended',
  async ({ status, code, says }) => {
    const behave = (server: ModelServer) =>
      server.otherwise((request) =>
        server.requests.length <= answeredBefore ? answerOfAgent()(request) : { kind: 'status', status },
      );
    await withFamily(`refused-${status}`, 2, behave, async ({ slug, server }) => {
      const [failed] = await cluster.reached(slug, 'failed', 1);
      expect(failed).toMatchObject({ state: 'failed', failure: { code } });
      expect(failed?.failure?.message).toMatch(says);
      expect(failed?.failure?.message).not.toContain('\n');
      const before = await attemptRecords(cluster.context.db, slug);
      const answered = before.filter((record) => record.answers === 1).map(({ prompt }) => prompt);
      expect(answered).toHaveLength(answeredBefore);
      const requestsBefore = server.requests.length;

      server.otherwise(answerOfAgent());
      const [requested] = await evaluateFamily(cluster.context, slug, undefined);
      expect(requested).toMatchObject({ started: true, workflowId: failed?.evaluation });
      await cluster.completedAgain(requested?.workflowId ?? '');

      const [completed] = await cluster.evaluations(slug);
      expect(completed).toMatchObject({ evaluation: failed?.evaluation, state: 'completed', failure: null });
      const records = await attemptRecords(cluster.context.db, slug);
      expectAllGraded(records);
      expect(records.slice(0, before.length).map(({ seed }) => seed)).toEqual(before.map(({ seed }) => seed));
      const askedAgain = server.requests.slice(requestsBefore).map(promptOf);
      expect(askedAgain).toHaveLength(records.length - answeredBefore);
      expect(askedAgain.filter((prompt) => answered.includes(prompt))).toEqual([]);
      const openings = await openingsOf(cluster.context.db, requested?.evaluationId ?? 0);
      expect(openings).toMatchObject([
        { opening: 1, failureCode: code, failureMessage: failed?.failure?.message },
        { opening: 2, failureCode: null },
      ]);
    });
  },
);

it('waits out a storm of 429 as long as it is asked to, however many strike one task, and scores none of them', async () => {
  const waitMs = 300;
  const stormOnOneTask = failedCallsMax + 1;
  const refusal: Behaviour = {
    kind: 'status',
    status: 429,
    headers: { 'retry-after-ms': String(waitMs) },
  };
  const refused: number[] = [];
  const behave = (server: ModelServer) =>
    server.otherwise((request) => {
      const first = promptOf(server.requests[0] as (typeof server.requests)[number]);
      if (promptOf(request) !== first || refused.length >= stormOnOneTask) return answerOfAgent()(request);
      refused.push(server.requests.length - 1);
      return refusal;
    });
  await withFamily('storm', 1, behave, async ({ slug, server }) => {
    await cluster.reached(slug, 'completed', 1);
    const records = await attemptRecords(cluster.context.db, slug);
    expectAllGraded(records);
    expect(refused).toHaveLength(stormOnOneTask);
    expect(records.flatMap(({ failures }) => failures)).toEqual(Array(stormOnOneTask).fill('Throttled'));
    expect(total(records, ({ calls }) => calls)).toBe(server.requests.length);
    expect(total(records, ({ calls, answers }) => calls - answers)).toBe(stormOnOneTask);
    for (const index of refused) {
      const [refusedRequest, next] = server.requests.slice(index, index + 2);
      const waitedMs = (next?.receivedAtMs ?? 0) - (refusedRequest?.receivedAtMs ?? 0);
      expect(waitedMs).toBeGreaterThanOrEqual(waitMs);
    }
  });
});

it('asks again after a 500, a dropped connection, a page of HTML and a reply that was lost after the work, and counts each request', async () => {
  const troubles: Behaviour[] = [
    { kind: 'status', status: 500 },
    { kind: 'drop', when: 'before' },
    { kind: 'drop', when: 'after' },
    { kind: 'html' },
    { kind: 'malformed' },
    { kind: 'drop', when: 'after', delayMs: 50 },
  ];
  const behave = (server: ModelServer) => {
    server.next(...troubles);
    server.otherwise(answerOfAgent());
  };
  await withFamily('troubled', 4, behave, async ({ slug, server }) => {
    await cluster.reached(slug, 'completed', 1);
    const records = await attemptRecords(cluster.context.db, slug);
    expectAllGraded(records);
    expect(records.flatMap(({ failures }) => failures).toSorted()).toEqual([
      ...Array(3).fill('ConnectionReset'),
      ...Array(3).fill('Unavailable'),
    ]);
    expect(total(records, ({ calls }) => calls)).toBe(server.requests.length);
    expect(total(records, ({ calls, answers }) => calls - answers)).toBe(troubles.length);
    // What the server did for nothing is there too: two replies were lost after the work.
    expect(server.requests.filter((request) => request.worked)).toHaveLength(records.length + 2);
  });
});

it('shares one endpoint between families without ever sending it more requests at once than it may get', async () => {
  const connections = 2;
  const server = await startModelServer();
  try {
    server.otherwise(answerOfAgent(40));
    const slugs = ['left', 'right'].map((name) => cluster.slug(name));
    for (const slug of slugs) {
      const registry = makeRegistry(cluster.directory, slug);
      putCheckpoint(registry.folder, 'step-1', { step: 1 });
      await cluster.follow({ name: slug, endpoint: server.url, registry: registry.address, connections });
    }
    await Promise.all(slugs.map((slug) => cluster.reached(slug, 'completed', 1)));
    const [left = [], right = []] = await Promise.all(
      slugs.map((slug) => attemptRecords(cluster.context.db, slug)),
    );
    expect(server.inFlightMax).toBe(connections);
    expectAllGraded(left);
    expectAllGraded(right);
    const families = new Map([
      ...left.map(({ prompt }) => [prompt, 'left'] as const),
      ...right.map(({ prompt }) => [prompt, 'right'] as const),
    ]);
    const order = server.requests.map((request) => families.get(promptOf(request)));
    // They ran at the same time: the first of each came before the last of the other.
    expect(order.indexOf('right')).toBeLessThan(order.lastIndexOf('left'));
    expect(order.indexOf('left')).toBeLessThan(order.lastIndexOf('right'));
  } finally {
    await server.close();
  }
});
