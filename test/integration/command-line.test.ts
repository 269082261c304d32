import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { serveAgents } from '../../agents/server.ts';
import { trendSchema } from '../../client/trend.ts';
import { isAlive } from '../../engine/processes.ts';
import { processesOn, temporaryFolder } from '../engine/helpers.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { etude, type RunningEngine, startUp } from '../support/etude-process.ts';

const limitMs = 120_000;

/** Ctrl-C to `up` ends it in order and leaves none of the processes that it had. */
async function expectStopped(running: RunningEngine, state: string): Promise<void> {
  const pids = [running.pid, running.workerPid, ...processesOn(state).map(({ pid }) => pid)];
  expect(pids.length).toBeGreaterThanOrEqual(4);
  expect(await running.interrupt()).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
  expect(processesOn(state)).toEqual([]);
}

it(
  'goes from `up` to a trend on the command line, tells failures by exit codes, and keeps everything across a restart',
  async () => {
    const folder = temporaryFolder();
    const state = join(folder, 'state');
    const registry = makeRegistry(folder, 'checkpoints');
    for (const nodes of [30, 300]) putCheckpoint(registry.folder, `guided-${nodes}`, { step: nodes });
    const agents = await serveAgents({ port: 0, host: '127.0.0.1' });
    onTestFinished(agents.close);
    const register = (name: string, ...more: string[]) =>
      etude(
        state,
        ...['family', 'register', name, '--registry', registry.address, '--endpoint', agents.url],
        ...['--suite', 'core@3', '--depth', 'quick', '--compute-origin', 'scratch', ...more],
      );

    expect(await etude(state, 'status')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('etude up'),
    });
    const first = await startUp(state);
    const [good, bad] = await Promise.all([register('tiny'), register('wrong', '--model', 'nobody-{step}')]);
    expect([good, bad]).toMatchObject([{ code: 0 }, { code: 0 }]);
    const [evaluated, refused, unknown] = await Promise.all([
      etude(state, 'evaluate', 'tiny', '--wait'),
      etude(state, 'evaluate', 'wrong', '--wait'),
      etude(state, 'trend', 'nobody', '--json'),
    ]);
    expect(evaluated, evaluated.stderr).toMatchObject({ code: 0 });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('does not serve the model') });
    expect(unknown).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^etude: there is no family nobody; there is tiny, wrong\n$/),
    });

    const status = await etude(state, 'status', '--json');
    expect(JSON.parse(status.stdout)).toMatchObject([
      { family: 'tiny', evaluations: [{ state: 'completed' }, { state: 'completed' }] },
      {
        family: 'wrong',
        evaluations: [
          { state: 'failed', failure: { code: 'ModelNotFound' } },
          { state: 'failed', failure: { code: 'ModelNotFound' } },
        ],
      },
    ]);
    const trend = await etude(state, 'trend', 'tiny', '--json');
    const { rows } = trendSchema.parse(JSON.parse(trend.stdout));
    expect(rows.map(({ checkpoint, domain }) => `${checkpoint} ${domain}`)).toEqual([
      'guided-30 planning',
      'guided-30 reasoning',
      'guided-30 overall',
      'guided-300 planning',
      'guided-300 reasoning',
      'guided-300 overall',
    ]);
    await expectStopped(first, state);

    const second = await startUp(state);
    expect(await etude(state, 'trend', 'tiny', '--json')).toMatchObject({ code: 0, stdout: trend.stdout });
    await expectStopped(second, state);
  },
  limitMs,
);
