import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { aborted } from './signals.ts';

const repository = path.join(import.meta.dirname, '..');

export interface ManagedProcess {
  readonly pid: number;
  /** Settles with how it ended: an exit code or a signal's name. */
  readonly ended: Promise<string>;
  /** SIGTERM, then SIGKILL after the grace; settles once it is gone. */
  stop(): Promise<void>;
}

export interface ProcessOptions<Ready> {
  /** Path of the script below the repository, with its arguments. */
  readonly script: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** File that its standard error goes to; null passes it on. */
  readonly logFile: string | null;
  readonly graceMs: number;
  /** Settles once the child can be used. */
  readonly ready: (child: ChildProcess) => Promise<Ready>;
  /** Time that it gets until then (60 s). */
  readonly readyLimitMs?: number;
  /** Gives up the start. */
  readonly signal?: AbortSignal | undefined;
}

const readyLimitDefaultMs = 60_000;
/** Time between SIGTERM and SIGKILL for a process that is not ready. */
const unreadyGraceMs = 2_000;

/**
 * Runs one of our own scripts in a process group of its own: a terminal's Ctrl-C must reach us alone, since we
 * stop things in order. Settles once it is ready, and rejects when it ends before that, is late or is given up:
 * then it is gone.
 */
export async function startProcess<Ready>(
  options: ProcessOptions<Ready>,
): Promise<ManagedProcess & { readonly ready: Ready }> {
  const [script = '', ...rest] = options.script;
  const child = spawn(process.execPath, [path.join(repository, script), ...rest], {
    env: options.environment,
    stdio: ['ignore', 'pipe', options.logFile === null ? 'inherit' : 'pipe', 'ipc'],
    detached: true,
  });
  if (options.logFile !== null) child.stderr?.pipe(createWriteStream(options.logFile, { flags: 'a' }));
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  try {
    const ready = await Promise.race([options.ready(child), failureToStart(script, ended, options)]);
    return { pid: child.pid as number, ended, ready, stop: () => stop(child, ended, options.graceMs) };
  } catch (error) {
    await stop(child, ended, unreadyGraceMs);
    throw error;
  }
}

/** Rejects with why the process does not become ready. */
async function failureToStart(
  script: string,
  ended: Promise<string>,
  { logFile, readyLimitMs = readyLimitDefaultMs, signal }: ProcessOptions<unknown>,
): Promise<never> {
  const where = logFile === null ? '' : `; its log is ${logFile}`;
  const late = AbortSignal.timeout(readyLimitMs);
  const how = await Promise.race([ended, aborted(signal ? AbortSignal.any([signal, late]) : late)]);
  signal?.throwIfAborted();
  if (how === undefined) throw new Error(`${script} is not ready after ${readyLimitMs / 1_000} s${where}`);
  throw new Error(`${script} ended while it started (${how})${where}`);
}

/** The child's first message. */
export async function firstMessage(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, 'message');
  return message;
}

/** The first line that the child prints. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the child has no standard output to read');
  const [line] = await once(createInterface(child.stdout), 'line');
  return line as string;
}

async function stop(child: ChildProcess, ended: Promise<string>, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const killing = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(killing);
}
