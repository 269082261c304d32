import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { columnsOf, expectationsOf } from './introspection.ts';
import { useDatabase } from './seed.ts';

const repository = path.join(import.meta.dirname, '../..');

/** Changes of the database that the types do not know of; each is undone after it was looked at. */
const mutations = {
  'a column that was added': 'alter table tasks add column colour text',
  'a column that was dropped': 'alter table answers drop column reasoning_tokens',
  'a column that became nullable': 'alter table grades alter column score drop not null',
  'a column that ceased to be nullable': 'alter table sessions alter column stop_reason set not null',
  'a column that lost its default': 'alter table tasks alter column created_at drop default',
  'a column that ceased to be generated': 'alter table evaluations alter column id drop identity',
  'a column of another type': 'alter table abilities alter column theta type text',
  'a table that was added': 'create table etude.colours (name text not null)',
  'a table that was dropped': 'drop table ratings',
} as const;

describe('the types of the tables', () => {
  const database = useDatabase();
  let complaints: Map<string, string[]>;

  beforeAll(async () => {
    const folder = path.join(inject('temporaryDirectory'), 'table-types');
    await mkdir(folder, { recursive: true });
    const names = ['migrated', ...Object.keys(mutations).map((_, index) => `mutation-${index}`)];
    const statements = [null, ...Object.values(mutations)];
    for (const [index, statement] of statements.entries()) {
      await writeFile(path.join(folder, `${names[index]}.mts`), await expectationsAfter(statement));
    }
    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(projectOf(names)));
    const output = await typeCheck(folder);
    complaints = new Map(
      names.map((name) => [name, output.split('\n').filter((line) => line.startsWith(`${name}.mts`))]),
    );
    // A compiler that did not get as far as the files would leave all of them without complaint.
    expect(output.split('\n').filter((line) => line.startsWith('error'))).toEqual([]);
  });

  async function expectationsAfter(statement: string | null): Promise<string> {
    const undo = new Error('undo');
    let text = '';
    await database.db
      .transaction()
      .execute(async (transaction) => {
        if (statement !== null) await sql.raw(statement).execute(transaction);
        text = expectationsOf(await columnsOf(transaction), path.join(repository, 'schema/tables.ts'));
        throw undo;
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    return text;
  }

  it('say of every column what the migrated database says', async () => {
    expect((await columnsOf(database.db)).length).toBeGreaterThan(150);
    expect(complaints.get('migrated')).toEqual([]);
  });

  it.each(Object.keys(mutations).map((what, index) => [what, index] as const))('tell of %s', (_, index) => {
    expect(complaints.get(`mutation-${index}`)).not.toEqual([]);
  });
});

function projectOf(names: readonly string[]): object {
  return {
    extends: path.join(repository, 'tsconfig.json'),
    compilerOptions: {
      paths: { kysely: [path.join(repository, 'node_modules/kysely/dist/index.d.ts')] },
      typeRoots: [path.join(repository, 'node_modules/@types')],
    },
    include: [],
    files: names.map((name) => `${name}.mts`),
  };
}

async function typeCheck(folder: string): Promise<string> {
  const compiler = path.join(repository, 'node_modules/typescript/bin/tsc');
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [compiler, '-p', folder, '--pretty', 'false'],
      {
        cwd: folder,
        maxBuffer: 16 * 1024 * 1024,
      },
    );
    return stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
