import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, openSync } from 'node:fs';
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import getPort from 'get-port';
import { findProcesses } from '../../engine/processes.ts';
import { Checks } from './checks.ts';
import type { ServerTest } from './contract.ts';
import { tried } from './environments.ts';
import { installSmallModel } from './small-model.ts';

const repository = path.join(import.meta.dirname, '..', '..');
const steps = [100, 200];

interface TrendOutput {
  readonly rows: readonly { readonly checkpoint: string; readonly performance: unknown }[];
}

/**
 * A family of a real language model from its directory to its trend: each checkpoint is served for its evaluation and no
 * longer. Both have the same weights, so that what they score says nothing; they differ by a byte at the end.
 */
export const run: ServerTest = async (tools) => {
  const { modules, file } = await installSmallModel(tools);
  const state = path.join(tools.folder, 'state');
  const registry = path.join(tools.folder, 'runs');
  for (const folder of [state, registry]) await rm(folder, { recursive: true, force: true });
  for (const step of steps) await putCheckpoint(path.join(registry, `step-${step}`), step, file);

  const environment = { ...process.env, ETUDE_STATE: state };
  const etude = (...args: string[]) => tried('env', [`ETUDE_STATE=${state}`, './etude', ...args], repository);
  const served = () => findProcesses((command) => command.includes(registry) && command.includes('.gguf'));
  const checks = new Checks(tools.say);
  const up = await startUp(environment, tools.folder);
  try {
    const port = await getPort({ host: '127.0.0.1' });
    const server = path.join(import.meta.dirname, 'llama-server.mjs');
    const command = [process.execPath, server, modules, '{path}/model.gguf', '{port}'];
    await etude(
      ...['family', 'register', 'smol', '--registry', `dir:${registry}`],
      ...['--endpoint', `http://127.0.0.1:${port}/v1`, '--serve', command.map(quoted).join(' ')],
      ...['--suite', 'core@1', '--depth', 'quick', '--regime', 'static'],
      ...['--max-tokens', '64', '--connections', '1'],
    );
    tools.say('evaluating two checkpoints, some minutes …');
    await etude('evaluate', 'smol', '--wait');
    await checks.that(
      'the trend has every checkpoint',
      async () => {
        const { rows } = JSON.parse(
          await etude('trend', 'smol', '--domain', 'overall', '--json'),
        ) as TrendOutput;
        return rows.map(({ checkpoint, performance }) => [checkpoint, performance !== null]);
      },
      steps.map((step) => [`step-${step}`, true]),
    );
    await checks.that('no server is left', () => served().length, 0);
  } finally {
    await stopUp(up);
    for (const { pid } of served()) process.kill(pid, 'SIGKILL');
  }
  return { name: 'a family in llama.cpp', passed: checks.passed, failed: checks.failed };
};

async function putCheckpoint(folder: string, step: number, file: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  copyFileSync(file, path.join(folder, 'model.gguf'));
  await appendFile(path.join(folder, 'model.gguf'), Buffer.from([step % 256]));
  await writeFile(path.join(folder, 'checkpoint.json'), JSON.stringify({ step }));
  await writeFile(path.join(folder, 'STABLE'), '');
}

/** Engine and worker; resolves once they run. */
async function startUp(env: NodeJS.ProcessEnv, folder: string): Promise<ChildProcess> {
  const log = openSync(path.join(folder, 'up.log'), 'w');
  const child = spawn(path.join(repository, 'etude'), ['up', '--json'], {
    cwd: repository,
    env,
    stdio: ['ignore', 'pipe', log],
  });
  const lines = createInterface({ input: child.stdout! });
  await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => {
      throw new Error(`etude up ended; see ${path.join(folder, 'up.log')}`);
    }),
  ]);
  return child;
}

async function stopUp(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

function quoted(argument: string): string {
  return `'${argument}'`;
}
