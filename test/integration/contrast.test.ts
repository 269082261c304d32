import { beforeAll, describe, expect, it } from 'vitest';
import { createContrastCurves } from '../../activities/contrast-curves.ts';
import { type ContrastOrder, contrastFamilies } from '../../client/contrast.ts';
import { contrastSchema } from '../../client/contrast-schema.ts';
import { readTrend } from '../../client/trend.ts';
import type { Family } from '../../schema/families.ts';
import type { Registration } from '../../schema/registration.ts';
import { registerFamily, useDatabase } from '../schema/seed.ts';
import { runEtudeOn } from '../support/run-etude.ts';
import { evaluateSimulated } from '../support/simulated-family.ts';

const steps = [1, 2, 3, 4];
const practiceBlocks = 8;

describe('two families side by side', () => {
  const database = useDatabase();
  let small: Family;
  let large: Family;

  beforeAll(async () => {
    // Both rise by a logit a step; the large one is a logit ahead, and practises in another regime.
    small = await follow({ parameters: 1e6, regime: 'practice' }, -2, 1);
    large = await follow({ parameters: 1e7, regime: 'static' }, -1, 0);
  });

  async function follow(settings: Partial<Registration>, start: number, gain: number): Promise<Family> {
    const family = await registerFamily(database.db, {
      ...{ suite: 'core@2', depth: 'standard', computeOrigin: 'scratch' },
      ...settings,
    });
    for (const step of steps) {
      await evaluateSimulated(database.db, family, {
        label: `step-${step}`,
        theta: start + step,
        practice: { blocks: practiceBlocks, gain },
        attributes: { step, flops: 10 ** (12 + step) },
      });
    }
    return family;
  }

  async function contrast(order: Partial<ContrastOrder> = {}) {
    const side = (family: string) => ({ family, regime: undefined, checkpoint: undefined });
    const found = await contrastFamilies(database.db, createContrastCurves(database), {
      ...{ first: side(small.slug), second: side(large.slug), kind: 'training', domain: undefined },
      ...order,
    });
    return contrastSchema.strict().parse(JSON.parse(JSON.stringify(found)));
  }

  it('shows the ratio of their PEs, what each needs for a milestone, and whose peak is higher', async () => {
    const found = await contrast();
    expect(found).toMatchObject({
      first: { family: small.slug, regime: 'practice', checkpoint: null, parameters: 1e6 },
      second: { family: large.slug, regime: 'static' },
      unit: 'flops',
      smaller: 'first',
    });
    const [own] = found.domains;
    expect(found.domains).toHaveLength(1);
    expect(own!.window).toEqual([13, 16]);
    expect(own!.pe!.hi).toBeLessThan(1);
    expect(own!.pe!.value).toBeCloseTo(own!.areas!.first.value / own!.areas!.second.value, 10);
    // A logit is a tenfold of compute here.
    const reached = own!.milestones.filter(({ ratio }) => ratio?.value != null);
    expect(reached.length).toBeGreaterThan(0);
    for (const { ratio } of reached) {
      expect(ratio!.lo ?? 0).toBeLessThan(10);
      expect(ratio!.hi ?? Number.POSITIVE_INFINITY).toBeGreaterThan(10);
      expect(ratio!.prFirstLess).toBeLessThan(0.05);
    }
    expect(own!.peaks).toMatchObject({
      first: { checkpoint: 'step-4', compute: 1e16 },
      second: { checkpoint: 'step-4' },
    });
    expect(own!.peaks!.prSmallerAtLeast).toBe(own!.peaks!.prFirstHigher);
    expect(own!.peaks!.prSmallerAtLeast).toBeLessThan(0.05);
    expect(own!.quartiles!.quartiles).toHaveLength(4);
    const { domains } = await contrast({ domain: 'overall' });
    expect(domains).toMatchObject([
      { domain: 'overall', pe: own!.pe, peaks: { difference: own!.peaks!.difference } },
    ]);

    // The curves are those of the trend.
    const { rows } = await readTrend(database.db, small.slug, { domain: 'reasoning' });
    expect(own!.peaks!.first.performance.value).toBeCloseTo(rows.at(-1)!.performance.value, 2);
  });

  it('turns round with the order of the two', async () => {
    const side = (family: string) => ({ family, regime: undefined, checkpoint: undefined });
    const [forth, back] = [
      await contrast(),
      await contrast({ first: side(large.slug), second: side(small.slug) }),
    ];
    const [own, other] = [forth.domains[0]!, back.domains[0]!];
    expect(back.smaller).toBe('second');
    expect(own.pe!.value * other.pe!.value).toBeCloseTo(1, 10);
    expect(own.pe!.lo * other.pe!.hi).toBeCloseTo(1, 10);
    expect(other.peaks!.prSmallerAtLeast).toBeCloseTo(own.peaks!.prSmallerAtLeast!, 10);
  });

  it('shows the practice of one checkpoint each, the newest without a name', async () => {
    const found = await contrast({ kind: 'practice' });
    const [own] = found.domains;
    expect(found).toMatchObject({
      first: { checkpoint: 'step-4' },
      second: { checkpoint: 'step-4' },
      unit: 'tokens',
    });
    // 8 blocks of 4 tasks of 500 tokens, at c0 = 2,000.
    expect(own!.window![1]).toBeCloseTo(Math.log10(1 + 16_000 / 2_000), 10);
    expect(own!.areas!.difference.lo).toBeLessThan(own!.areas!.difference.hi);
    const side = (family: string, checkpoint: string) => ({ family, regime: undefined, checkpoint });
    const early = await contrast({
      ...{ kind: 'practice', first: side(small.slug, 'step-2'), second: side(small.slug, 'step-4') },
      domain: 'reasoning',
    });
    expect(early.domains[0]!.pe!.hi).toBeLessThan(1);
  });

  it('is printed as tables, and as JSON of the same numbers', async () => {
    const [text, json] = await Promise.all([
      runEtudeOn(database.url, ['contrast', `${small.slug}@practice`, large.slug]),
      runEtudeOn(database.url, ['contrast', small.slug, large.slug, '--json']),
    ]);
    expect(text, text.stderr).toMatchObject({ code: 0, stderr: '' });
    const { domains, ...told } = contrastSchema.strict().parse(JSON.parse(json.stdout));
    const { domains: here, ...expected } = await contrast();
    expect(told).toEqual(expected);
    // Another process may compile the exponential otherwise, to the last bit.
    expect(domains[0]!.pe!.value).toBeCloseTo(here[0]!.pe!.value, 12);
    for (const head of ['PE ratio', 'ratio', 'peak of first', 'implied by ability alone', 'smaller']) {
      expect(text.stdout).toContain(head);
    }
  });

  it('is refused where the two are not measured alike, with the difference', async () => {
    const { db } = database;
    const deeper = await registerFamily(db, { suite: 'core@1', depth: 'quick', computeOrigin: 'scratch' });
    const inTokens = await registerFamily(db, {
      suite: 'core@2',
      depth: 'standard',
      computeOrigin: 'scratch',
    });
    const tuned = await registerFamily(db, { suite: 'core@2', depth: 'standard' });
    const only = { label: 'only', theta: 0 };
    await evaluateSimulated(db, deeper, { ...only, attributes: { step: 1, flops: 1e12 } });
    await evaluateSimulated(db, inTokens, { ...only, attributes: { step: 1, tokens: 1e6 } });
    await evaluateSimulated(db, tuned, { ...only, attributes: { step: 1, flops: 1e12 } });
    const side = (family: string) => ({ family, regime: undefined, checkpoint: undefined });
    for (const [order, message] of [
      [
        { second: side(deeper.slug) },
        'the suite is core@2 for the one and core@1 for the other, the depth is',
      ],
      [{ second: side(inTokens.slug) }, 'the unit of compute is flops for the one and tokens for the other'],
      [
        { second: side(tuned.slug) },
        'counted from scratch for the one and from start-checkpoint for the other',
      ],
      [{ second: side(small.slug) }, `both are one curve of ${small.slug}: name another family, two regimes`],
      [{ second: { ...side(small.slug), regime: 'static' } }, 'no completed evaluation in regime static yet'],
      [{ domain: 'planning' }, 'there is no domain planning in both; there is reasoning, overall'],
      [
        { kind: 'practice', first: side(deeper.slug), second: { ...side(deeper.slug), checkpoint: 'none' } },
        'has no checkpoint none',
      ],
    ] as const) {
      await expect(contrast(order), message).rejects.toThrow(message);
    }
  });
});
