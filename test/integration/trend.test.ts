import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AgentServer, serveAgents } from '../../agents/server.ts';
import { setBaseline } from '../../client/trackers.ts';
import { readTrend, type Trend, type TrendRow, trendSchema } from '../../client/trend.ts';
import { type AttemptRecord, attemptRecords, expectAllGraded } from '../support/attempt-records.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';

/** Nodes that the checkpoints' agents may search: the compute of the series. */
const budgets = [30, 300, 3_000];

let cluster: Cluster;
let agents: AgentServer;
beforeAll(async () => {
  [cluster, agents] = await Promise.all([startCluster(), serveAgents({ port: 0, host: '127.0.0.1' })]);
});
afterAll(async () => {
  await Promise.all([cluster?.close(), agents?.close()]);
});

async function followAgents(strategy: 'blind' | 'guided', baseline?: string): Promise<string> {
  const slug = cluster.slug(strategy);
  const registry = makeRegistry(cluster.directory, strategy);
  for (const nodes of budgets) putCheckpoint(registry.folder, `${strategy}-${nodes}`, { step: nodes });
  await cluster.follow({
    name: slug,
    endpoint: agents.url,
    registry: registry.address,
    ...(baseline === undefined ? {} : { baseline }),
  });
  await cluster.reached(slug, 'completed', budgets.length);
  return slug;
}

/** Reads the series as a program would that knows its published schema and nothing else. */
async function trendOf(slug: string): Promise<Trend> {
  const trend = JSON.parse(JSON.stringify(await readTrend(cluster.context.db, slug)));
  return trendSchema.strict().parse(trend);
}

function rowsOf(trend: Trend, domain: string): TrendRow[] {
  return trend.rows.filter((row) => row.domain === domain);
}

/** Mean height over log10 of the compute of the straight lines between the points. */
function meanHeightByHand(rows: readonly TrendRow[]): number {
  const points = rows.map((row) => ({ x: Math.log10(row.compute?.value ?? 0), y: row.performance.value }));
  let area = 0;
  for (const [index, right] of points.entries()) {
    const left = points[index - 1];
    if (left) area += ((right.x - left.x) * (left.y + right.y)) / 2;
  }
  return area / ((points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0));
}

/** The p for which the observed share lies 1.96 standard errors of p away, found by bisection. */
function wilsonByHand(share: number, count: number, side: -1 | 1): number {
  let [inside, outside] = [share, side < 0 ? 0 : 1];
  for (let step = 0; step < 100; step++) {
    const p = (inside + outside) / 2;
    if (Math.abs(share - p) <= 1.959964 * Math.sqrt((p * (1 - p)) / count)) inside = p;
    else outside = p;
  }
  return inside;
}

async function expectRowsRestOnAttempts(slug: string, trend: Trend): Promise<void> {
  const { db } = cluster.context;
  const records = await attemptRecords(db, slug);
  expectAllGraded(records);
  const checkpoints = await db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .select(['evaluations.id as evaluationId', 'checkpoints.label as label'])
    .execute();
  const byLabel = Map.groupBy(
    records,
    (record) => checkpoints.find((row) => row.evaluationId === record.evaluationId)?.label ?? '',
  );
  expect([...byLabel.keys()].sort()).toEqual([...new Set(trend.rows.map((row) => row.checkpoint))].sort());
  for (const row of trend.rows) {
    const own = (byLabel.get(row.checkpoint) ?? []).filter(({ phase }) => phase === 'placement');
    expect(row.attempts).toBe(own.length);
    expect(row.compute).toEqual({ value: row.step, unit: 'search-nodes' });
    expectAccuracyByHand(row, own);
  }
}

function expectAccuracyByHand({ accuracy }: TrendRow, attempts: readonly AttemptRecord[]): void {
  const probe = attempts.filter(({ purpose }) => purpose === 'probe').map(({ score }) => score ?? Number.NaN);
  const share = probe.reduce((sum, score) => sum + score, 0) / probe.length;
  expect(accuracy?.n).toBe(probe.length);
  expect(accuracy?.value).toBeCloseTo(share, 10);
  expect(accuracy?.lo).toBeCloseTo(wilsonByHand(share, probe.length, -1), 5);
  expect(accuracy?.hi).toBeCloseTo(wilsonByHand(share, probe.length, 1), 5);
}

it('records a trend of every checkpoint in a registry, whose numbers can be recomputed from the stored attempts', async () => {
  const { db } = cluster.context;
  const blind = await followAgents('blind');
  const without = await trendOf(blind);
  expect(without.baseline).toBeNull();
  expect(without.rows.map(({ pe }) => pe)).toEqual(Array(2 * budgets.length).fill(null));
  for (const row of without.rows) expect(row.reason).toMatch(/[Bb]aseline/);

  expect(await setBaseline(cluster.context, blind)).toMatchObject({ version: 1, points: budgets.length });
  const guided = await followAgents('guided', blind);
  const trends = { blind: await trendOf(blind), guided: await trendOf(guided) };
  await expectRowsRestOnAttempts(blind, trends.blind);
  await expectRowsRestOnAttempts(guided, trends.guided);

  for (const trend of Object.values(trends)) {
    expect(trend.baseline).toEqual({ family: blind, version: 1 });
    expect(rowsOf(trend, 'reasoning').map(({ step }) => step)).toEqual(budgets);
    for (const [index, row] of rowsOf(trend, 'overall').entries()) {
      // With one domain there is nothing to take a mean of.
      const { performance, accuracy, attempts } = rowsOf(trend, 'reasoning')[index] as TrendRow;
      expect(row).toMatchObject({ performance, accuracy, attempts, ability: null });
      expect(row.pe?.value ?? null).toBe(rowsOf(trend, 'reasoning')[index]?.pe?.value ?? null);
    }
  }

  // A curve is as efficient as itself; another one as its area is to that of the baseline.
  const own = rowsOf(trends.blind, 'reasoning');
  const others = rowsOf(trends.guided, 'reasoning');
  expect(own.at(-1)?.pe).toMatchObject({ value: 1, lo: 1, hi: 1, prAboveOne: 0.5 });
  expect(others.at(-1)?.pe?.value).toBeCloseTo(meanHeightByHand(others) / meanHeightByHand(own), 8);
  expect(others.at(-1)?.pe?.window).toEqual([Math.log10(30), Math.log10(3_000)]);
  // Two points make no curve.
  for (const row of [...own.slice(0, 2), ...others.slice(0, 2)]) {
    expect(row.pe).toBeNull();
    expect(row.reason).not.toBeNull();
  }

  const abilities = await db
    .selectFrom('abilities')
    .innerJoin('sessions', 'sessions.id', 'abilities.session_id')
    .innerJoin('efficiencies', (join) =>
      join
        .onRef('efficiencies.evaluation_id', '=', 'sessions.evaluation_id')
        .onRef('efficiencies.domain', '=', 'sessions.domain')
        .onRef('efficiencies.attempts', '=', 'abilities.position')
        .on('efficiencies.kind', '=', 'training'),
    )
    .select(['efficiencies.theta as recorded', 'abilities.theta as measured'])
    .where('efficiencies.current', '=', true)
    .execute();
  expect(abilities).toHaveLength(2 * budgets.length);
  for (const { recorded, measured } of abilities) expect(recorded).toBeCloseTo(measured, 10);

  const current = await db
    .selectFrom('efficiencies')
    .select(['checkpoint_id', 'protocol_id', 'domain', 'kind'])
    .where('current', '=', true)
    .where('kind', '=', 'training')
    .execute();
  expect(new Set(current.map((row) => JSON.stringify(row))).size).toBe(current.length);
  expect(current).toHaveLength(2 * 2 * budgets.length);
});
