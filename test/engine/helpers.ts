import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { removeOutsideData, stopLeftOverPostgres } from '../../engine/postgres.ts';
import { findProcesses } from '../../engine/processes.ts';

/** A folder that is removed after the test, once nothing runs on it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(inject('temporaryDirectory'), 'test-'));
  onTestFinished(async () => {
    for (const { pid } of processesOn(folder)) process.kill(pid, 'SIGKILL');
    await stopLeftOverPostgres(folder);
    removeOutsideData(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Every process that has the folder in its command. */
export function processesOn(folder: string) {
  return findProcesses((command) => command.includes(folder));
}

/** Writes a real little program, as one on somebody's PATH. */
export function writeProgram(path: string, script: string): string {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Runs one of the scripts beside the tests and resolves with its first line of output, while it goes on. */
export async function startScript(
  name: string,
  args: readonly string[],
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, name), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} exited with ${code} before it said a word`)));
    child.stdout.on('data', (data: Buffer) => {
      output += data;
      const end = output.indexOf('\n');
      if (end >= 0) resolve(output.slice(0, end));
    });
  });
  return { child, line };
}

/** The rows that a query gives. */
export async function ask(databaseUrl: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}
