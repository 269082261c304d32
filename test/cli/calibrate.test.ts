import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CalibrationLine } from '../../client/responses-file.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import { publishedSuite } from '../../measurement/published.ts';
import { difficultyOf } from '../../measurement/response-model/difficulty.ts';
import { type Scale, scaleSchema } from '../../schema/scale.ts';
import { threeSkills } from '../support/three-skills.ts';
import { poolAnswers, truth, withoutGrids } from './calibration-sample.ts';
import { emptyFolder, runCli } from './run.ts';

const { mix } = publishedSuite('core@1')!.domains[0]!;
const limitMs = 60_000;

function writeLines(folder: string, lines: readonly CalibrationLine[]): string {
  const file = join(folder, 'answers.jsonl');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

function readScale(folder: string, version: number): Scale {
  return scaleSchema.parse(
    JSON.parse(readFileSync(join(folder, 'out', 'scales', `reasoning-${version}.json`), 'utf8')),
  );
}

/** Mean error of the difficulties that a scale gives the reference mix of a skill. */
function meanError(scale: Scale, skill: string): number {
  return meanOf(
    mix
      .filter((cell) => cell.skill === skill)
      .map(
        ({ features }) =>
          difficultyOf(scale.skills[skill]!, features) - difficultyOf(truth.skills[skill]!, features),
      ),
  );
}

describe('etude calibrate', () => {
  it('names the line of a file that cannot be used', async () => {
    const cwd = emptyFolder();
    const [first, second] = poolAnswers('bad', 0, 2);
    const file = writeLines(cwd, [first!, { ...second!, score: 75 }]);
    const args = ['calibrate', 'reasoning', '--out', 'out', '--from', file];
    const { code, stdout, stderr } = await runCli(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/\netude: .*answers\.jsonl, line 2: score: .*\n$/);
  });

  it('never writes over a version, and asks nobody before it says so', async () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'scales'));
    writeFileSync(join(cwd, 'scales', 'reasoning-3.json'), '{}');
    const args = ['calibrate', 'reasoning', '--out', '.', '--scale-version', '3'];
    const { code, stderr } = await runCli(args, { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/reasoning-3\.json exists, and a version is frozen: choose another version/);
    expect(readdirSync(cwd)).toEqual(['scales']);
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'a scale that has every skill',
      ['--extend', 'reasoning@1'],
      /^etude: reasoning@1 has every skill of domain reasoning .*: there is nothing new to calibrate\n$/,
    ],
    [
      'a scale that is not there',
      ['--extend', 'reasoning@99'],
      /no scale reasoning@99; there is code@1, code@2, code@3, creative@1, planning@1, reasoning@1/,
    ],
    [
      'its own version',
      ['--extend', 'old.json', '--scale-version', '5'],
      /extends reasoning@5 needs a --scale-version above 5/,
    ],
  ])('does not extend %s, and asks nobody before it says so', async (_, given, message) => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'old.json'), JSON.stringify(withoutGrids(5)));
    const { code, stdout, stderr } = await runCli(
      ['calibrate', 'reasoning', '--skills', threeSkills, '--out', 'out', ...given],
      {
        cwd,
      },
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(readdirSync(cwd)).toEqual(['old.json']);
  });

  it(
    'extends a scale by the skill that it lacks, on its origin, and keeps the rest to the last bit',
    async () => {
      const cwd = emptyFolder();
      const old = withoutGrids(5);
      writeFileSync(join(cwd, 'old.json'), JSON.stringify(old));
      const poolMean = -2.5;
      const from = writeLines(cwd, poolAnswers('extension', poolMean, 80));
      const args = [
        'calibrate',
        'reasoning',
        '--skills',
        threeSkills,
        '--out',
        'out',
        '--from',
        from,
        '--scale-version',
        '6',
      ];
      const { code, stderr } = await runCli([...args, '--extend', 'old.json'], { cwd });
      expect(code, stderr).toBe(0);
      const extended = readScale(cwd, 6);
      const { B5, ...kept } = extended.skills;
      expect(JSON.stringify(kept)).toBe(JSON.stringify(old.skills));
      expect(extended.deviationSd).toBe(old.deviationSd);
      expect(extended.provenance.extends).toBe('reasoning@5');
      expect(extended.provenance.command).toContain('--extend old.json');
      const cells = (anchors: Scale['anchors']) =>
        anchors!.map(({ skill, parameters }) => ({ skill, parameters }));
      expect(cells(extended.anchors).slice(0, 24)).toEqual(cells(old.anchors));
      expect(new Set(extended.anchors!.slice(24).map(({ skill }) => skill))).toEqual(new Set(['B5']));
      // A fifth of what an origin of the pool's own would shift it by.
      expect(Math.abs(meanError(extended, 'B5'))).toBeLessThan(0.2 * Math.abs(poolMean));
    },
    limitMs,
  );

  it(
    'asks anchors of the scale beside the new skill, and nothing else of what is known',
    async () => {
      const cwd = emptyFolder();
      const old = withoutGrids(5);
      writeFileSync(join(cwd, 'old.json'), JSON.stringify(old));
      const args = [
        'calibrate',
        'reasoning',
        '--skills',
        threeSkills,
        '--out',
        'out',
        '--extend',
        'old.json',
        '--scale-version',
        '6',
      ];
      const models = ['agent:guided-30', 'agent:guided-300', 'agent:blind-100'];
      const { code, stderr } = await runCli(
        [...args, '--instances', '10', '--responses', 'kept.jsonl', '--model', ...models],
        { cwd },
      );
      expect(code, stderr).toBe(0);
      const lines = readFileSync(join(cwd, 'kept.jsonl'), 'utf8').trim().split('\n');
      const asked = lines.map((line) => (JSON.parse(line) as CalibrationLine).instance);
      const places = Map.groupBy(new Set(asked), (name) => name.replace(/[.\d]*\/\w+$/, ''));
      const anchorsOf = (id: string) => old.anchors!.filter(({ skill }) => skill === id).length;
      expect(asked).toHaveLength(models.length * new Set(asked).size);
      expect(Object.fromEntries([...places].map(([place, names]) => [place, names.length]))).toEqual({
        'B1/anchor-': 4 * anchorsOf('B1'),
        'B2/anchor-': 4 * anchorsOf('B2'),
        'B5/': 10,
      });
    },
    limitMs,
  );
});
