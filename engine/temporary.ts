import { lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, type EngineOptions, engineLockPath, startLockedEngine } from './engine.ts';
import { type Lock, takeLock, waitForLock } from './lock.ts';
import { removeOutsideData, stopLeftOverPostgres } from './postgres.ts';
import { findProcesses, processStart } from './processes.ts';
import { stopLeftOverTemporal } from './temporal.ts';

const sweepLimitMs = 120_000;
const prefix = 'run-';

/**
 * An engine on a folder of its own that is gone after `stop()`. Folders of runs that were killed, and the
 * servers that they left, are cleaned up first: no later run would adopt them. A process that exits without
 * `stop()` kills its servers as its last act. Whatever has the folder in its command goes with it.
 */
export async function startTemporaryEngine(
  options: Omit<EngineOptions, 'stateDirectory' | 'databaseUrl' | 'temporalAddress' | 'supervised'>,
  parent = temporaryParent(),
): Promise<Engine> {
  const { stateDirectory, lock } = await newFolder(parent);
  let engine: Engine;
  try {
    engine = await startLockedEngine({ ...options, stateDirectory }, lock);
  } catch (error) {
    removeFolder(stateDirectory);
    throw error;
  }
  const starts = engine.pids.map((pid) => [pid, processStart(pid)] as const);
  const killAtExit = () => {
    for (const [pid, start] of starts) if (start && processStart(pid) === start) kill(pid);
    killProcessesOn(stateDirectory);
    removeFolder(stateDirectory);
  };
  process.once('exit', killAtExit);
  return {
    ...engine,
    stop: async () => {
      await engine.stop();
      process.off('exit', killAtExit);
      killProcessesOn(stateDirectory);
      removeFolder(stateDirectory);
    },
  };
}

/** The folder of this user that holds the temporary state folders. */
function temporaryParent(): string {
  const user = process.getuid?.();
  const parent = join(realpathSync(tmpdir()), `etude-eval-${user ?? 'user'}`);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const status = lstatSync(parent);
  if (!status.isDirectory() || (user !== undefined && status.uid !== user)) {
    throw new Error(`${parent} belongs to somebody else: remove it, or set TMPDIR`);
  }
  return parent;
}

/** Makes a locked folder. Under the parent's lock, so that nobody sweeps it between its birth and its lock. */
async function newFolder(parent: string): Promise<{ stateDirectory: string; lock: Lock }> {
  const parentLock = await waitForLock(join(parent, 'lock'), sweepLimitMs);
  try {
    await sweep(parent);
    const stateDirectory = mkdtempSync(join(parent, prefix));
    return { stateDirectory, lock: takeLock(engineLockPath(stateDirectory))! };
  } finally {
    parentLock.release();
  }
}

async function sweep(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const directory = join(parent, name);
    if (!name.startsWith(prefix) || !statSync(directory, { throwIfNoEntry: false })) continue;
    const lock = takeLock(engineLockPath(directory));
    if (!lock) continue;
    try {
      await Promise.all([stopLeftOverPostgres(directory), stopLeftOverTemporal(directory)]);
      killProcessesOn(directory);
      removeFolder(directory);
    } finally {
      lock.release();
    }
  }
}

function killProcessesOn(directory: string): void {
  for (const { pid } of findProcesses((command) => command.includes(`${directory}/`))) kill(pid);
}

/** SIGQUIT ends PostgreSQL at once and lets it give its shared memory back; Go programs end on it too. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It has ended by itself.
  }
}

/** What cannot be removed yet, because a server is just ending, is removed by the next run. */
function removeFolder(directory: string): void {
  removeOutsideData(directory);
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // As said above.
  }
}
