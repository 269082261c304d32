import { beforeAll, describe, expect, it } from 'vitest';
import { createRescoring } from '../../activities/rescoring.ts';
import { applyScale, type RescoredSeries } from '../../client/rescore.ts';
import { readTrend } from '../../client/trend.ts';
import { publishedScale } from '../../measurement/published.ts';
import type { Family } from '../../schema/families.ts';
import type { Scale, SkillScale } from '../../schema/scale.ts';
import { registerFamily, useDatabase } from '../schema/seed.ts';
import { evaluateSimulated } from '../support/simulated-family.ts';

const published = publishedScale('reasoning', 1)!;
/** A later calibration that found everything half a logit harder, and one skill's instances more alike. */
const later: Scale = {
  ...published,
  version: 7,
  skills: Object.fromEntries(
    Object.entries(published.skills).map(([id, skill]): [string, SkillScale] => [
      id,
      { ...skill, intercept: { ...skill.intercept, value: skill.intercept.value + 0.5 } },
    ]),
  ),
};

describe('a new scale version', () => {
  const database = useDatabase();
  let family: Family;
  const evaluate = (label: string, theta: number, step: number) =>
    evaluateSimulated(database.db, family, { label, theta, attributes: { step, flops: 10 ** (12 + step) } });
  const apply = async (scale: Scale) => {
    const heard: RescoredSeries[] = [];
    const { rescoreSeries } = createRescoring({ db: database.db });
    const series = await applyScale(database.db, rescoreSeries, scale, (own) => heard.push(own));
    expect(heard).toEqual(series);
    return series;
  };
  const rows = () =>
    database.db
      .selectFrom('efficiencies')
      .selectAll()
      .where('family_id', '=', family.id)
      .orderBy('id')
      .execute();
  const abilities = () =>
    database.db
      .selectFrom('abilities')
      .innerJoin('scales', 'scales.id', 'abilities.scale_id')
      .select(['session_id', 'theta', 'sd', 'scales.version as version'])
      .orderBy('session_id')
      .orderBy('scale_id')
      .execute();

  beforeAll(async () => {
    family = await registerFamily(database.db, { suite: 'core@1' });
    await evaluate('a', -1, 1);
    await evaluate('b', 0, 2);
    await evaluate('c', 2.5, 3);
  });

  it('scores history again and keeps both, on abilities, rows and verdicts', async () => {
    const before = await rows();
    expect(await apply(later)).toEqual([
      {
        family: family.slug,
        suite: 'core@1',
        regime: 'practice',
        depth: 'quick',
        sessions: 3,
        rows: 6,
        reason: null,
      },
    ]);
    const after = await rows();
    expect(after.slice(0, before.length)).toEqual(before);
    const [own, other] = await Promise.all([
      readTrend(database.db, family.slug),
      readTrend(database.db, family.slug, { scale: 'reasoning@7' }),
    ]);
    expect(own.scales).toEqual(['reasoning@1']);
    expect(other.scales).toEqual(['reasoning@7']);
    expect(own.rows.map(({ checkpoint, domain }) => [checkpoint, domain])).toEqual(
      other.rows.map(({ checkpoint, domain }) => [checkpoint, domain]),
    );
    for (const [index, row] of own.rows.entries()) {
      const moved = other.rows[index]!;
      // What was measured is the same: half a logit more ability for half a logit more difficulty, and as much of the mix.
      if (row.ability !== null)
        expect(Math.abs(moved.ability!.theta - row.ability.theta - 0.5)).toBeLessThan(0.1);
      expect(Math.abs(moved.performance.value - row.performance.value)).toBeLessThan(0.02);
      expect(moved.accuracy).toEqual(row.accuracy);
      expect(moved.change?.verdict).toBe(row.change?.verdict);
    }
    expect((await abilities()).map(({ version }) => version)).toEqual([7, 7, 7]);
  });

  it('applied twice says nothing new', async () => {
    const [known, stored] = [await rows(), await abilities()];
    expect((await apply(later))[0]).toMatchObject({ sessions: 3, rows: 0 });
    expect(await rows()).toEqual(known);
    expect(await abilities()).toEqual(stored);
  });

  it('is kept up to date as further checkpoints are evaluated', async () => {
    await evaluate('d', 1, 4);
    for (const scale of [undefined, 'reasoning@7']) {
      const { rows } = await readTrend(database.db, family.slug, { scale, domain: 'reasoning' });
      expect(rows.map(({ checkpoint }) => checkpoint)).toEqual(['a', 'b', 'c', 'd']);
      expect(rows.at(-1)!.change).not.toBeNull();
    }
  });

  it('that has been used is frozen', async () => {
    await expect(apply({ ...later, deviationSd: 2 })).rejects.toThrow(
      /reasoning@7 is stored with another content/,
    );
  });

  it('leaves alone what it cannot score, and says so', async () => {
    const { B5: _gone, ...skills } = later.skills;
    expect(await apply({ ...later, version: 8, skills })).toMatchObject([
      { sessions: 0, rows: 0, reason: 'reasoning@8 has no skill B5' },
    ]);
    expect(await apply(published)).toMatchObject([{ reason: 'it is measured on this scale anyway' }]);
    await expect(apply({ ...later, domain: 'planning' })).rejects.toThrow(
      /no family is measured in domain planning/,
    );
    await expect(readTrend(database.db, family.slug, { scale: 'reasoning@8' })).rejects.toThrow(
      /etude scale apply reasoning@8/,
    );
  });
});
