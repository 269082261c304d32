import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = path.join(import.meta.dirname, '..', '..');
const biome = path.join(repository, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'etude-lint-'));
  cpSync(path.join(repository, 'biome.json'), path.join(folder, 'biome.json'));
  cpSync(path.join(repository, 'lint'), path.join(folder, 'lint'), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The messages of the import rules about a file at this place that holds this import. */
function complaints(place: string, imported: string): string[] {
  const file = path.join(folder, place);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${imported}\nexport const kept = x;\n`);
  const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', place], {
    cwd: folder,
    encoding: 'utf8',
  });
  const report = JSON.parse(stdout) as { diagnostics: { category: string; message: unknown }[] };
  return report.diagnostics
    .filter(({ category }) => category === 'plugin')
    .map((each) => JSON.stringify(each));
}

describe('the import directions of the design', () => {
  it.each([
    ['workflows/one.ts', "import { x } from '../schema/database.ts';"],
    ['workflows/one.ts', "import x from 'pg';"],
    ['domains/reasoning/one.ts', "import { x } from 'node:fs/promises';"],
    ['domains/reasoning/grid/one.ts', "import { x } from '../../../measurement/ability.ts';"],
    ['measurement/one.ts', "import { x } from '../domains/task.ts';"],
    ['measurement/one.ts', "import { x } from '@temporalio/client';"],
    ['agents/reasoning/one.ts', "import { x } from '../../domains/task.ts';"],
    ['activities/one.ts', "import { x } from '../config.ts';"],
    ['client/one.ts', "import { x } from '../engine/engine.ts';"],
    ['client/one.ts', "import { x } from '../workflows/messages.ts';"],
    ['schema/one.ts', "import { x } from '../client/trend.ts';"],
    ['measurement/one.ts', "import { x } from '../http/transport.ts';"],
    ['http/one.ts', "import { x } from '../providers/contract.ts';"],
    ['migrations/one.ts', "import { x } from '../schema/database.ts';"],
  ])('%s may not hold %s', (place, imported) => {
    expect(complaints(place, imported)).toHaveLength(1);
  });

  it.each([
    ['workflows/two.ts', "import { x } from './messages.ts';"],
    ['workflows/two.ts', "import type { x } from '../activities/index.ts';"],
    ['client/two.ts', "import type { x } from '../workflows/messages.ts';"],
    ['measurement/two.ts', "import { x } from '../schema/scale.ts';"],
    ['cli/two.ts', "import { x } from '../engine/engine.ts';"],
    ['migrations/two.ts', "import { x } from 'kysely';"],
  ])('%s may hold %s', (place, imported) => {
    expect(complaints(place, imported)).toEqual([]);
  });
});
