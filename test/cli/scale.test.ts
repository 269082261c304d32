import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitScale } from '../../client/fit-scale.ts';
import type { ScaleDifference } from '../../measurement/linking/scale-difference.ts';
import { publishedScale, publishedSuite } from '../../measurement/published.ts';
import type { Scale, SkillScale } from '../../schema/scale.ts';
import { registerFamily, useDatabase } from '../schema/seed.ts';
import { evaluateSimulated } from '../support/simulated-family.ts';
import { reasoning } from '../support/three-skills.ts';
import { poolAnswers } from './calibration-sample.ts';
import { emptyFolder, runCli } from './run.ts';

const { mix } = publishedSuite('core@1')!.domains[0]!;
/** A calibration of a small pool, with all that one publishes. */
const fitted = fitScale({
  domain: reasoning,
  responses: poolAnswers('scale', -2, 24),
  mix,
  version: 70,
  seed: 'scale',
  command: 'made by a test',
  extended: null,
}).scale;

/** The next version, which finds everything harder by this. */
function harder(scale: Scale, by: number): Scale {
  const skills = Object.entries(scale.skills).map(([id, skill]): [string, SkillScale] => [
    id,
    { ...skill, intercept: { ...skill.intercept, value: skill.intercept.value + by } },
  ]);
  return { ...scale, version: scale.version + 1, skills: Object.fromEntries(skills) };
}

/** The cells of every row of the tables in a text. */
function tableRows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** A folder with these scales as `70.json` and so on. */
function folderWith(...scales: readonly Scale[]): string {
  const folder = emptyFolder();
  for (const scale of scales) writeFileSync(join(folder, `${scale.version}.json`), JSON.stringify(scale));
  return folder;
}

describe('etude scale, without any engine,', () => {
  it('lists what is shipped, with the suites that rest on it', async () => {
    const { code, stdout } = await runCli(['scale', 'list', '--json']);
    expect(code).toBe(0);
    const listed = JSON.parse(stdout) as { domain: string; version: number }[];
    const first = listed.find(({ domain, version }) => domain === 'reasoning' && version === 1);
    expect(first).toMatchObject({
      domain: 'reasoning',
      version: 1,
      provisional: true,
      sources: ['shipped'],
      suites: expect.arrayContaining(['core@1']),
      provenance: { responses: publishedScale('reasoning', 1)!.provenance.responses },
    });
    const text = await runCli(['scale', 'list']);
    expect(tableRows(text.stdout)).toContainEqual(
      expect.arrayContaining(['reasoning@1', expect.stringContaining('core@1'), 'shipped', 'provisional']),
    );
  });

  it('shows the D50 of every parameter and the rest of what a calibration published', async () => {
    const { code, stdout } = await runCli(['scale', 'show', '70.json'], { cwd: folderWith(fitted) });
    expect(code).toBe(0);
    const { skills, control, deviationSdSe } = fitted.statistics!;
    const rows = tableRows(stdout);
    let reached = 0;
    for (const [id, { parameters }] of Object.entries(skills)) {
      for (const [name, { d50, d50Se }] of Object.entries(parameters)) {
        const shown = d50 === null ? 'beyond its range' : `${d50.toFixed(2)} ± ${d50Se!.toFixed(2)}`;
        expect(rows).toContainEqual([id, name, shown, expect.any(String)]);
        if (d50 !== null) reached++;
      }
    }
    expect(reached).toBeGreaterThan(0);
    expect(stdout).toContain(`${fitted.deviationSd.toFixed(2)} ± ${deviationSdSe!.toFixed(2)}`);
    expect(stdout).toContain(`${control.excess.toFixed(4)} ± ${control.se.toFixed(4)}`);
    expect(stdout).toContain('It has 24 anchors.');
    const bare = await runCli(['scale', 'show', 'reasoning@1']);
    expect(bare.stdout).toContain('reasoning@1, provisional');
    expect(bare.stdout).not.toContain('D50');
  });

  it('finds no difference between a scale and itself', async () => {
    const cwd = folderWith(fitted);
    const { stdout } = await runCli(['scale', 'diff', '70.json', '70.json', '--json'], { cwd });
    const difference = JSON.parse(stdout) as ScaleDifference;
    expect(difference.parameters.length).toBeGreaterThan(30);
    expect(difference.parameters.filter((own) => own.difference !== 0)).toEqual([]);
    expect(difference.link).toEqual({ slope: 1, intercept: 0, sd: 0, anchors: 24 });
    const text = await runCli(['scale', 'diff', '70.json', '70.json'], { cwd });
    expect(text.stdout).toContain('No parameter differs.');
  });

  it('finds the shift of a shifted scale in every intercept and in the link, and none behind it', async () => {
    const cwd = folderWith(fitted, harder(fitted, 0.5));
    const { stdout } = await runCli(['scale', 'diff', '70.json', '71.json', '--json'], { cwd });
    const { parameters, link, anchors } = JSON.parse(stdout) as ScaleDifference;
    const moved = parameters.filter((own) => own.difference !== 0);
    expect(moved.map(({ skill, parameter }) => `${skill} ${parameter}`)).toEqual([
      'B1 intercept',
      'B2 intercept',
      'B5 intercept',
    ]);
    for (const { difference } of moved) expect(difference).toBeCloseTo(0.5, 9);
    expect(link!.slope).toBeCloseTo(1, 6);
    expect(link!.intercept).toBeCloseTo(0.5, 6);
    expect(anchors.filter((own) => Math.abs(own.difference) > 1e-6 || own.drifted)).toEqual([]);
    const text = await runCli(['scale', 'diff', '70.json', '71.json'], { cwd });
    expect(text.stdout).toMatch(
      /theta on reasoning@71 = 1\.000 · theta on reasoning@70 \+ 0\.500, known to ± 0\.\d+ through 24 anchors/,
    );
  });

  it.each<[string, string[], RegExp]>([
    [
      'a scale that is not there',
      ['show', 'reasoning@99'],
      /there is no scale reasoning@99; there is code@1, code@2, code@3, creative@1, planning@1, reasoning@1/,
    ],
    ['a file that is not there', ['show', 'none.json'], /none\.json cannot be read as JSON \(ENOENT/],
    ['a file that is no scale', ['diff', 'reasoning@1', '70.json'], /70\.json is no scale: deviationSd: /],
  ])('says what is wrong with %s', async (_, args, message) => {
    const cwd = folderWith({ ...fitted, deviationSd: -1 });
    const { code, stdout, stderr } = await runCli(['scale', ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('etude scale, on what has been measured,', () => {
  const database = useDatabase();
  const run = (cwd: string, ...args: string[]) =>
    runCli(['scale', ...args], { cwd, environment: { ETUDE_DATABASE_URL: database.url } });

  beforeAll(async () => {
    const family = await registerFamily(database.db, { name: 'tiny', suite: 'core@1' });
    for (const [step, label] of ['a', 'b', 'c'].entries()) {
      const attributes = { step: step + 1, flops: 10 ** (13 + step) };
      await evaluateSimulated(database.db, family, { label, theta: step - 1, attributes });
    }
  });

  it('scores history on another scale, which is listed from then on', async () => {
    const cwd = folderWith(fitted);
    const { code, stdout, stderr } = await run(cwd, 'apply', '70.json', '--json');
    expect(code, stderr).toBe(0);
    // A row of the domain and one over all domains for each.
    expect(JSON.parse(stdout)).toMatchObject({
      scale: 'reasoning@70',
      series: [{ family: 'tiny', suite: 'core@1', sessions: 3, rows: 6, reason: null }],
    });
    expect(stderr).toContain('tiny: 3 sessions scored, 6 rows new');
    const again = await run(cwd, 'apply', 'reasoning@70');
    expect(again.stderr).toContain('tiny: 3 sessions scored, 0 rows new');
    const listed = JSON.parse((await run(cwd, 'list', '--json')).stdout) as {
      domain: string;
      version: number;
    }[];
    expect(listed.find(({ version }) => version === 70)).toMatchObject({ sources: ['stored'] });
    expect(listed.find(({ domain, version }) => domain === 'reasoning' && version === 1)).toMatchObject({
      sources: ['shipped', 'stored'],
    });
  });

  it('refuses another content under a version that has been used, and says what to do', async () => {
    const cwd = folderWith({ ...fitted, deviationSd: fitted.deviationSd + 1 });
    const { code, stdout, stderr } = await run(cwd, 'apply', '70.json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /reasoning@70 is stored with another content: .* publish the change as a new one\n$/,
    );
    const stored = JSON.parse((await run(cwd, 'show', 'reasoning@70', '--json')).stdout) as Scale;
    expect(stored.deviationSd).toBe(fitted.deviationSd);
  });

  it('says how much is known of every anchor, and that a scale without them has no drift', async () => {
    const cwd = folderWith(fitted);
    const { code, stdout, stderr } = await run(cwd, 'drift', '70.json');
    expect(code).toBe(0);
    expect(
      tableRows(stdout)
        .slice(1)
        .map((cells) => cells[4]),
    ).toEqual(Array.from({ length: 24 }, () => '0'));
    expect(stderr).toBe('0 of 24 anchors have enough attempts; 0 drifted\n');
    const without = await run(cwd, 'drift', 'reasoning@1');
    expect(without.code).toBe(1);
    expect(without.stderr).toContain('reasoning@1 has no anchors');
  });
});
