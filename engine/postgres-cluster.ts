import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serverEnvironment } from './daemon.ts';
import { EngineError } from './errors.ts';
import type { PostgresAccount } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

/** Superuser and database of the embedded server. */
export const postgresUser = 'etude';

const unfinishedPrefix = 'unfinished-';
const initdbLimitMs = 120_000;

/** The password of the embedded server, made at the first start and kept in a file that only its owner reads. */
export function ensurePassword(path: string): string {
  if (!existsSync(path)) {
    const unfinished = `${path}.${randomUUID()}`;
    writeFileSync(unfinished, randomBytes(24).toString('base64url'), { mode: 0o600 });
    renameSync(unfinished, path);
  }
  return readFileSync(path, 'utf8').trim();
}

/**
 * Makes the data directory if it is not there. It gets its name when it is complete, so that an interrupted
 * initdb leaves nothing that looks like a database. Throws `PostgresFailed`.
 */
export async function ensureCluster(
  home: string,
  binaries: PostgresBinaries,
  account: PostgresAccount,
  password: string,
  durable: boolean,
): Promise<string> {
  const data = join(home, 'data');
  for (const name of await readdir(home)) {
    if (name.startsWith(unfinishedPrefix)) rmSync(join(home, name), { recursive: true, force: true });
  }
  if (existsSync(join(data, 'PG_VERSION'))) {
    requireSameMajor(data, binaries.version);
    return data;
  }
  const unfinished = join(home, `${unfinishedPrefix}${randomUUID()}`);
  const passwordFile = `${unfinished}.password`;
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (account.user) chownSync(passwordFile, account.user.uid, account.user.gid);
    await initialise(binaries.initdb, account, [
      `--pgdata=${unfinished}`,
      `--username=${postgresUser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, data);
  return data;
}

async function initialise(initdb: string, account: PostgresAccount, args: readonly string[]): Promise<void> {
  const { command, args: allArgs, ...ids } = account.command(initdb, args);
  try {
    const options = { cwd: '/', env: serverEnvironment(), timeout: initdbLimitMs, ...ids };
    await promisify(execFile)(command, [...allArgs], options);
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new EngineError('PostgresFailed', `initdb failed: ${stderr?.trim() || message}`, { cause });
  }
}

function requireSameMajor(data: string, version: string): void {
  const dataMajor = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version.startsWith(`${dataMajor}.`)) return;
  throw new EngineError(
    'PostgresFailed',
    `${data} was made by PostgreSQL ${dataMajor}, here is ${version}: dump it with the old release, or move it away`,
  );
}
