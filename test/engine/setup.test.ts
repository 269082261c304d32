import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dependenciesFresh } from '../../engine/install.mjs';
import { isAlive } from '../../engine/processes.ts';
import { repositoryDirectory } from '../../engine/repository.ts';
import { temporaryFolder } from './helpers.ts';

/** A small repository with our set-up, a dependency of its own, and programs that show how they were called. */
function repository(): string {
  const root = join(temporaryFolder(), 'a clone');
  for (const folder of ['engine', 'bench', 'helper']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['engine/setup.mjs', 'engine/install.mjs', 'etude']) {
    cpSync(join(repositoryDirectory, file), join(root, file));
  }
  const write = (path: string, content: string | object) =>
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  write('helper/package.json', { name: 'helper', version: '1.0.0' });
  write('package.json', { name: 'clone', version: '1.0.0', dependencies: { helper: 'file:./helper' } });
  const show =
    'console.log(JSON.stringify([process.argv.slice(2), process.env.ETUDE_DATABASE_URL ?? null]));';
  write('cli.ts', `${show} process.exitCode = Number(process.argv[3] ?? 0);`);
  write('bench/wait.ts', 'console.log(process.pid); setInterval(() => {}, 1000);');
  lock(root);
  return root;
}

function lock(root: string): void {
  const { status } = spawnSync('npm', ['install', '--package-lock-only', '--offline'], { cwd: root });
  expect(status).toBe(0);
}

function run(root: string, command: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, ...environment };
  const [program, ...args] = command;
  const { status, stdout, stderr } = spawnSync(program!, args, { cwd: root, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const setup = (...args: string[]) => [process.execPath, 'engine/setup.mjs', ...args];
const installs = (stderr: string) => stderr.includes('installing dependencies');

describe('the set-up', () => {
  it('installs when node_modules is missing or older than the lock, and only then', () => {
    const root = repository();
    const first = run(root, setup('install'));
    expect(first).toMatchObject({ status: 0, stdout: '' });
    expect(first.stderr).toMatch(
      /^installing dependencies \(npm ci\) …\n(?:.*\n)*dependencies installed in \d+ s\n$/,
    );
    expect(existsSync(join(root, 'node_modules/helper/package.json'))).toBe(true);
    expect(run(root, setup('install')).stderr).toBe('');

    // The same packages under a lock that reads otherwise are no reason to install them again.
    const locked = readFileSync(join(root, 'package-lock.json'), 'utf8');
    writeFileSync(join(root, 'package-lock.json'), `${locked}\n`);
    expect(run(root, setup('install')).stderr).toBe('');

    mkdirSync(join(root, 'second'));
    writeFileSync(join(root, 'second/package.json'), '{ "name": "second", "version": "1.0.0" }');
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    manifest.dependencies.second = 'file:./second';
    writeFileSync(join(root, 'package.json'), JSON.stringify(manifest));
    lock(root);
    expect(dependenciesFresh(root)).toBe(false);
    expect(installs(run(root, setup('install')).stderr)).toBe(true);
    expect(dependenciesFresh(root)).toBe(true);

    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(dependenciesFresh(root)).toBe(false);
  });

  it('says in one line what to do when the installation fails', () => {
    const root = repository();
    rmSync(join(root, 'package-lock.json'));
    const { status, stderr } = run(root, setup('demo'));
    expect(status).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^npm ci failed with \d+: .* run `npm ci` in .*a clone/);
  });

  it('passes arguments and exit codes on, and keeps the demo away from foreign servers', () => {
    const root = repository();
    const { status, stdout } = run(root, setup('demo', '7'), { ETUDE_DATABASE_URL: 'postgres://elsewhere' });
    expect(status).toBe(7);
    expect(JSON.parse(stdout)).toEqual([['demo', '7'], null]);
    expect(run(root, setup('dance'))).toMatchObject({ status: 1, stderr: expect.stringMatching(/^usage: /) });
    expect(run(root, setup('bench', '../cli'))).toMatchObject({ status: 1 });
  });

  it('passes a signal on to the program', async () => {
    const root = repository();
    run(root, setup('install'));
    const [program, ...args] = setup('bench', 'wait');
    const child = spawn(program!, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const [data] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(128 + 15);
    expect(isAlive(Number(data.toString()))).toBe(false);
  });
});

describe('the launcher', () => {
  it('installs what is missing without a word on stdout, found through links, and then is the command', () => {
    const root = repository();
    const bin = join(root, '..', 'bin');
    mkdirSync(bin);
    symlinkSync('../a clone/etude', join(bin, 'real'));
    symlinkSync('real', join(bin, 'etude'));
    symlinkSync(process.execPath, join(bin, 'node'));
    const PATH = `${bin}:${process.env.PATH}`;
    const first = run('/', ['etude', 'family', '3'], { PATH, ETUDE_DATABASE_URL: 'postgres://kept' });
    expect(first.status).toBe(3);
    expect(JSON.parse(first.stdout)).toEqual([['family', '3'], 'postgres://kept']);
    expect(installs(first.stderr)).toBe(true);
    expect(run(root, ['sh', 'etude', 'a b'], { PATH })).toMatchObject({
      stdout: '[["a b"],null]\n',
      stderr: '',
    });
  });

  it('takes the Node of the dependencies when the one on the PATH is too old, and says when there is none', () => {
    const root = repository();
    run(root, setup('install'));
    const bin = join(root, '..', 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'node'), '#!/bin/sh\necho v20.11.0\n', { mode: 0o755 });
    const PATH = `${bin}:/usr/bin:/bin`;
    const none = run(root, ['./etude'], { PATH });
    expect(none).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('Node 24 is needed'),
    });
    mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
    symlinkSync(process.execPath, join(root, 'node_modules/.bin/node'));
    expect(run(root, ['./etude', 'x'], { PATH })).toMatchObject({ stdout: '[["x"],null]\n', stderr: '' });
  });
});
