import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url));

/** An empty folder until the test ends: no engine runs on its `.etude`. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'etude-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Runs the real `etude` in a folder to its end, where the environment names no engine. */
export function runCli(
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly input?: string;
  } = {},
): Promise<Finished> {
  const { ETUDE_DATABASE_URL, ETUDE_TEMPORAL_ADDRESS, ETUDE_STATE, ETUDE_LOG_LEVEL, ...rest } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args], {
      cwd: options.cwd ?? emptyFolder(),
      env: { ...rest, NO_COLOR: '1', ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // A command that ends before it has read its input is not the test's failure.
    child.stdin.on('error', () => undefined).end(options.input ?? '');
    const finished = { code: null as number | null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      finished.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      finished.stderr += text;
    });
    child.on('error', reject).on('close', (code) => resolve({ ...finished, code }));
  });
}
