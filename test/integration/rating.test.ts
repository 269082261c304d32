import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { importSheets } from '../../client/rating-import.ts';
import type { ScaleReport } from '../../client/rating-report.ts';
import { answerText } from '../../domains/answer.ts';
import { createDraws, type Draws } from '../../measurement/numeric/draws.ts';
import { readCsv, writeCsv } from '../../measurement/rating/csv.ts';
import { drawScore } from '../measurement/rating/simulated-ratings.ts';
import { registerFamily, useDatabase } from '../schema/seed.ts';
import { addAnswers } from '../support/rated-answers.ts';
import { runEtudeOn } from '../support/run-etude.ts';

/** Logits. The judge `drifting` becomes more severe by the second occasion; `random` scores whatever comes. */
const severities: Readonly<Record<string, number>> = {
  ann: -0.8,
  bob: 0.1,
  cem: 0.7,
  steady: 0.3,
  drifting: 0,
};
const drift = 1.2;
const difficulties = [-0.4, 0.4];
const thresholds = [-2, -0.7, 0.7, 2];
const counts = { responses: 130, anchors: 60, heldOut: 40 };

describe('ratings from end to end', () => {
  const database = useDatabase();
  const abilities: number[] = [];
  let folder: string;
  let slugs: string[];

  beforeAll(async () => {
    folder = join(mkdtempSync(join(inject('temporaryDirectory'), 'rating-')), 'sheets');
    const draws = createDraws('rated answers');
    slugs = [];
    for (const name of ['blue', 'green']) {
      const family = await registerFamily(database.db, { name: `${name}-lm` });
      slugs.push(family.slug);
      const texts = Array.from({ length: counts.responses / 2 }, () => {
        abilities.push(2.5 * draws.normal());
        return `Let me think as ${family.slug}.\n${answerText({ words: ['=one', `w${abilities.length - 1}`] })}`;
      });
      await addAnswers(database.db, family, `${name}-checkpoint`, texts);
    }
  });

  function fill(file: string): void {
    const [rater = '', occasion = ''] = file.replace('.csv', '').split('-');
    const draws = createDraws('filled', file);
    const [head, ...rows] = readCsv(readFileSync(join(folder, file), 'utf8')).map(({ cells }) => cells);
    const filled = rows.map(([id = '', prompt = '', text = '']) => {
      const ability = abilities[Number(/w(\d+)/.exec(text)![1])]!;
      return [id, prompt, text, ...difficulties.map((d) => scoreOf(rater, occasion, ability - d, draws))];
    });
    writeFileSync(join(folder, file), writeCsv([head!, ...filled]));
  }

  function scoreOf(rater: string, occasion: string, z: number, draws: Draws): string {
    if (rater === 'random') return String(Math.floor(5 * draws.uniform()));
    const moved = rater === 'drifting' && occasion === '2' ? drift : 0;
    return String(drawScore(z - severities[rater]! - moved, thresholds, draws));
  }

  const sheets = () => readdirSync(folder).filter((name) => name.endsWith('.csv'));
  const paths = () => sheets().map((name) => join(folder, name));
  const stored = async () =>
    (await database.db.selectFrom('ratings').select(['task_id', 'criterion', 'rater', 'score']).execute())
      .length;

  it('go out blind, shuffled and safe, one sheet a rater and one more for the anchors', async () => {
    const { code, stdout, stderr } = await runEtudeOn(database.url, [
      ...['rating', 'export', '--raters', 'ann,bob,cem', '--judges', 'steady,drifting=nobody,random'],
      ...['--per-rater', '120', '--anchors', '60', '--held-out', '40', '--overlap', '4'],
      ...['--seed', 'planted', '--out', folder, '--json'],
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ...counts, leftOut: {} });
    expect(sheets()).toHaveLength(12);
    const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(written.join('\n')).not.toMatch(/blue|green|-lm|checkpoint|planted|held.?out|anchor/i);
    const rows = Object.fromEntries(
      sheets().map((name) => [name, readCsv(readFileSync(join(folder, name), 'utf8')).slice(1)]),
    );
    expect(rows['ann-2.csv']).toHaveLength(counts.anchors);
    const shown = (name: string) => rows[name]!.map(({ cells }) => cells[2]);
    expect([...shown('ann-2.csv')].sort()).toEqual([...shown('bob-2.csv')].sort());
    expect(shown('ann-2.csv')).not.toEqual(shown('bob-2.csv'));
  });

  it('come back whole or not at all, once, and never against what is on record', async () => {
    for (const name of sheets()) fill(name);
    const good = readFileSync(join(folder, 'ann-1.csv'), 'utf8');
    const bad = join(folder, '..', 'bad.csv');
    writeFileSync(bad, good.replace(/"\d"\n$/, '"7"\n'));
    const refused = await runEtudeOn(database.url, ['rating', 'import', ...paths(), bad]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(
      /bad\.csv:\d+, column "novelty \(0-4\)": \w+, novelty: "7" is not a whole number from 0 to 4; write a whole number/,
    );
    expect(await stored()).toBe(0);
    const changed = good.replace(/"(\d)"\n$/, (_, score) => `"${(Number(score) + 1) % 5}"\n`);
    const both = [good, changed].map((text, number) => ({ file: `${number}.csv`, text }));
    expect(await importSheets(database.db, both)).toMatchObject({
      stored: 0,
      conflicts: [{ file: '1.csv' }],
    });
    expect(await stored()).toBe(0);

    const imported = await runEtudeOn(database.url, ['rating', 'import', ...paths(), '--json']);
    const first = JSON.parse(imported.stdout);
    expect(first.stored).toBe(2 * (6 * 160 + 4 * (counts.responses - 100)));
    expect(await stored()).toBe(first.stored);

    const files = paths().map((file) => ({ file, text: readFileSync(file, 'utf8') }));
    expect(await importSheets(database.db, files)).toMatchObject({
      stored: 0,
      known: first.stored,
      conflicts: [],
    });
    const again = await importSheets(database.db, [{ file: 'other.csv', text: changed }]);
    expect(again).toMatchObject({
      stored: 0,
      conflicts: [{ file: 'other.csv', rater: 'ann', column: 'novelty (0-4)' }],
    });
    expect(await stored()).toBe(first.stored);
  });

  it('give back the severities that were planted, and let the judge count alone that agrees and has not drifted', async () => {
    const [json, text] = await Promise.all([
      runEtudeOn(database.url, ['rating', 'report', '--json']),
      runEtudeOn(database.url, ['rating', 'report', '--family', slugs[0]!]),
    ]);
    const { scales } = JSON.parse(json.stdout) as { scales: ScaleReport[] };
    expect(scales).toMatchObject([{ scoreMax: 4, criteria: ['novelty', 'quality'], reason: null }]);
    const { facets, gate, fair, on, raters } = scales[0]!.agreement!;
    const severity = Object.fromEntries(
      facets.raters.filter(({ occasion }) => occasion === 1).map((rater) => [rater.rater, rater]),
    );
    for (const [rater, planted] of Object.entries(severities)) {
      const { severity: found, se, infit } = severity[rater]!;
      expect(Math.abs(found - planted), rater).toBeLessThan(3 * se);
      expect(infit).toBeGreaterThan(0.7);
      expect(infit).toBeLessThan(1.4);
    }
    expect(on).toBe('held-out');
    expect(severity.random!.outfit).toBeGreaterThan(1.5);
    expect(Object.fromEntries(gate.map(({ rater, counts }) => [rater, counts]))).toEqual({
      steady: true,
      drifting: false,
      random: false,
    });
    expect(gate.find(({ rater }) => rater === 'drifting')!.reasons).toEqual(['drift-high']);
    for (const { length } of raters) expect(length.value).not.toBeNull();
    expect([...fair.raters].sort()).toEqual(['ann', 'bob', 'cem', 'steady']);
    const best = fair.responses!.reduce((a, b) => (b.fairAverage > a.fairAverage ? b : a));
    const source = scales[0]!.responses.find(({ response }) => response === best.response)!;
    expect(slugs).toContain(source.family);
    expect(text.stdout).toContain('random does not count: alpha');
    expect(text.stdout).toMatch(/blue-lm:blue-checkpoint creative\/D1 task \d+/);
    expect(text.stdout).not.toMatch(/green|NaN|undefined/);
  });
});
