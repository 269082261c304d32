import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import semver from 'semver';

/** The release of the Temporal CLI that the project is built with and gets when there is none. */
export const temporalVersion = '1.5.1';
/** The releases whose server behaves as we expect and reads the same database. */
export const temporalRange = '>=1.5.1 <1.6.0';
export const goRange = '>=1.25.0';

const answerLimitMs = 10_000;

/** Every executable of that name on a PATH, first found first. */
export function executablesOnPath(name: string, path: string | undefined): string[] {
  return (path ?? '')
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .filter(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What a program prints about its version; null when it does not run. */
export async function versionText(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { timeout: answerLimitMs });
    return stdout.trim();
  } catch {
    return null;
  }
}

/** The version of `temporal` at a path, or null when it does not run or does not say. */
export async function temporalVersionOf(program: string): Promise<string | null> {
  const text = await versionText(program, ['--version']);
  return semver.valid(/version v?(\S+)/.exec(text ?? '')?.[1] ?? null);
}

/** The version of a Go toolchain, which writes 1.25 for 1.25.0; null when it does not run. */
export async function goVersionOf(program: string): Promise<string | null> {
  const text = await versionText(program, ['version']);
  return semver.coerce(/go(\d+\.\d+(?:\.\d+)?)/.exec(text ?? '')?.[1] ?? null)?.version ?? null;
}
