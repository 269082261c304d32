import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';

const repository = path.join(import.meta.dirname, '..');

export interface ManagedProcess {
  readonly pid: number;
  /** Settles with how it ended: an exit code or a signal's name. */
  readonly ended: Promise<string>;
  /** SIGTERM, then SIGKILL after the grace; settles once it is gone. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** Path of the script below the repository, with its arguments. */
  readonly script: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** File that its standard error goes to; null passes it on. */
  readonly logFile: string | null;
  readonly graceMs: number;
}

/**
 * Runs one of our own scripts in a process group of its own: a terminal's Ctrl-C must reach us alone, since we
 * stop things in order. Settles once the child has sent its first message, with that message.
 */
export async function startProcess<Message>(
  options: ProcessOptions,
): Promise<ManagedProcess & { readonly message: Message }> {
  const [script = '', ...rest] = options.script;
  const child = spawn(process.execPath, [path.join(repository, script), ...rest], {
    env: options.environment,
    stdio: ['ignore', 'ignore', options.logFile === null ? 'inherit' : 'pipe', 'ipc'],
    detached: true,
  });
  if (options.logFile !== null) child.stderr?.pipe(createWriteStream(options.logFile, { flags: 'a' }));
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  const message = await Promise.race([
    new Promise<Message>((resolve) => child.once('message', (first) => resolve(first as Message))),
    ended.then((how) => {
      const where = options.logFile === null ? '' : `; its log is ${options.logFile}`;
      throw new Error(`${script} ended while it started (${how})${where}`);
    }),
  ]);
  return { pid: child.pid as number, ended, message, stop: () => stop(child, ended, options.graceMs) };
}

async function stop(child: ChildProcess, ended: Promise<string>, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const killing = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(killing);
}

/** Settles on the first SIGINT or SIGTERM, or when the parent process has gone. */
export async function untilStopped(watchParent: (onGone: () => void) => () => void): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const onInterrupt = () => resolve('SIGINT');
  const onTerminate = () => resolve('SIGTERM');
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  const unwatch = watchParent(() => resolve('the parent process is gone'));
  return await promise.finally(unwatch);
}
