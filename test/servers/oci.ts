import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ListedCheckpoint, RegistryAdapter } from '../../registries/contract.ts';
import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';
import { Checks } from './checks.ts';
import type { ServerTest } from './contract.ts';
import { tried, Unavailable } from './environments.ts';
import { type RunningServer, startServer } from './processes.ts';

const repository = 'team/tiny';
const ociType = 'application/vnd.oci.image.manifest.v1+json';
const dockerType = 'application/vnd.docker.distribution.manifest.v2+json';
const token = 'whatever';
const never = new AbortController().signal;

/** The reference implementation of an OCI registry as Debian has it, first open to all, then asking for a token. */
export const run: ServerTest = async ({ folder, say }) => {
  const program = await programIn(folder);
  const version = (await tried(program, ['--version'])).trim().split(' ').at(-1);
  const checks = new Checks(say);
  await rm(path.join(folder, 'data'), { recursive: true, force: true });
  const open = await start(program, folder, {});
  try {
    await checkTags(checks, open.url);
    await checkChanges(checks, open.url);
  } finally {
    await open.stop();
  }
  // It lets in whoever sends any Authorization header, and sends others to a host for tokens.
  const guarded = await start(program, folder, {
    silly: { realm: 'http://127.0.0.1:9/token', service: 'tiny' },
  });
  try {
    await checkTokens(checks, guarded.url);
  } finally {
    await guarded.stop();
  }
  return { name: `docker-registry ${version}`, passed: checks.passed, failed: checks.failed };
};

/** The program of Debian's package, installed or unpacked into the folder. Throws `Unavailable`. */
async function programIn(folder: string): Promise<string> {
  const installed = '/usr/bin/docker-registry';
  if (existsSync(installed)) return installed;
  const program = path.join(folder, 'package', installed);
  if (existsSync(program)) return program;
  await tried('apt-get', ['download', 'docker-registry'], folder);
  const archive = (await readdir(folder)).find((name) => name.endsWith('.deb'));
  if (archive === undefined) throw new Unavailable('apt-get brought no package of docker-registry');
  await tried('dpkg-deb', ['-x', archive, 'package'], folder);
  return program;
}

async function start(program: string, folder: string, auth: object): Promise<RunningServer> {
  const data = path.join(folder, 'data');
  await mkdir(data, { recursive: true });
  const settings = path.join(folder, 'settings.yml');
  // JSON is YAML.
  await writeFile(
    settings,
    JSON.stringify({
      version: 0.1,
      log: { level: 'error', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: data }, delete: { enabled: true } },
      http: {},
      auth,
    }),
  );
  return await startServer({
    command: '/usr/bin/env',
    args: (port) => [`REGISTRY_HTTP_ADDR=127.0.0.1:${port}`, program, 'serve', settings],
    readyPath: '/',
    readyMsMax: 15_000,
    folder,
  });
}

async function checkTags(checks: Checks, url: string): Promise<void> {
  const list = (pattern = '') => at(url, pattern, null, (registry) => registry.list(never));
  await checks.that('no push, no repository', list, 'RegistryNotFound');
  for (const step of [300, 20, 100]) await push(url, `step-${step}`, manifestOf(`${step}`));
  await push(url, 'latest', manifestOf('300'));
  await push(url, 'docker', manifestOf('docker', dockerType), dockerType);
  const known = (listed: readonly ListedCheckpoint[]) =>
    listed.map(({ label, step, identity, state }) => [label, step, identity, state]);
  await checks.that('tags by step, with the SHA-256 of what was pushed', async () => known(await list()), [
    ['step-20', 20, sha256(manifestOf('20')), 'ready'],
    ['step-100', 100, sha256(manifestOf('100')), 'ready'],
    ['step-300', 300, sha256(manifestOf('300')), 'ready'],
    ['docker', undefined, sha256(manifestOf('docker', dockerType)), 'ready'],
    ['latest', undefined, sha256(manifestOf('300')), 'ready'],
  ]);
  await checks.that('a pattern', async () => (await list('#step-*00')).map(({ step }) => step), [100, 300]);
}

async function checkChanges(checks: Checks, url: string): Promise<void> {
  const list = () => at(url, '', null, (registry) => registry.list(never));
  const tagged = async (tag: string) => (await list()).find(({ label }) => label === tag);
  const identify = (listed: ListedCheckpoint | undefined) =>
    at(url, '', null, (registry) => registry.identify(listed!, () => {}, never));

  const moved = await tagged('latest');
  await push(url, 'latest', manifestOf('400'));
  await checks.that(
    'a tag that moves is other content',
    async () => (await tagged('latest'))?.identity,
    sha256(manifestOf('400')),
  );
  await checks.that('and not what was listed', () => identify(moved), 'RegistryUnavailable');

  const deleted = await tagged('step-100');
  await checks.that('a checkpoint is there still', () => identify(deleted), deleted?.identity);
  await remove(url, deleted?.identity);
  await checks.that('a deleted checkpoint is lost', () => identify(deleted), 'CheckpointLost');
  await checks.that('and not listed', () => tagged('step-100'), undefined);

  for (const { identity } of await list()) await remove(url, identity);
  await checks.that('a repository whose last tag is gone is empty', list, []);
}

async function checkTokens(checks: Checks, url: string): Promise<void> {
  const steps = (given: string | null) =>
    at(url, '', given, async (registry) => (await registry.list(never)).map(({ step }) => step));
  await push(url, 'step-7', manifestOf('7'));
  await checks.that('a host for tokens is not asked', () => steps(null), 'RegistryForbidden');
  await checks.that('a token that is given is sent', () => steps(token), [7]);
}

async function at<Result>(
  url: string,
  pattern: string,
  given: string | null,
  work: (registry: RegistryAdapter) => Promise<Result>,
): Promise<Result> {
  const registry = openRegistry(`oci:${url}/${repository}${pattern}`, { ...localRegistries, token: given });
  try {
    return await work(registry);
  } finally {
    await registry.close();
  }
}

const emptyConfig = '{}';

function manifestOf(content: string, mediaType = ociType): string {
  const digest = `sha256:${sha256(emptyConfig)}`;
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: emptyConfig.length };
  return JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [], annotations: { content } });
}

async function push(url: string, tag: string, manifest: string, type = ociType): Promise<void> {
  const uploads = `${url}/v2/${repository}/blobs/uploads/`;
  const { headers } = await send('POST', uploads);
  const upload = new URL(headers.get('location') ?? '', uploads);
  upload.searchParams.set('digest', `sha256:${sha256(emptyConfig)}`);
  await send('PUT', upload.href, emptyConfig, 'application/octet-stream');
  await send('PUT', `${url}/v2/${repository}/manifests/${tag}`, manifest, type);
}

/** With all of its tags. */
async function remove(url: string, identity: string | null | undefined): Promise<void> {
  await send('DELETE', `${url}/v2/${repository}/manifests/sha256:${identity}`);
}

async function send(
  method: string,
  url: string,
  body: string | null = null,
  type?: string,
): Promise<Response> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(type === undefined ? {} : { 'content-type': type }),
  };
  const response = await fetch(url, { method, headers, body });
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname} was answered ${response.status}`);
  return response;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
