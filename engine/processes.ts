import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface RunningProcess {
  readonly pid: number;
  /** Program and arguments, joined by single spaces. */
  readonly command: string;
}

const linux = process.platform === 'linux';
const exitPollMs = 20;

/** Whether a process runs. A zombie does not: where nobody reaps, it would otherwise seem to live for ever. */
export function isAlive(pid: number): boolean {
  if (linux) {
    const state = statFields(pid)?.[0];
    return state !== undefined && state !== 'Z' && state !== 'X';
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * A mark of when a process began, or null if it does not run: two processes that had the same pid one after
 * the other never share it. On Linux it is the boot and the clock tick, elsewhere what `ps` prints.
 */
export function processStart(pid: number): string | null {
  if (!isAlive(pid)) return null;
  if (!linux) return ps(['-o', 'lstart=', '-p', String(pid)]).trim() || null;
  // Field 22 of the line; the state, field 3, is the first that statFields keeps.
  const startTick = statFields(pid)?.[19];
  if (startTick === undefined) return null;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${startTick}`;
}

/** The group of a process, or null where there is none or it cannot be seen. */
export function groupOf(pid: number): number | null {
  const group = statFields(pid)?.[2];
  return group === undefined ? null : Number(group);
}

/** The command of a running process, or null when there is none. */
export function commandOf(pid: number): string | null {
  if (!isAlive(pid)) return null;
  if (!linux) return ps(['-ww', '-o', 'command=', '-p', String(pid)]).trim() || null;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0$/, '').replaceAll('\0', ' ');
  } catch {
    return null;
  }
}

/** The folder a process works in, or null where that cannot be seen. */
export function workingDirectoryOf(pid: number): string | null {
  try {
    return linux ? readlinkSync(`/proc/${pid}/cwd`) : null;
  } catch {
    return null;
  }
}

/** The running processes whose command satisfies the test, without the caller itself. */
export function findProcesses(matches: (command: string) => boolean): RunningProcess[] {
  return listProcesses().filter(({ pid, command }) => pid !== process.pid && matches(command));
}

function listProcesses(): RunningProcess[] {
  if (linux) {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const command = commandOf(Number(name));
        return command ? [{ pid: Number(name), command }] : [];
      });
  }
  return ps(['-axww', '-o', 'pid=,command='])
    .split('\n')
    .flatMap((line) => {
      const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid && command ? [{ pid: Number(pid), command }] : [];
    });
}

/** Waits until a process is gone; false when it still runs after `limitMs`. */
export async function waitForExit(pid: number, limitMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + limitMs;
  while (isAlive(pid)) {
    if (performance.now() > deadlineMs) return false;
    await delay(exitPollMs);
  }
  return true;
}

/** Ends a process: one signal after the other, each with its time to work. Resolves when it is gone. */
export async function endProcess(
  pid: number,
  steps: readonly (readonly [signal: NodeJS.Signals, limitMs: number])[],
): Promise<void> {
  for (const [signal, limitMs] of steps) {
    if (!isAlive(pid)) return;
    sendSignal(pid, signal);
    if (await waitForExit(pid, limitMs)) return;
  }
  throw new Error(`process ${pid} does not end, not even on ${steps.at(-1)?.[0]}`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The fields of /proc/PID/stat from the state on; the name before it may hold blanks and parentheses. */
function statFields(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function ps(args: readonly string[]): string {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // `ps` exits 1 when no process matches.
    return '';
  }
}
