import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AgentServer, serveAgents } from '../../agents/server.ts';
import { readCurve } from '../../client/curve.ts';
import { setBaseline } from '../../client/trackers.ts';
import { publishedSuite } from '../../measurement/published.ts';
import { efficiencyDetailSchema } from '../../schema/efficiency-detail.ts';
import { findFamily } from '../../schema/families.ts';
import { practiceBlocks } from '../../schema/practice.ts';
import type { Registration } from '../../schema/registration.ts';
import type { Kind } from '../../schema/shapes.ts';
import { attemptRecords, expectAllGraded } from '../support/attempt-records.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { measureWith } from '../support/own-suite.ts';

const suite = publishedSuite('core@2')!;
const emptied = { ...suite, name: 'emptied', practice: { tokenOffset: 2_000, notebookTokensMax: 0 } };
/** Alone it solves some of the easier tasks, with worked solutions nearly all. */
const nodes = 1_000;
const learner = `learner-${nodes}`;

let cluster: Cluster;
let agents: AgentServer;
beforeAll(async () => {
  [cluster, agents] = await Promise.all([startCluster(), serveAgents({ port: 0, host: '127.0.0.1' })]);
});
afterAll(async () => {
  await Promise.all([cluster?.close(), agents?.close()]);
});

/** Registers a family and evaluates learners of these budgets, under the default suite unless told otherwise. */
async function evaluate(
  name: string,
  settings: Partial<Registration>,
  budgets: readonly number[] = [nodes],
  ownSuite?: typeof suite,
): Promise<string> {
  const slug = cluster.slug(name);
  const registry = makeRegistry(cluster.directory, name);
  await cluster.follow({
    name: slug,
    endpoint: agents.url,
    registry: registry.address,
    depth: 'standard',
    ...settings,
  });
  if (ownSuite)
    await measureWith(cluster.context.db, (await findFamily(cluster.context.db, slug))!, ownSuite);
  for (const nodes of budgets) putCheckpoint(registry.folder, `learner-${nodes}`, { step: nodes });
  await cluster.reached(slug, 'completed', budgets.length);
  return slug;
}

/** The newest row of the learner that practises. */
async function rowOf(slug: string, kind: Kind, domain = 'reasoning', label = learner) {
  const row = await cluster.context.db
    .selectFrom('efficiencies')
    .innerJoin('families', 'families.id', 'efficiencies.family_id')
    .innerJoin('evaluations', 'evaluations.id', 'efficiencies.evaluation_id')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .selectAll('efficiencies')
    .where('families.slug', '=', slug)
    .where('efficiencies.kind', '=', kind)
    .where('efficiencies.domain', '=', domain)
    .where('efficiencies.current', '=', true)
    .where('checkpoints.label', '=', label)
    .executeTakeFirstOrThrow();
  return { ...row, detail: efficiencyDetailSchema.parse(row.detail) };
}

async function sessionsOf(slug: string) {
  return await cluster.context.db
    .selectFrom('sessions')
    .innerJoin('evaluations', 'evaluations.id', 'sessions.evaluation_id')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('families', 'families.id', 'checkpoints.family_id')
    .select(['sessions.id', 'sessions.stop_reason', 'sessions.practice_stop_reason'])
    .where('families.slug', '=', slug)
    .execute();
}

/** The distinct notebooks of these sessions. */
async function notebooksOf(sessionIds: readonly number[]) {
  return await cluster.context.db
    .selectFrom('notebooks')
    .select(['text', 'tokens'])
    .distinct()
    .where('session_id', 'in', [...sessionIds])
    .execute();
}

it('evaluates a learner in both regimes and stores both PEs, practice normalised to the one static curve', async () => {
  const fixed = await evaluate('static', { regime: 'static' }, [100, nodes, 10_000]);
  await setBaseline(cluster.context, fixed);
  await setBaseline(cluster.context, fixed, { kind: 'practice', checkpoint: learner });
  const prices = { pricePrompt: 2, priceCompletion: 2 };
  const adaptive = await evaluate('adaptive', { regime: 'practice', baseline: fixed, ...prices });

  for (const slug of [fixed, adaptive]) {
    const records = await attemptRecords(cluster.context.db, slug);
    expectAllGraded(records);
    const sessions = await sessionsOf(slug);
    for (const session of sessions) {
      expect(session.stop_reason).not.toBeNull();
      expect(session.practice_stop_reason).toBe('blocks-done');
    }
    const ids = sessions.map(({ id }) => id);
    const motives = (await practiceBlocks(cluster.context.db, ids)).map(({ state }) => state.motive);
    const block = slug === fixed ? /^reference-mix$/ : /^(weakest|plateau-probe|regress-probe)$/;
    expect(motives.filter((motive) => block.test(motive))).toHaveLength(8 * sessions.length);
    expect(motives.filter((motive) => motive === 'final')).toHaveLength(sessions.length);
    expect((await notebooksOf(ids)).length).toBeGreaterThan(3);
    const practised = records.filter(({ phase }) => phase === 'practice');
    expect(practised.filter(({ purpose }) => purpose === 'practice')).toHaveLength(32 * sessions.length);
    expect(practised.filter(({ purpose }) => purpose === 'measurement')).toHaveLength(18 * sessions.length);
    const row = await rowOf(slug, 'practice');
    const { points } = row.detail.practice!;
    expect(points).toHaveLength(9);
    expect(points.map(({ tokens }) => tokens)).toEqual(
      points.map(({ tokens }) => tokens).toSorted((a, b) => a - b),
    );
    expect(row).toMatchObject({ unit: 'tokens', attempts: 18, reason: null });
    // Practice on the weakest skill alone moves the mix less surely.
    expect(slug === fixed ? row.gain_lo! : row.gain!).toBeGreaterThan(0);
    expect(row.pe_lo! <= row.pe! && row.pe! <= row.pe_hi!).toBe(true);
  }
  // At one price for prompts and answers, dollars are tokens by another name.
  const [curve] = (await readCurve(cluster.context.db, adaptive, learner)).domains;
  expect(curve!.practiceUsd).toEqual(
    curve!.practice.points.map(({ tokens }) => expect.closeTo((2 * tokens) / 1e6, 9)),
  );
  expect(curve!.practiceUsd!.at(-1)).toBeGreaterThan(0);
  expect((await readCurve(cluster.context.db, fixed, learner)).domains[0]!.practiceUsd).toBeNull();
  const last = 'learner-10000';
  expect((await rowOf(fixed, 'training', 'reasoning', last)).pe).toBe(1);
  expect(await rowOf(fixed, 'training', 'overall', last)).toMatchObject({ pe: 1, compute: 10_000 });
  // Regimes are protocols of their own: a training curve of the one is not divided by the other's.
  expect(await rowOf(adaptive, 'training')).toMatchObject({ pe: null, attempts: expect.any(Number) });

  const expectations = await cluster.evaluations(adaptive);
  expect(expectations[0]!.expectation).toMatchObject({ basis: { from: 'endpoint' } });
  const { expected, spent } = expectations[0]!.expectation!;
  expect(spent.tasks / expected.tasks).toBeGreaterThan(0.8);
  expect(spent.tasks / expected.tasks).toBeLessThan(1.25);
});

it('finds no gain where the notebook is kept empty', async () => {
  const fixed = await evaluate('empty-static', { regime: 'static' }, [nodes], emptied);
  await setBaseline(cluster.context, fixed, { kind: 'practice', checkpoint: learner });
  const adaptive = await evaluate('empty', { regime: 'practice', baseline: fixed }, [nodes], emptied);
  for (const slug of [fixed, adaptive]) {
    const row = await rowOf(slug, 'practice');
    const ids = (await sessionsOf(slug)).map(({ id }) => id);
    expect(await notebooksOf(ids)).toEqual([{ tokens: 0, text: '' }]);
    // Tasks are fresh each time, so that one in twenty 95 % intervals misses 0; twice as wide, one in ten thousand.
    const { gain, gain_lo: lo, gain_hi: hi } = row;
    expect(gain! - 2 * (gain! - lo!)).toBeLessThanOrEqual(0);
    expect(gain! + 2 * (hi! - gain!)).toBeGreaterThanOrEqual(0);
  }
});
