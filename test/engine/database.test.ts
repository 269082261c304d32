import pg from 'pg';
import { expect, it } from 'vitest';
import { createDatabase } from '../support/engine.ts';
import { ask } from './helpers.ts';

it('gives each caller an empty database of its own, and drops it under open connections', async () => {
  const [first, second] = await Promise.all([createDatabase(), createDatabase()]);
  await ask(first.databaseUrl, 'create table mine (n int)');
  expect(await ask(second.databaseUrl, "select to_regclass('mine') as mine")).toEqual([{ mine: null }]);
  const client = new pg.Client({ connectionString: first.databaseUrl });
  const ended = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  await first.drop();
  expect(await ended).toMatchObject({ code: '57P01' });
  await expect(ask(first.databaseUrl, 'select 1')).rejects.toMatchObject({ code: '3D000' });
  await second.drop();
});
