import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import getPort from 'get-port';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import { serveAgents } from '../../agents/server.ts';
import { startProcess } from '../../cli/processes.ts';
import { keepWorker } from '../../cli/worker-process.ts';
import { familyStatus } from '../../client/status.ts';
import { isAlive } from '../../engine/processes.ts';
import { repositoryDirectory } from '../../engine/repository.ts';
import { readRuntime } from '../../engine/runtime.ts';
import { openDatabase } from '../../schema/database.ts';
import { processesOn, temporaryFolder } from '../engine/helpers.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { createDatabase, temporalAddress } from '../support/engine.ts';
import { etude, startUp } from '../support/etude-process.ts';

const limitMs = 120_000;
const waiting = { timeout: 40_000, interval: 100 };

/** Pid of the server on the state folder whose command has these words, once there is one that is not `other`. */
async function serverPid(state: string, words: string, other?: number): Promise<number> {
  return await vi.waitUntil(
    () => processesOn(state).find(({ pid, command }) => command.includes(words) && pid !== other)?.pid,
    waiting,
  );
}

it(
  'follows a family on after its Temporal server and then its postmaster were killed, and stops without a process left',
  async () => {
    const folder = temporaryFolder();
    const state = join(folder, 'state');
    const registry = makeRegistry(folder, 'checkpoints');
    const put = (nodes: number) => putCheckpoint(registry.folder, `guided-${nodes}`, { step: nodes });
    put(30);
    const agents = await serveAgents({ port: 0, host: '127.0.0.1' });
    onTestFinished(agents.close);
    const running = await startUp(state);
    const registered = await etude(
      state,
      ...['family', 'register', 'tiny', '--registry', registry.address, '--endpoint', agents.url],
      ...['--suite', 'core@3', '--depth', 'quick', '--compute-origin', 'scratch', '--every', '1s'],
    );
    expect(registered, registered.stderr).toMatchObject({ code: 0 });
    const { databaseUrl } = (await readRuntime(state))!;
    const db = openDatabase({
      connectionString: databaseUrl,
      connectionsMax: 1,
      applicationName: 'etude-test',
    });
    onTestFinished(() => db.destroy());
    const completed = async (count: number) => {
      const evaluations = async () => (await familyStatus(db, 'tiny'))[0]?.evaluations ?? [];
      // The database may just be on its way back.
      const states = async () => (await evaluations().catch(() => [])).map((evaluation) => evaluation.state);
      await vi.waitUntil(
        async () => (await states()).filter((name) => name === 'completed').length === count,
        waiting,
      );
    };
    await completed(1);

    for (const [words, nodes] of [
      [' server start-dev ', 100],
      [' -D ', 300],
    ] as const) {
      const killed = await serverPid(state, words);
      process.kill(killed, 'SIGKILL');
      await serverPid(state, words, killed);
      put(nodes);
      await completed(nodes === 100 ? 2 : 3);
    }

    const pids = [running.pid, running.workerPid, ...processesOn(state).map(({ pid }) => pid)];
    expect(await running.interrupt()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(processesOn(state)).toEqual([]);
  },
  limitMs,
);

it('prints one JSON object without a password when it is ready, refuses a second `up`, and ends in order on SIGTERM', async () => {
  const state = join(temporaryFolder(), 'state');
  const up = spawn(join(repositoryDirectory, 'etude'), ['up', '--json'], {
    env: { ...process.env, ETUDE_STATE: state },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(up, 'close');
  onTestFinished(() => void up.kill('SIGKILL'));
  let printed = '';
  up.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  await vi.waitUntil(() => printed.endsWith('\n'), waiting);
  const runtime = (await readRuntime(state))!;
  const database = new URL(runtime.databaseUrl);
  expect(database.password).not.toBe('');
  const description = JSON.parse(printed);
  expect(description).toEqual({
    pid: up.pid,
    workerPid: expect.any(Number),
    databaseUrl: `postgres://${database.username}@${database.host}${database.pathname}`,
    temporalAddress: runtime.temporalAddress,
    stateDirectory: state,
  });
  expect(isAlive(description.workerPid)).toBe(true);
  expect(await etude(state, 'up')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`process ${up.pid} `),
  });
  up.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(JSON.parse(printed)).toEqual(description);
  expect(isAlive(description.workerPid)).toBe(false);
  expect(processesOn(state)).toEqual([]);
});

it('tries again to start a worker that ends because the database is down, until it is back', async () => {
  const database = await createDatabase();
  onTestFinished(database.drop);
  const real = new URL(database.databaseUrl);
  const detour = new URL(real);
  detour.port = String(await getPort({ host: '127.0.0.1' }));
  const proxy = createServer((client) => {
    const server = connect(Number(real.port), real.hostname);
    client.on('error', () => server.destroy()).pipe(server);
    server.on('error', () => client.destroy()).pipe(client);
  });
  onTestFinished(() => void proxy.close());
  const said: string[] = [];
  const say = (line: string) => {
    if (said.push(line) === 2) proxy.listen(Number(detour.port), detour.hostname);
  };
  const stopping = new AbortController();
  const ready: number[] = [];
  await keepWorker(
    {
      databaseUrl: detour.href,
      temporalAddress: temporalAddress(),
      stateDirectory: join(inject('temporaryDirectory'), 'workers'),
    },
    { shutdownGraceMs: 5_000 },
    {
      say,
      signal: stopping.signal,
      onReady: async (pid) => {
        ready.push(pid);
        expect(isAlive(pid)).toBe(true);
        stopping.abort();
      },
    },
  );
  const failure = (waitMs: number) =>
    `the worker did not start (worker.ts ended while it started (exit code 1)); it is started again in ${waitMs} ms and goes on where the rows end`;
  expect(said.slice(0, 2)).toEqual([failure(500), failure(1_000)]);
  expect(said.slice(2)).toEqual([expect.stringContaining('stopping')]);
  expect(ready).toHaveLength(1);
  expect(ready.filter(isAlive)).toEqual([]);
});

it('kills a process that is not ready in time, or whose start is given up, and says so', async () => {
  const folder = temporaryFolder();
  const never = {
    script: ['test/engine/parent-script.ts', folder],
    environment: process.env,
    logFile: null,
    graceMs: 1_000,
    ready: () => new Promise(() => undefined),
  };
  const late = startProcess({ ...never, readyLimitMs: 500 });
  await expect(late).rejects.toThrow('test/engine/parent-script.ts is not ready after 0.5 s');
  const givenUp = startProcess({ ...never, signal: AbortSignal.timeout(500) });
  await expect(givenUp).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(processesOn(folder)).toEqual([]);
});
