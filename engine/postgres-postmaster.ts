import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, endProcess, findProcesses, isAlive, workingDirectoryOf } from './processes.ts';

export interface Postmaster {
  readonly pid: number;
  /** Null while it has not yet said where it listens. */
  readonly port: number | null;
}

// Fast shutdown writes a checkpoint; immediate shutdown leaves that to the next start.
const stopSteps = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;

/** The postmaster that runs on a data directory, by its `postmaster.pid`; null when the file is stale. */
export function leftOverPostmaster(data: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(pidPath(data), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number.parseInt(lines[0] ?? '', 10);
  // A pid is used again after a crash: the process must be a server, and on this directory.
  if (!(pid > 1) || !isAlive(pid) || !servesDirectory(pid, data)) return null;
  const port = Number.parseInt(lines[3] ?? '', 10);
  return { pid, port: port > 0 ? port : null };
}

/**
 * Stops whatever serves a data directory and removes the file of a server that died. Also finds one that was
 * started so shortly before its parent's death that it has not written its `postmaster.pid`. One that the
 * caller has launched itself is given by its pid: while it loads its program, no command tells what it is.
 */
export async function stopPostmasters(data: string, launched?: number): Promise<void> {
  if (launched !== undefined) await endProcess(launched, stopSteps);
  const known = leftOverPostmaster(data);
  if (known) await endProcess(known.pid, stopSteps);
  for (const { pid } of findProcesses((command) => commandServes(command, data))) {
    await endProcess(pid, stopSteps);
  }
  // PostgreSQL takes a stale file seriously when its pid now belongs to some other process of the same user.
  rmSync(pidPath(data), { force: true });
}

function servesDirectory(pid: number, data: string): boolean {
  const command = commandOf(pid) ?? '';
  // The working directory is the data directory, also when it has been moved since.
  return commandServes(command, data) || (namesPostgres(command) && workingDirectoryOf(pid) === data);
}

function commandServes(command: string, data: string): boolean {
  return namesPostgres(command) && `${command} `.includes(` -D ${data} `);
}

const namesPostgres = (command: string) => /\bpostgres\b/.test(command);

const pidPath = (data: string) => join(data, 'postmaster.pid');
