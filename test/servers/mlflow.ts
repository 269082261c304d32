import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ListedCheckpoint, RegistryAdapter } from '../../registries/contract.ts';
import { openRegistry } from '../../registries/open.ts';
import { serveWebhooks } from '../../server/webhooks.ts';
import { Checks } from './checks.ts';
import type { ServerTest } from './contract.ts';
import { pythonEnvironment, tried } from './environments.ts';
import { startServer } from './processes.ts';

const version = '3.17.2';
const environment = {
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: 'true',
  // For a webhook to the loopback, at once.
  MLFLOW_WEBHOOK_ALLOWED_SCHEMES: 'http',
  MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: 'true',
  MLFLOW_WEBHOOK_CACHE_TTL: '0',
};
/** A delivery is sent by a thread of the server's own. */
const deliveryMsMax = 20_000;
const never = new AbortController().signal;

/** A real MLflow server, filled by MLflow's own client. */
export const run: ServerTest = async ({ folder, say }) => {
  const bin = await pythonEnvironment(folder, [`mlflow==${version}`]);
  const state = path.join(folder, 'state');
  await rm(state, { recursive: true, force: true });
  const store = ['--backend-store-uri', `sqlite:///${state}.db`, '--artifacts-destination', state];
  await rm(`${state}.db`, { force: true });
  const server = await startServer({
    command: path.join(bin, 'mlflow'),
    args: (port) => ['server', '--host', '127.0.0.1', '--port', `${port}`, '--workers', '1', ...store],
    readyPath: '/health',
    readyMsMax: 120_000,
    folder,
    environment,
  });
  const checks = new Checks(say);
  try {
    say('training …');
    const trainer = path.join(import.meta.dirname, 'mlflow-trainer.py');
    await tried(path.join(bin, 'python'), [trainer, server.url]);
    await checkVersions(checks, server.url);
    await checkModels(checks, server.url);
    await checkCrowds(checks, server.url);
    await checkWebhook(checks, server.url);
    await checkLosses(checks, server.url);
  } finally {
    await server.stop();
  }
  return { name: `MLflow ${version}`, passed: checks.passed, failed: checks.failed };
};

async function checkVersions(checks: Checks, url: string): Promise<void> {
  const list = () => at(url, '/#/models/tiny-lm', (registry) => registry.list(never));
  const ofRun = (step: number) => ({ step, tokens: 4096 * step, flops: 1e15 * step, compute: undefined });
  const usd = { step: 400, tokens: 1.6e6, flops: undefined, compute: { value: 3.5, unit: 'usd' } };
  await checks.that('versions by step', async () => (await list()).map(({ label }) => label), [
    'champion',
    'v2',
    'v5',
    'v3',
    'v4',
    'v6',
  ]);
  await checks.that('progress by runs and tags', async () => (await list()).map(progressOf), [
    ...[100, 200, 250, 300, 300].map(ofRun),
    usd,
  ]);
  await checks.that('what is weak', async () => (await list()).map((each) => each.weakIdentity ?? false), [
    ...Array.from({ length: 5 }, () => false),
    true,
  ]);
  const identities = async () => new Set((await list()).map(({ identity }) => identity));
  await checks.that('one source, one identity', async () => (await identities()).size, 5);
  const before = await identities();
  await post(url, 'registered-models/alias', { name: 'tiny-lm', alias: 'best', version: '2' });
  await post(url, 'registered-models/alias', { name: 'tiny-lm', alias: 'champion', version: '3' });
  await checks.that(
    'labels after aliases moved',
    async () => (await list()).slice(0, 4).map(({ label }) => label),
    ['v1', 'best', 'v5', 'champion'],
  );
  await checks.that('identities after aliases moved', identities, before);
}

async function checkModels(checks: Checks, url: string): Promise<void> {
  const list = () => at(url, '/#/experiments/1', (registry) => registry.list(never));
  await checks.that('states', async () => (await list()).map(({ label, state }) => [label, state]), [
    ['checkpoint-100', 'ready'],
    ['checkpoint-200', 'ready'],
    ['checkpoint-300', 'ready'],
    ['checkpoint-400', 'writing'],
    ['checkpoint-500', 'broken'],
  ]);
  await checks.that('progress by linked metrics', async () => (await list()).slice(0, 3).map(progressOf), [
    ...[100, 200, 300].map((step) => ({
      step,
      tokens: 4096 * step,
      flops: 1e15 * step,
      compute: undefined,
    })),
  ]);
  const versions = await at(url, '/#/models/tiny-lm', (registry) => registry.list(never));
  const identityOf = (listed: readonly ListedCheckpoint[], step: number) =>
    listed.find((each) => each.step === step)?.identity;
  await checks.that(
    'a model and its version',
    async () => identityOf(await list(), 200),
    identityOf(versions, 200),
  );
}

async function checkCrowds(checks: Checks, url: string): Promise<void> {
  for (const [page, count] of [
    ["/#/models/crowd's", 1_050],
    ['/#/experiments/2', 230],
  ] as const) {
    const steps = async () =>
      (await at(url, page, (registry) => registry.list(never))).map(({ step }) => step);
    await checks.that(
      `pages of ${page}`,
      steps,
      Array.from({ length: count }, (_, index) => index + 1),
    );
  }
}

async function checkWebhook(checks: Checks, url: string): Promise<void> {
  const secret = 'battery-staple-7';
  const polled: string[] = [];
  const webhooks = await serveWebhooks({
    port: 0,
    host: '127.0.0.1',
    secrets: { hf: null, mlflow: secret },
    families: async () => [{ slug: 'tiny', registry: `mlflow:${url}/#/models/tiny-lm` }],
    poll: async (slug) => polled.push(slug),
    say: () => undefined,
  });
  try {
    const events = [{ entity: 'MODEL_VERSION', action: 'CREATED' }];
    const target = `${webhooks.url}/webhooks/mlflow`;
    await post(url, 'webhooks', { name: 'etude', url: target, events, secret });
    await post(url, 'model-versions/create', { name: "crowd's", source: 's3://bucket/crowd/step-0' });
    await post(url, 'model-versions/create', { name: 'tiny-lm', source: 's3://bucket/run/step-900' });
    const deadlineMs = performance.now() + deliveryMsMax;
    while (polled.length === 0 && performance.now() < deadlineMs) await sleep(100);
    await checks.that('a delivery has its family alone looked at', () => polled, ['tiny']);
  } finally {
    await webhooks.close();
  }
}

async function checkLosses(checks: Checks, url: string): Promise<void> {
  for (const page of ['/#/models/nothing', '/#/experiments/99']) {
    const list = () => at(url, page, (registry) => registry.list(never));
    await checks.that(`${page} is missing`, list, 'RegistryNotFound');
  }
  await checks.that(
    'a version that goes',
    () => lostIn(url, '/#/models/tiny-lm', removeVersion),
    'CheckpointLost',
  );
  await checks.that(
    'a model that goes',
    () => lostIn(url, '/#/experiments/1', removeModel),
    'CheckpointLost',
  );

  async function removeVersion(location: string): Promise<void> {
    const body = JSON.stringify({ name: 'tiny-lm', version: location.split('/').at(-1) });
    await ask(url, 'model-versions/delete', { method: 'DELETE', body });
  }

  async function removeModel(location: string): Promise<void> {
    await ask(url, `logged-models/${location.split('/').at(-1)}`, { method: 'DELETE' });
  }
}

/** What identifying a checkpoint gives before and, at the end, after it was removed. */
async function lostIn(url: string, page: string, remove: (location: string) => Promise<void>) {
  return await at(url, page, async (registry) => {
    const [first] = await registry.list(never);
    if (first === undefined) throw new Error(`${page} is empty`);
    const identity = await registry.identify(first, () => {}, never);
    if (identity !== first.identity) throw new Error('it is identified otherwise than it is listed');
    await remove(first.location);
    return await registry.identify(first, () => {}, never);
  });
}

async function at<Result>(url: string, page: string, work: (registry: RegistryAdapter) => Promise<Result>) {
  const options = { addresses: 'private', timeoutMs: 30_000, token: null } as const;
  const registry = openRegistry(`mlflow:${url}${page}`, { ...options, huggingFaceEndpoint: url });
  try {
    return await work(registry);
  } finally {
    await registry.close();
  }
}

function progressOf({ step, tokens, flops, compute }: ListedCheckpoint) {
  return { step, tokens, flops, compute };
}

async function post(url: string, path: string, body: object): Promise<void> {
  await ask(url, path, { method: 'POST', body: JSON.stringify(body) });
}

async function ask(url: string, path: string, init: RequestInit): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/2.0/mlflow/${path}`, { headers, ...init });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
}
