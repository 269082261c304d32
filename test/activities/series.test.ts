import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createEfficiency } from '../../activities/efficiency.ts';
import { scoreAbility } from '../../measurement/ability/ability.ts';
import { skillWeightsOf } from '../../measurement/performance/performance.ts';
import { publishedScale, publishedSuite } from '../../measurement/published.ts';
import { efficiencyDetailSchema } from '../../schema/efficiency-detail.ts';
import type { Family } from '../../schema/families.ts';
import type { Kind } from '../../schema/shapes.ts';
import { registerFamily, useDatabase } from '../schema/seed.ts';
import { addPractised, type Planned } from './practised-session.ts';

const scale = publishedScale('reasoning', 2)!;
const { mix } = publishedSuite('core@2')!.domains[0]!;

describe('the series of a family that practises', () => {
  const database = useDatabase();
  const activities = () => createEfficiency({ db: database.db });

  async function follow(settings: Parameters<typeof registerFamily>[1] = {}): Promise<Family> {
    return await registerFamily(database.db, { suite: 'core@2', regime: 'static', ...settings });
  }

  async function practise(family: Family, planned: Partial<Planned> = {}) {
    const defaults = { label: 'a', step: 1, theta: -1, perBlock: 0.6 };
    const keys = await addPractised(database.db, family, { ...defaults, ...planned });
    const { rows } = await activities().recordEfficiency(keys.evaluationId, 'run-1');
    return { ...keys, rows };
  }

  async function current(family: Family, kind: Kind, domain = 'reasoning') {
    const rows = await database.db
      .selectFrom('efficiencies')
      .selectAll()
      .where('family_id', '=', family.id)
      .where('kind', '=', kind)
      .where('domain', '=', domain)
      .where('current', '=', true)
      .orderBy('evaluation_id')
      .execute();
    return rows.map((row) => ({ ...row, detail: efficiencyDetailSchema.parse(row.detail) }));
  }

  it('has a row of each kind: training of placement alone, practice over the tokens of the practice tasks', async () => {
    const family = await follow();
    const { sessionId, rows } = await practise(family);
    expect(rows).toBe(4);
    const placed = await database.db
      .selectFrom('tasks')
      .innerJoin('grades', 'grades.task_id', 'tasks.id')
      .select(['skill', 'difficulty', 'score'])
      .where('session_id', '=', sessionId)
      .where('phase', '=', 'placement')
      .$narrowType<{ difficulty: number }>()
      .execute();
    const [training] = await current(family, 'training');
    expect(training).toMatchObject({ attempts: 24, unit: 'tokens', compute: 1_000 });
    expect(training!.theta).toBeCloseTo(scoreAbility(scale, skillWeightsOf(mix), placed).mean, 9);

    const [practice] = await current(family, 'practice');
    expect(practice).toMatchObject({
      attempts: 8,
      unit: 'tokens',
      compute: 7_200,
      baseline_id: null,
      pe: null,
    });
    expect(practice!.reason).toBe('No practice baseline is set, so there is nothing to divide by.');
    const { points, ...session } = practice!.detail.practice!;
    expect(session).toEqual({ tokenOffset: 2_000, blocks: 3, practiceTasks: 12 });
    expect(points.map(({ tokens }) => tokens)).toEqual([0, 2_400, 4_800, 7_200]);
    for (const { x, tokens } of points) expect(x).toBeCloseTo(Math.log10(1 + tokens / 2_000), 12);
    expect(practice!.performance).toBeCloseTo(points.at(-1)!.performance.value, 12);
    expect(practice!.detail.milestones).toHaveLength(3);
    const [overall] = await current(family, 'practice', 'overall');
    expect(overall).toMatchObject({ performance: practice!.performance, reason: practice!.reason });
  });

  it('is normalised in both regimes to the practice of one static checkpoint', async () => {
    const reference = await follow();
    for (const step of [1, 2]) await practise(reference, { label: `ref-${step}`, step });
    const learner = await follow({ regime: 'practice', baseline: reference.slug });
    await practise(learner, { label: 'learner', perBlock: 1.2 });
    expect((await current(learner, 'practice'))[0]!.reason).toBe(
      `${reference.slug} has no practice baseline.`,
    );

    const order = { kind: 'practice', checkpoint: 'ref-2' } as const;
    const set = await activities().saveBaseline(reference.slug, order);
    expect(set).toEqual({ family: reference.slug, ...order, version: 1, points: 4 });
    expect(await activities().saveBaseline(reference.slug, order)).toMatchObject({ version: 1 });

    const [other, itself] = await current(reference, 'practice');
    expect(itself).toMatchObject({ pe: 1, pe_lo: 1, pe_hi: 1, pe_above_one: 0.5, area_difference: 0 });
    expect(itself!.window_lo).toBe(0);
    expect(itself!.window_hi).toBeCloseTo(Math.log10(1 + 7_200 / 2_000), 12);
    expect(itself!.detail.quartiles).toMatchObject({ diverges: false });
    const [learned] = await current(learner, 'practice');
    expect(learned!.baseline_id).toBe(itself!.baseline_id);
    for (const row of [other, learned]) {
      const { areas } = row!.detail;
      expect(row!.pe).toBeCloseTo(areas!.model.value / areas!.baseline.value, 12);
      expect(row!.pe_lo! < row!.pe! && row!.pe! < row!.pe_hi!).toBe(true);
    }
  });

  it('says in what a practice baseline was measured differently, and compares nothing with it', async () => {
    const reference = await follow();
    await practise(reference, { label: 'ref' });
    await activities().saveBaseline(reference.slug, { kind: 'practice', checkpoint: 'ref' });
    const reasonOf = async (settings: Parameters<typeof registerFamily>[1]) => {
      const family = await follow({ baseline: reference.slug, ...settings });
      await practise(family);
      const [row] = await current(family, 'practice');
      expect(row).toMatchObject({ pe: null, gain: null, baseline_id: null });
      return row!.reason;
    };
    expect(await reasonOf({ depth: 'standard' })).toContain('is of depth quick, and this series of standard');
    expect(await reasonOf({ maxTokens: 99 })).toContain('another bound on tokens');
  });

  it('refuses a practice baseline that no static practice stands behind, and says what there is', async () => {
    const active = await follow({ regime: 'practice' });
    await practise(active, { label: 'active' });
    await expect(
      activities().saveBaseline(active.slug, { kind: 'practice', checkpoint: 'active' }),
    ).rejects.toThrow('no completed evaluation in regime static');
    const family = await follow();
    await practise(family, { label: 'placed', blocks: 0 });
    const order = (checkpoint: string) => ({ kind: 'practice', checkpoint }) as const;
    await expect(activities().saveBaseline(family.slug, order('nosuch'))).rejects.toThrow('there is placed');
    await expect(activities().saveBaseline(family.slug, order('placed'))).rejects.toThrow(
      'has not practised',
    );
    expect((await current(family, 'practice'))[0]).toMatchObject({ pe: null, compute: 0 });
  });

  it('never divides compute that is counted from another origin', async () => {
    const reference = await follow({ computeOrigin: 'scratch' });
    for (const step of [1, 10, 100]) await practise(reference, { label: `r-${step}`, step, blocks: 0 });
    await activities().saveBaseline(reference.slug);
    const family = await follow({ baseline: reference.slug, computeOrigin: 'start-checkpoint' });
    for (const step of [1, 10, 100]) await practise(family, { label: `f-${step}`, step, blocks: 0 });
    expect((await current(family, 'training')).at(-1)).toMatchObject({
      pe: null,
      reason:
        'Curves of different compute origin cannot be compared: start-checkpoint against baseline scratch.',
    });
    const own = await current(reference, 'training');
    expect(own.at(-1)).toMatchObject({ pe: 1, pe_lo: 1, pe_hi: 1 });
    expect(own.at(-1)!.detail.milestones.map(({ from, until }) => [from, until])[0]).toEqual([
      expect.closeTo(1_000, 6),
      expect.closeTo(100_000, 6),
    ]);
  });

  it('estimates tokens that the endpoint does not count, and flags them', async () => {
    const family = await follow();
    await practise(family, { tokens: null });
    const [row] = await current(family, 'practice');
    expect(row!.flags).toContain('tokens-estimated');
    // A quarter of the bytes of each prompt, rounded up, and of 400 bytes of answer.
    const { bytes } = await database.db
      .selectFrom('tasks')
      .select(sql<number>`sum(ceil(octet_length(prompt) / 4.0))::float8`.as('bytes'))
      .where('family_id', '=', family.id)
      .where('purpose', '=', 'practice')
      .executeTakeFirstOrThrow();
    expect(row!.compute).toBe(bytes + 12 * 100);
  });

  it('gains no row where nothing has changed, and computes rows of before details were kept again', async () => {
    const family = await follow();
    const { evaluationId } = await practise(family);
    expect(await activities().recordEfficiency(evaluationId, 'run-1')).toEqual({ rows: 0 });
    const before = await current(family, 'practice');
    await sql`update efficiencies set detail = '{}' where family_id = ${family.id} and kind = 'practice'`.execute(
      database.db,
    );
    expect(await activities().recordEfficiency(evaluationId, 'run-1')).toEqual({ rows: 2 });
    const [after] = await current(family, 'practice');
    expect(after).toMatchObject({ detail: before[0]!.detail, performance: before[0]!.performance });
    const { rows } = await practise(family, { label: 'b', step: 2 });
    // The new checkpoint's own: earlier rows do not rest on it.
    expect(rows).toBe(4);
  });
});
