import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Refusal } from '../failure.ts';
import { openServingLog } from './log.ts';
import type { Server } from './server.ts';

/** A server frees its GPU memory within this time of being asked to. */
const endSteps = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 10_000],
] as const;

/** What the machine says of processes. */
export interface Processes {
  /** A mark of when a process began, or null where it does not run. */
  readonly startOf: (pid: number) => string | null;
  readonly endGroup: (group: number, steps: typeof endSteps) => Promise<void>;
}

export interface StartedProcess extends Server {
  readonly pid: number;
  readonly start: string | null;
}

/** Runs a program in a process group of its own, with its output in a log. Refuses one that is not there. */
export async function startProcess(
  [program = '', ...args]: readonly string[],
  environment: NodeJS.ProcessEnv,
  logPath: string,
  processes: Processes,
): Promise<StartedProcess> {
  const log = openServingLog(logPath);
  const child = spawn(program, args, {
    env: environment,
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  let ended: string | null = null;
  child.once('exit', (code, signal) => {
    ended = signal ? `was ended by ${signal}` : `exited with ${code}`;
  });
  try {
    await spawned(child);
  } catch (error) {
    log.close();
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Refusal(
      'ServingFailed',
      `${program} cannot be run on the worker's machine (${code ?? message})`,
    );
  }
  const pid = child.pid as number;
  return {
    name: program,
    pid,
    start: processes.startOf(pid),
    ended: () => ended,
    lastWords: () => {
      const tail = log.tail();
      return tail === '' ? '; it wrote nothing' : `; its log ends: ${tail}`;
    },
    tend: log.bound,
    stop: async () => {
      try {
        await processes.endGroup(pid, endSteps);
      } finally {
        log.close();
      }
    },
  };
}

async function spawned(child: ChildProcess): Promise<void> {
  // `once` rejects on the event `error`, which is what a program that cannot be run comes to.
  await once(child, 'spawn');
}

/** Ends what a process that was not seen to end has left, unless its pid has gone to another one by now. */
export async function endLeftOver(
  { pid, start }: { readonly pid: number; readonly start: string },
  { startOf, endGroup }: Processes,
): Promise<void> {
  if (startOf(pid) === start) await endGroup(pid, endSteps);
}
