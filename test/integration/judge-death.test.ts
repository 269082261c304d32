import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type AgentServer, serveAgents } from '../../agents/server.ts';
import { addJudge, judgeOrderSchema } from '../../client/judges.ts';
import { openBrief } from '../../domains/creative/d7-open-brief.ts';
import { promptOf } from '../support/agent-answers.ts';
import { attemptRecords, expectAllGraded } from '../support/attempt-records.ts';
import { putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { followCreative } from '../support/creative-family.ts';
import { type ModelServer, type ReceivedRequest, startModelServer } from '../support/model-server.ts';
import { obedientJudge } from '../support/obedient-judge.ts';

/** Two evaluations, and a dead worker that has to be noticed in between. */
const limitMs = 120_000;
const connections = 4;
const judges = 3;
/** New answers, and answers of the evaluation before that are read again. */
const read = 4;
const readAgain = 2;

let cluster: Cluster;
let agents: AgentServer;
let server: ModelServer;
beforeEach(async () => {
  [cluster, agents, server] = await Promise.all([
    startCluster(),
    serveAgents({ port: 0, host: '127.0.0.1' }),
    startModelServer(),
  ]);
});
afterEach(async () => {
  await Promise.all([cluster?.close(), agents?.close(), server?.close()]);
});

/** A reading that is owed of the panel: who reads which answer for the which time, with all calls made for it. */
interface Reading {
  readonly task: number;
  readonly judge: string;
  readonly occasion: number;
  readonly nonces: readonly string[];
  readonly answers: number;
  readonly failures: number;
  /** The criteria of its votes, in order. */
  readonly votes: readonly string[];
  readonly reference: Parameters<NonNullable<typeof openBrief.judging>['questions']>[0];
}

/** Every reading that was begun, in the order of their first calls: read straight from the tables. */
async function readings(): Promise<Reading[]> {
  const { rows } = await sql<Reading>`
    select c.task_id as task, j.name as judge, c.occasion, array_agg(c.nonce order by c.call) as nonces,
      (select count(*) from judge_answers a where (a.task_id, a.judge_id, a.occasion) = (c.task_id, j.id, c.occasion)) as answers,
      count(f.call_id) as failures,
      (select coalesce(array_agg(r.criterion order by r.criterion), '{}') from ratings r
        where (r.task_id, r.rater, r.occasion) = (c.task_id, j.name, c.occasion)) as votes, t.reference
    from judge_calls c join judges j on j.id = c.judge_id join tasks t on t.id = c.task_id
      left join judge_call_failures f on f.call_id = c.id
    group by c.task_id, j.id, c.occasion, t.id
    order by min(c.id)`.execute(cluster.context.db);
  return rows;
}

const isOpen = ({ answers }: Reading) => answers === 0;
const named = ({ task, judge, occasion }: Reading) => `${task} ${judge} ${occasion}`;
const nonceOf = (request: ReceivedRequest) => /hold the code ([0-9a-f]{32})\./.exec(promptOf(request))![1]!;

async function addPanel(): Promise<void> {
  for (let index = 0; index < judges; index++) {
    const order = { name: `reader-${index}`, endpoint: server.url, model: `m-${index}`, connections };
    await addJudge(cluster.context.db, judgeOrderSchema.parse({ ...order, modelFamily: `kin-${index}` }), []);
  }
}

it(
  'finishes an evaluation by itself after SIGKILL struck its worker amid judging, records each vote once, and repeats only what was in flight',
  async () => {
    await addPanel();
    server.otherwise(obedientJudge());
    const { slug, folder } = await followCreative(cluster, agents.url, 'judged', { modelFamily: 'own' });
    putCheckpoint(folder, 'guided-3000', { step: 1 });
    await cluster.reached(slug, 'completed', 1);
    const before = await readings();
    expect(before).toHaveLength(read * judges);

    server.otherwise((request) => ({ ...obedientJudge()(request), delayMs: 700 }));
    putCheckpoint(folder, 'guided-2000', { step: 2 });
    const arrived = server.requests.length;
    await vi.waitUntil(
      async () => {
        const answered = (await readings()).filter((reading) => !isOpen(reading)).length - before.length;
        const inFlight = server.requests.filter((request) => !request.worked).length;
        return answered > connections && inFlight >= 2;
      },
      { timeout: 30_000, interval: 10 },
    );
    await cluster.killWorker();
    const atKill = await readings();
    const open = atKill.filter(isOpen);
    const requestsAtKill = server.requests.length;
    expect(await cluster.evaluations(slug)).toMatchObject([{ state: 'completed' }, { state: 'running' }]);
    expect(open.length).toBeGreaterThanOrEqual(1);
    expect(open.length).toBeLessThanOrEqual(connections);
    expect(atKill.length).toBeLessThan(before.length + (read + readAgain) * judges);

    server.otherwise(obedientJudge());
    await cluster.startWorker();
    await cluster.reached(slug, 'completed', 2);

    const all = await readings();
    expect(all).toHaveLength((2 * read + readAgain) * judges);
    expect(all.filter(({ occasion }) => occasion === 2)).toHaveLength(readAgain * judges);
    for (const { answers, failures, votes, reference } of all) {
      expect({ answers, failures }).toEqual({ answers: 1, failures: 0 });
      const asked = openBrief.judging!.questions(reference).map(({ id }) => id);
      expect(votes.toSorted()).toEqual(asked.toSorted());
    }
    expect(all.filter(({ nonces }) => nonces.length > 1).map(named)).toEqual(open.map(named));
    for (const { nonces } of all) expect(nonces.length).toBeLessThanOrEqual(2);
    const readingOf = new Map(
      all.flatMap((reading) => reading.nonces.map((nonce) => [nonce, named(reading)])),
    );
    const askedSince = server.requests
      .slice(requestsAtKill)
      .map((request) => readingOf.get(nonceOf(request)));
    const answeredAtKill = atKill.filter((reading) => !isOpen(reading)).map(named);
    expect(askedSince.toSorted()).toEqual(
      all
        .map(named)
        .filter((name) => !answeredAtKill.includes(name))
        .toSorted(),
    );
    expect(requestsAtKill - arrived).toBeLessThanOrEqual(atKill.length - before.length);

    const records = await attemptRecords(cluster.context.db, slug);
    expectAllGraded(records);
    expect(records.filter(({ phase }) => phase === 'judged')).toHaveLength(2 * read);
    const openings = await cluster.context.db.selectFrom('openings').select('opening').execute();
    expect(openings).toEqual([{ opening: 1 }, { opening: 1 }]);
  },
  limitMs,
);
