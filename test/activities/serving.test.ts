import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { Refusal } from '../../activities/failure.ts';
import { endAbandoned } from '../../activities/serving/abandoned.ts';
import { filledPlaces, servedArguments, servedEnvironment } from '../../activities/serving/command.ts';
import { openServingLog, servingLogPath } from '../../activities/serving/log.ts';
import { createServing } from '../../activities/serving.ts';
import { endGroup } from '../../engine/process-group.ts';
import { isAlive, processStart } from '../../engine/processes.ts';
import { beginTenure, recordProcess, takeResource } from '../../schema/servings.ts';
import { addCheckpoint, registerFamily, useDatabase } from '../schema/seed.ts';
import { activityEnvironment } from './activity-environment.ts';

const checkpoint = {
  label: 'step-10',
  step: 10,
  digest: 'ab12',
  location: '/data/run 7/step-10',
  baseUrl: 'http://127.0.0.1:8085/v1',
};

describe('the arguments that a checkpoint is served with', () => {
  it('are those of the command, one by one, with what is known of the checkpoint and its endpoint', () => {
    const command = [
      'serve',
      '-m',
      '{path}/m.gguf',
      '{host}:{port}',
      '{label}-{step}-{digest}',
      '{"a":{step}}',
    ];
    expect(servedArguments(command, checkpoint)).toEqual([
      'serve',
      '-m',
      '/data/run 7/step-10/m.gguf',
      '127.0.0.1:8085',
      'step-10-10-ab12',
      '{"a":10}',
    ]);
  });

  it('stay as many, whatever a name holds, and no name makes an option of one', () => {
    const label = `'; rm -rf {port} "$(x)"\n--port 1`;
    expect(servedArguments(['serve', '{label}'], { ...checkpoint, label })).toEqual(['serve', label]);
    const sly = { ...checkpoint, label: '--log-file=/etc/x' };
    expect(servedArguments(['serve', '--name={label}', '-{label}'], sly)).toHaveLength(3);
    expect(() => servedArguments(['serve', '{label}'], sly)).toThrow(
      /^\{label\} becomes the option --log-file/,
    );
  });

  it('cannot be made of a step that there is none of, nor of a folder where the checkpoint is in none', () => {
    expect(() => servedArguments(['{step}'], { ...checkpoint, step: null })).toThrow(Refusal);
    const remote = { ...checkpoint, location: 'hf:org/model@main' };
    expect(() => servedArguments(['{path}'], remote)).toThrow(
      '{path} is for checkpoints in folders, and step-10 is at hf:org/model@main',
    );
    expect(servedArguments(['{label}'], remote)).toEqual(['step-10']);
  });

  it('know the port of an endpoint that names none', () => {
    const at = (baseUrl: string) => filledPlaces('{host} {port}', { ...checkpoint, baseUrl });
    expect([at('https://gpu/v1'), at('http://[::1]/v1')]).toEqual(['gpu 443', '::1 80']);
  });
});

it('shows a served program nothing of our settings, of keys, and of addresses with passwords', () => {
  const kept = {
    PATH: '/bin',
    HOME: '/root',
    LD_LIBRARY_PATH: '/cuda',
    CUDA_VISIBLE_DEVICES: '0',
    EMPTY: '',
  };
  const secret = {
    ETUDE_DATABASE_URL: 'x',
    OPENAI_API_KEY: 'x',
    HF_TOKEN: 'x',
    AWS_SECRET_ACCESS: 'x',
    PGPASSWORD: 'x',
    google_application_credentials: 'x',
    OWN: 'x',
    BROKER: 'amqp://me:secret@host',
  };
  expect(servedEnvironment({ ...kept, ...secret }, ['OWN'])).toEqual(kept);
});

describe('the log of a server', () => {
  const folder = () => mkdtempSync(join(inject('temporaryDirectory'), 'serving-log-'));

  it('is called after the family and the label, and told from another one that looks like it', () => {
    const named = (label: string, digest: string) => servingLogPath('/logs', { family: 'f', label, digest });
    expect(named('step-1.5', 'ab')).toBe('/logs/f-step-1.5.log');
    expect(named('../a b', '12345678ff')).toBe('/logs/f-.._a_b-12345678.log');
    expect(named('..', 'ab')).toBe('/logs/f-...log');
  });

  it('tells the last lines of this start, on one line, in few characters and without control characters', () => {
    const path = join(folder(), 'deep', 'a.log');
    const first = openServingLog(path);
    writeSync(first.descriptor, 'of the first start\n');
    first.close();
    const log = openServingLog(path);
    expect(log.tail()).toBe('');
    writeSync(log.descriptor, 'one\n\n\u001b[31mtwo\r\nthree');
    expect(log.tail()).toBe('one / [31mtwo / three');
    writeSync(log.descriptor, `\n${'x'.repeat(20_000)}end`);
    expect(log.tail()).toMatch(/^x{297}end$/);
    log.close();
  });

  it('keeps the last 8 MB and what was written since', () => {
    const path = join(folder(), 'a.log');
    const log = openServingLog(path);
    log.bound();
    appendFileSync(path, 'x'.repeat(9 * 1024 * 1024));
    log.bound();
    writeSync(log.descriptor, 'since\n');
    expect(readFileSync(path, 'utf8')).toBe('since\n');
    expect(statSync(`${path}.1`).size).toBe(9 * 1024 * 1024);
    expect(log.tail()).toBe('since');
    log.close();
  });
});

describe('serving a checkpoint', () => {
  const database = useDatabase();

  it('runs no command of a family where the worker does not allow it', async () => {
    const { db } = database;
    const family = await registerFamily(db, { serve: ['no-such-program'] });
    const { evaluationId } = await addCheckpoint(db, family.id, 'first');
    const { takeServing, serveCheckpoint } = createServing({
      db,
      heartbeatTimeoutMs: 5_000,
      commandsAllowed: false,
      stateDirectory: '/nowhere',
      processes: { startOf: () => null, endGroup: async () => undefined },
      isStopping: () => false,
      addresses: 'private',
      keyVariables: [],
      environment: {},
    });
    await takeServing(evaluationId);
    const outcome = await activityEnvironment()
      .run(serveCheckpoint, evaluationId)
      .catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: 'ServingFailed' });
    expect(String(outcome)).toContain('set ETUDE_SERVE=allow');
    expect(await db.selectFrom('servings').selectAll().execute()).toEqual([]);
  });

  it('ends what is left of a server whose evaluation is over, and no other process that got its pid', async () => {
    const { db } = database;
    const family = await registerFamily(db, { serve: ['serve'] });
    const processes = { startOf: processStart, endGroup };
    const starts = ['its own', 'of an earlier process'];
    const pids = [];
    for (const which of starts) {
      const { evaluationId } = await addCheckpoint(db, family.id, which);
      const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
      const pid = child.pid as number;
      onTestFinished(() => void child.kill('SIGKILL'));
      const start = which === 'its own' ? (processStart(pid) as string) : which;
      const tenure = { resource: which, evaluationId, holder: 'first' };
      await takeResource(db, which, evaluationId);
      await beginTenure(db, tenure);
      await recordProcess(db, tenure, { host: hostname(), pid, start });
      await db.updateTable('evaluations').set({ state: 'failed' }).where('id', '=', evaluationId).execute();
      pids.push(pid);
    }
    await endAbandoned(db, processes);
    expect(pids.map(isAlive)).toEqual([false, true]);
    expect(await db.selectFrom('servings').selectAll().execute()).toEqual([]);
  });
});
