import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../config.ts';

describe('the configuration', () => {
  it('is right for one machine when the environment says nothing', () => {
    expect(readConfig({})).toEqual({
      stateDirectory: path.resolve('.etude'),
      databaseUrl: undefined,
      temporalAddress: undefined,
      temporalNamespace: 'default',
      queueSuffix: '',
      roles: ['control', 'infer', 'grading', 'serving'],
      keyVariables: [],
      addresses: 'private',
      commandsAllowed: true,
      registryTimeoutMs: 30_000,
      huggingFaceEndpoint: 'https://huggingface.co',
      databaseConnectionsMax: 16,
      requestTimeoutMs: 600_000,
      heartbeatTimeoutMs: 20_000,
      shutdownGraceMs: 30_000,
      logLevel: 'info',
    });
  });

  it('reads what the environment says, in the units of the environment', () => {
    const config = readConfig({
      ETUDE_STATE: 'elsewhere/state',
      ETUDE_DATABASE_URL: 'postgres://db/etude',
      ETUDE_TEMPORAL_ADDRESS: 'temporal:7233',
      ETUDE_QUEUE_SUFFIX: 'blue-2',
      ETUDE_ROLES: ' infer,grading, ',
      ETUDE_KEY_VARIABLES: 'OPENAI_API_KEY,, OTHER ',
      ETUDE_DATABASE_CONNECTIONS: '40',
      ETUDE_REQUEST_TIMEOUT: '90s',
      ETUDE_HEARTBEAT_TIMEOUT: '1500ms',
      UNRELATED: 'x',
    });
    expect(config).toMatchObject({
      stateDirectory: path.resolve('elsewhere/state'),
      databaseUrl: 'postgres://db/etude',
      temporalAddress: 'temporal:7233',
      queueSuffix: 'blue-2',
      roles: ['infer', 'grading'],
      keyVariables: ['OPENAI_API_KEY', 'OTHER'],
      databaseConnectionsMax: 40,
      requestTimeoutMs: 90_000,
      heartbeatTimeoutMs: 1_500,
    });
  });

  it('runs the commands of families on a machine of its own only, unless it is told otherwise', () => {
    const here = {
      ETUDE_DATABASE_URL: 'postgres://localhost/etude',
      ETUDE_TEMPORAL_ADDRESS: '127.0.0.1:7233',
    };
    const elsewhere = { ...here, ETUDE_TEMPORAL_ADDRESS: 'temporal:7233' };
    const allowed = (environment: NodeJS.ProcessEnv) => readConfig(environment).commandsAllowed;
    expect([here, elsewhere].map(allowed)).toEqual([true, false]);
    expect(allowed({ ...here, ETUDE_SERVE: 'refuse' })).toBe(false);
    expect(allowed({ ...elsewhere, ETUDE_SERVE: 'allow' })).toBe(true);
  });

  it.each([
    ['ETUDE_ROLES', 'control,judge'],
    ['ETUDE_QUEUE_SUFFIX', 'Blue 2'],
    ['ETUDE_DATABASE_CONNECTIONS', '1'],
    ['ETUDE_DATABASE_CONNECTIONS', 'many'],
    ['ETUDE_REQUEST_TIMEOUT', 'soon'],
    ['ETUDE_REQUEST_TIMEOUT', '-5s'],
    ['ETUDE_SHUTDOWN_GRACE', '0'],
    ['ETUDE_LOG_LEVEL', 'loud'],
    ['ETUDE_SERVE', 'yes'],
  ])('refuses %s=%s and names the variable', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name}`));
  });

  it('takes any duration that people write, and nothing that lasts no time', () => {
    const unit = fc.constantFrom(['ms', 1], ['s', 1_000], ['m', 60_000], ['h', 3_600_000] as const);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), unit, (count, [name, milliseconds]) => {
        const config = readConfig({ ETUDE_SHUTDOWN_GRACE: `${count}${name}` });
        expect(config.shutdownGraceMs).toBe(count * Number(milliseconds));
      }),
    );
  });
});
