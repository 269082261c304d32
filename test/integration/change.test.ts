import { beforeAll, describe, expect, it } from 'vitest';
import { compareCheckpoints, comparisonSchema } from '../../client/compare.ts';
import { readTrend } from '../../client/trend.ts';
import type { Family } from '../../schema/families.ts';
import { addCheckpoint, digestNamed, registerFamily, useDatabase } from '../schema/seed.ts';
import { runEtudeOn } from '../support/run-etude.ts';
import { evaluateSimulated } from '../support/simulated-family.ts';

/** By step: hardly a change, a drop of 1.8 logits, hardly a change again. */
const abilities = [0.4, 0.5, 0.5, -1.3, -1.2, -1.1];
const late = 5;

describe('a series with a planted drop', () => {
  const database = useDatabase();
  let family: Family;

  beforeAll(async () => {
    family = await registerFamily(database.db, { depth: 'standard' });
    for (const [index, theta] of abilities.entries()) {
      // Found after all others, between the fourth checkpoint and the sixth.
      if (index + 1 !== late) await evaluate(index + 1, theta);
    }
  });

  async function evaluate(step: number, theta: number): Promise<void> {
    const attributes = { step, tokens: 1e6 * 2 ** step };
    await evaluateSimulated(database.db, family, { label: `step-${step}`, theta, attributes });
  }

  async function changes() {
    const { rows } = await readTrend(database.db, family.slug, { domain: 'reasoning' });
    return rows.map(({ checkpoint, change }) => [checkpoint, change?.from, change?.verdict]);
  }

  const compare = (...args: string[]) => runEtudeOn(database.url, ['compare', ...args]);

  it('flags the drop and neither of its neighbours', async () => {
    expect(await changes()).toEqual([
      ['step-1', undefined, undefined],
      ['step-2', 'step-1', 'inconclusive'],
      ['step-3', 'step-2', 'inconclusive'],
      ['step-4', 'step-3', 'regression'],
      ['step-6', 'step-4', 'inconclusive'],
    ]);
  });

  it('compares a checkpoint that is found late with both its neighbours, and keeps every verdict', async () => {
    const stored = () =>
      database.db
        .selectFrom('changes')
        .selectAll()
        .where('family_id', '=', family.id)
        .orderBy('id')
        .execute();
    const before = await stored();
    await evaluate(late, abilities[late - 1]!);
    expect((await changes()).slice(3)).toEqual([
      ['step-4', 'step-3', 'regression'],
      ['step-5', 'step-4', 'inconclusive'],
      ['step-6', 'step-5', 'inconclusive'],
    ]);
    const after = await stored();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(before.length + 2);
  });

  it('says on the command line what changed, with exit code 3 for a regression', async () => {
    const at = (step: number) => `${family.slug}:step-${step}`;
    const drop = await compare(at(3), at(4), '--json');
    expect(drop, drop.stderr).toMatchObject({ code: 3 });
    expect(drop.stderr).toBe(`etude: ${at(4)} is a regression in reasoning\n`);
    const { rows } = await readTrend(database.db, family.slug, { domain: 'reasoning' });
    const told = comparisonSchema.strict().parse(JSON.parse(drop.stdout));
    expect(told.verdict).toBe('regression');
    expect(told.domains[0]).toMatchObject({
      difference: { value: rows[3]?.change?.difference },
      detectable: rows[3]?.change?.detectable,
      settledBy: null,
    });

    // The other way round, and by digest, it is an improvement.
    const digest = digestNamed('step-4').slice(0, 12);
    expect(await compare('--family', family.slug, digest, 'step-3')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/│ \+\d\.\d\d \[.*│ improvement +│/),
    });
    const small = await compare(at(1), at(2));
    expect(small).toMatchObject({ code: 0, stderr: '' });
    expect(small.stdout).toMatch(/reasoning: (not even depth deep|at depth deep on both sides)/);
    expect(small.stdout).toContain('not known (0 pairs, 5 are needed)');
  });

  it('refuses what was measured otherwise, and says in what it differs', async () => {
    const other = await registerFamily(database.db, { depth: 'quick', regime: 'static', maxTokens: 64 });
    await evaluateSimulated(database.db, other, { label: 'only', theta: 0, attributes: { step: 1 } });
    await addCheckpoint(database.db, family.id, 'step-7', { step: 7 });
    const before = { family: family.slug, checkpoint: 'step-1' };
    for (const [after, message] of [
      [
        { family: other.slug, checkpoint: 'only' },
        'the regime is practice for the one and static for the other, ' +
          'the depth is standard for the one and quick for the other, ' +
          'the decoding is temperature 0 with 4096 tokens for the one',
      ],
      [{ ...before, checkpoint: 'step-7' }, 'has not been evaluated yet; `etude evaluate'],
      [{ ...before, checkpoint: 'step-9' }, 'has no checkpoint step-9; there is step-1, step-2'],
      [before, 'step-1 and step-1 are one checkpoint'],
    ] as const) {
      await expect(compareCheckpoints(database.db, { before, after })).rejects.toThrow(message);
    }
    expect(await compare('step-1', 'step-2')).toMatchObject({
      code: 1,
      stderr: 'etude: step-1 must be FAMILY:CHECKPOINT, or name the family of both with --family\n',
    });
  });
});
