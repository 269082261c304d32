import { describe, expect, it } from 'vitest';
import { createFamilies } from '../../activities/families.ts';
import { findFamily } from '../../schema/families.ts';
import { latestProtocol } from '../../schema/protocols.ts';
import type { Registration } from '../../schema/registration.ts';
import { listRegistry, registerFamily, registrationOf, useDatabase } from './seed.ts';

describe('families', () => {
  const database = useDatabase();

  function register(settings: Partial<Registration>) {
    const { saveFamily } = createFamilies({
      db: database.db,
      openRegistry: () => listRegistry(),
      huggingFaceEndpoint: 'https://hub.test',
      keyVariables: [],
      environment: { ETUDE_KEY_LAB: 'sk-lab', ETUDE_KEY_OTHER: 'sk-other', ETUDE_KEY_RACE: 'sk-race' },
    });
    return saveFamily(registrationOf(settings));
  }

  it('cannot take a key to another origin than it was first registered with', async () => {
    const lab = { endpoint: 'https://lab.example/v1', apiKeyEnv: 'ETUDE_KEY_LAB' };
    await register(lab);
    await register({ ...lab, endpoint: 'https://lab.example/v2' });
    const stolen = { ...lab, endpoint: 'http://elsewhere.example:81/v1' };
    await expect(register(stolen)).rejects.toThrow(
      'the key in ETUDE_KEY_LAB is bound to https://lab.example and is not sent to http://elsewhere.example:81',
    );
    await register({ ...stolen, apiKeyEnv: 'ETUDE_KEY_OTHER' });
    const bound = await database.db
      .selectFrom('endpoints')
      .select(['api_key_variable', 'origin'])
      .where('api_key_variable', 'is not', null)
      .distinct()
      .execute();
    expect(bound.map((row) => `${row.api_key_variable} ${row.origin}`).sort()).toEqual([
      'ETUDE_KEY_LAB https://lab.example',
      'ETUDE_KEY_OTHER http://elsewhere.example:81',
    ]);
  });

  it('bind a key once when several origins ask for it at the same time', async () => {
    const ask = (port: number) =>
      register({ endpoint: `http://race.example:${port}/v1`, apiKeyEnv: 'ETUDE_KEY_RACE' }).then(
        () => 'bound',
        (error: Error) => error.name,
      );
    const answers = await Promise.all([1, 2, 3, 4].map(ask));
    expect(answers.sort()).toEqual(['KeyBoundElsewhere', 'KeyBoundElsewhere', 'KeyBoundElsewhere', 'bound']);
  });

  it('are measured by the protocol that they were last registered with', async () => {
    const { db } = database;
    const family = await registerFamily(db, { depth: 'quick' });
    const depthAfter = async (depth: Registration['depth']) => {
      await registerFamily(db, { name: family.slug, registry: family.registry, depth });
      return (await latestProtocol(db, family.id))?.depth;
    };
    expect(await depthAfter('standard')).toBe('standard');
    expect(await depthAfter('quick')).toBe('quick');
  });

  it('refuse a baseline of a family that does not exist', async () => {
    await expect(register({ name: 'with-typo', baseline: 'nobody' })).rejects.toThrow(
      'there is no family nobody',
    );
    expect(await findFamily(database.db, 'with-typo')).toBeUndefined();
  });
});
