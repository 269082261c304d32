import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { isAlive } from '../../engine/processes.ts';
import { attemptRecords, expectAllGraded, total } from '../support/attempt-records.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { servedAgent, servedStarts, servedTurns } from '../support/served-agent.ts';

const secrets = {
  ETUDE_KEY_OTHER: 'sk-1',
  OPENAI_API_KEY: 'sk-2',
  HF_TOKEN: 'hf-3',
  ETUDE_KEY_VARIABLES: 'UNSUSPECTED',
  UNSUSPECTED: 'sk-4',
  STORE_URL: 'postgres://somebody:hidden@db/etude',
};

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ variables: { ...secrets, CUDA_VISIBLE_DEVICES: '0' } });
});
afterAll(async () => {
  await cluster?.close();
});

interface Served {
  readonly slug: string;
  readonly record: string;
  readonly port: number;
}

/** Follows a family of one checkpoint that is served by a command, of `served-agent-script.ts` unless another is given. */
async function followServed(
  name: string,
  options: {
    readonly port?: number;
    readonly label?: string;
    readonly args?: readonly string[];
    readonly serve?: readonly string[];
  } = {},
): Promise<Served> {
  const { port = await getPort(), label = 'step-1', args = [] } = options;
  const slug = cluster.slug(name);
  const record = join(cluster.directory, `${name}.jsonl`);
  const registry = makeRegistry(cluster.directory, name);
  putCheckpoint(registry.folder, label, { step: 1 });
  await cluster.follow({
    name: slug,
    registry: registry.address,
    endpoint: `http://127.0.0.1:${port}/v1`,
    serve: [...(options.serve ?? servedAgent(record, ...args))],
  });
  return { slug, record, port };
}

function expectNothingLeft(record: string): void {
  const pids = servedStarts(record).flatMap(({ pid, child }) => [pid, child]);
  expect(pids.filter(isAlive)).toEqual([]);
}

async function servings() {
  return await cluster.context.db.selectFrom('servings').selectAll().execute();
}

it('starts a server for each checkpoint, one after the other at one address, asks once it is ready, and ends all of it', async () => {
  const label = `step 1 "it's"; $(touch x) {port} --port 1`;
  const args = ['--loading=600', '{label}', '--at', '{path}', 'step={step}', '{"k": "{host}"}'];
  const one = await followServed('odd-name', { label, args });
  const other = await followServed('same-address', { port: one.port });
  await Promise.all([one, other].map(({ slug }) => cluster.reached(slug, 'completed', 1)));

  const [start] = servedStarts(one.record);
  expect(start?.args).toEqual([
    `--port=${one.port}`,
    `--record=${one.record}`,
    '--loading=600',
    label,
    '--at',
    join(cluster.directory, 'odd-name', label),
    'step=1',
    '{"k": "127.0.0.1"}',
  ]);
  const names = Object.keys(start?.environment ?? {});
  expect(names).toEqual(expect.arrayContaining(['PATH', 'CUDA_VISIBLE_DEVICES']));
  expect(names.filter((name) => name.startsWith('ETUDE_') || name in secrets)).toEqual([]);
  for (const { slug, record } of [one, other]) {
    expect(servedTurns(record)).toEqual([true, false]);
    expectNothingLeft(record);
    const records = await attemptRecords(cluster.context.db, slug);
    expectAllGraded(records);
    expect(total(records, ({ calls }) => calls)).toBe(records.length);
  }
  expect(await servings()).toEqual([]);
  const logs = join(inject('temporaryDirectory'), 'workers', 'logs', 'serve');
  expect(readFileSync(join(logs, `${other.slug}-step-1.log`), 'utf8')).toBe('the model is read\n');
});

it('fails an evaluation in one line that ends with the log where the server exits before it answers', async () => {
  const program = 'console.error("loading"); console.error("no such model"); process.exit(3)';
  const { slug } = await followServed('exits', { serve: [process.execPath, '-e', program] });
  const [evaluation] = await cluster.reached(slug, 'failed', 1);
  expect(evaluation?.failure).toMatchObject({ code: 'ServingFailed' });
  expect(evaluation?.failure?.message).toMatch(
    / exited with 3 before it answered; its log ends: loading \/ no such model$/,
  );
  expect(await servings()).toEqual([]);
});

it('fails an evaluation where the program is not there, and where its port is taken, and starts nothing', async () => {
  const absent = await followServed('absent', { serve: ['no-such-server', '--port={port}'] });
  const stranger = createServer((_, response) => response.end('{}'));
  const port = await getPort();
  await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
  try {
    const taken = await followServed('taken', { port });
    const [withoutPort] = await cluster.reached(taken.slug, 'failed', 1);
    expect(withoutPort?.failure?.message).toBe(
      `something else answers at http://127.0.0.1:${port}/v1: the port is taken`,
    );
    expect(servedTurns(taken.record)).toEqual([]);
  } finally {
    stranger.close();
  }
  const [withoutProgram] = await cluster.reached(absent.slug, 'failed', 1);
  expect(withoutProgram?.failure?.message).toBe(
    "no-such-server cannot be run on the worker's machine (ENOENT)",
  );
});

it('starts a server again that ends in mid-work, and charges the tasks in flight with it at most', async () => {
  const { slug, record } = await followServed('crashes', { args: ['--crash-after=5', '--loading=300'] });
  await cluster.reached(slug, 'completed', 1);
  // It had no time for a word when it crashed.
  expect(servedTurns(record)).toEqual([true, true, false]);
  expectNothingLeft(record);
  const records = await attemptRecords(cluster.context.db, slug);
  expectAllGraded(records);
  const failures = records.map((record) => record.failures);
  expect(failures.flat().length).toBeGreaterThanOrEqual(1);
  // A request whose connection breaks is sent again at once, and that is no strike against its task; one that finds
  // nobody is, and then everybody waits for the server. It may be looked for twice before its end is seen.
  const strikes = failures.map((codes) => codes.filter((code) => code !== 'ConnectionReset').length);
  expect(Math.max(...strikes)).toBeLessThanOrEqual(2);
});

it('ends the server of an evaluation that is cancelled', async () => {
  const { slug, record } = await followServed('cancelled', { args: ['--delay=200'] });
  const answered = async () =>
    total(await attemptRecords(cluster.context.db, slug), ({ answers }) => answers) > 1;
  await vi.waitUntil(answered, { timeout: 30_000, interval: 100 });
  const [evaluation] = await cluster.evaluations(slug);
  await cluster.context.temporal.workflow.getHandle(evaluation!.evaluation).cancel();
  await cluster.reached(slug, 'failed', 1);
  expect(servedTurns(record).slice(0, 2)).toEqual([true, false]);
  expectNothingLeft(record);
});
