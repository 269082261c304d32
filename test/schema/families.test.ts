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
      environment: {
        ETUDE_KEY_LAB: 'sk-lab',
        ETUDE_KEY_OTHER: 'sk-other',
        ETUDE_KEY_RACE: 'sk-race',
        ETUDE_KEY_SHARED: 'sk-shared',
        ETUDE_KEY_OTHER_TOKEN: 'sk-token',
      },
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

  it('cannot have the key of an endpoint sent to a registry of another origin, nor the other way round', async () => {
    const registry = 'list:https://registry.example/team/run';
    const key = 'ETUDE_KEY_SHARED';
    await register({ endpoint: 'https://models.example/v1', apiKeyEnv: key });
    await expect(register({ registry, registryKeyEnv: key })).rejects.toThrow(
      `the key in ${key} is bound to https://models.example and is not sent to https://registry.example`,
    );
    const token = 'ETUDE_KEY_OTHER_TOKEN';
    const settings = { registry, registryKeyEnv: token, endpoint: 'https://registry.example/v1' };
    await register({ ...settings, name: 'reads-with-a-token' });
    expect(await findFamily(database.db, 'reads-with-a-token')).toMatchObject({
      registry_key_variable: token,
      registry_origin: 'https://registry.example',
    });
    await expect(
      register({ endpoint: 'https://elsewhere.example/v1', apiKeyEnv: token }),
    ).rejects.toMatchObject({ name: 'KeyBoundElsewhere' });
    await expect(register({ registry: 'dir:/data/run', registryKeyEnv: token })).rejects.toThrow(
      'dir:/data/run is read without a key',
    );
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
