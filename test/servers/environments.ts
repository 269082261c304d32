import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const outputMax = 64 * 1024 * 1024;

/** That a server cannot be had here, and why. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** The `bin` folder of a virtual environment with these packages, made once a list. Throws `Unavailable`. */
export async function pythonEnvironment(folder: string, packages: readonly string[]): Promise<string> {
  const environment = path.join(folder, 'python');
  const bin = path.join(environment, process.platform === 'win32' ? 'Scripts' : 'bin');
  await once(environment, packages, async () => {
    await tried('python3', ['-m', 'venv', environment]);
    await tried(path.join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', ...packages]);
  });
  return bin;
}

/** The `node_modules` of a folder with these packages, such as `name@1.2.3`, made once a list. Throws `Unavailable`. */
export async function nodeEnvironment(folder: string, packages: readonly string[]): Promise<string> {
  const environment = path.join(folder, 'node');
  await once(environment, packages, async () => {
    await writeFile(path.join(environment, 'package.json'), '{"private":true}');
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--omit=optional', '--save-exact'];
    await tried('npm', ['install', ...quiet, '--prefix', environment, ...packages]);
  });
  return path.join(environment, 'node_modules');
}

async function once(environment: string, packages: readonly string[], make: () => Promise<void>) {
  const mark = path.join(environment, 'installed.json');
  const wanted = JSON.stringify(packages);
  if (existsSync(mark) && (await readFile(mark, 'utf8')) === wanted) return;
  await rm(environment, { recursive: true, force: true });
  await mkdir(environment, { recursive: true });
  await make();
  await writeFile(mark, wanted);
}

/** Runs a program to its end. Throws `Unavailable` with the end of what it said. */
export async function tried(command: string, args: readonly string[], cwd?: string): Promise<string> {
  try {
    const { stdout } = await execute(command, args, { maxBuffer: outputMax, ...(cwd ? { cwd } : {}) });
    return stdout;
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const said = stderr.trim().split('\n').at(-1) || message.split('\n')[0];
    throw new Unavailable(`${path.basename(command)} ${args.slice(0, 3).join(' ')} failed: ${said}`);
  }
}
