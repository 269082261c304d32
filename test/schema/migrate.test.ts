import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { isMigrated, openDatabase } from '../../schema/database.ts';
import { migrate, NewerDatabaseError } from '../../schema/migrate.ts';
import { createDatabase } from '../support/engine.ts';
import { columnsOf } from './introspection.ts';
import { useDatabase } from './seed.ts';

describe('migrating', () => {
  const database = useDatabase();

  it('a second time changes nothing', async () => {
    const before = await columnsOf(database.db);
    expect(await migrate(database.db)).toEqual([]);
    expect(await columnsOf(database.db)).toEqual(before);
  });

  it('from two processes at once runs every migration once', async () => {
    const empty = await createDatabase();
    const open = () =>
      openDatabase({ connectionString: empty.databaseUrl, connectionsMax: 2, applicationName: 'etude-test' });
    const [one, other] = [open(), open()];
    try {
      expect(await isMigrated(one)).toBe(false);
      const ran = (await Promise.all([migrate(one), migrate(other)])).flat();
      expect(ran.length).toBeGreaterThan(0);
      expect(new Set(ran).size).toBe(ran.length);
      expect(await isMigrated(other)).toBe(true);
    } finally {
      await Promise.all([one.destroy(), other.destroy()]);
      await empty.drop();
    }
  });

  it('refuses a database of a newer release and leaves it as it is', async () => {
    const before = await columnsOf(database.db);
    await sql`insert into public.kysely_migration (name, timestamp) values ('2099-01-01-later', '2099-01-01')`.execute(
      database.db,
    );
    await expect(migrate(database.db)).rejects.toThrow(NewerDatabaseError);
    await expect(migrate(database.db)).rejects.toThrow(/2099-01-01-later/);
    expect(await columnsOf(database.db)).toEqual(before);
  });
});
