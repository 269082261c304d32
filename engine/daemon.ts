import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const logBytesMax = 16 * 1024 * 1024;
const tailLinesMax = 8;

export interface DaemonCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

export interface Daemon {
  readonly pid: number;
  /** How the process ended, in words; null while it runs. */
  ended(): string | null;
}

/**
 * Starts a server in a process group of its own, so that the terminal's Ctrl-C does not reach it before its
 * clients are done, with its output in a log file. It outlives the caller. Rejects if it cannot be run.
 */
export async function launchDaemon(command: DaemonCommand, logPath: string): Promise<Daemon> {
  if (existsSync(logPath) && statSync(logPath).size > logBytesMax) truncateSync(logPath);
  const log = openSync(logPath, 'a', 0o600);
  try {
    const { uid, gid } = command;
    const child = spawn(command.command, command.args, {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      env: serverEnvironment(),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    let ended: string | null = null;
    child.once('exit', (code, signal) => {
      ended = signal ? `ended by ${signal}` : `exited with ${code}`;
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return { pid: child.pid!, ended: () => ended };
  } finally {
    closeSync(log);
  }
}

/** What a server sees of our environment: nothing that could change how PostgreSQL or Temporal behave. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };
}

export interface WaitOptions {
  readonly limitMs: number;
  readonly everyMs: number;
  /** Says why waiting makes no sense any more, or null. */
  readonly hopeless: () => string | null;
  readonly signal?: AbortSignal | undefined;
}

/** Tries until the probe succeeds. Throws the reason when it is hopeless, late or aborted. */
export async function waitUntil<T>(probe: () => Promise<T>, options: WaitOptions): Promise<T> {
  const deadlineMs = performance.now() + options.limitMs;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const result = await probe();
      const reason = options.hopeless();
      // Somebody else's server answers on the port.
      if (reason) throw new Error(reason);
      return result;
    } catch (cause) {
      const reason = options.hopeless();
      if (reason) throw new Error(reason, { cause });
      if (performance.now() > deadlineMs) {
        throw new Error(`no answer after ${options.limitMs / 1_000} s (${(cause as Error).message})`, {
          cause,
        });
      }
    }
    await delay(options.everyMs);
  }
}

/** The last lines of a log, for an error message. */
export function logTail(logPath: string): string {
  if (!existsSync(logPath)) return '';
  return readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-tailLinesMax).join('\n');
}
