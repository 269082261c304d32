import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

export interface Lock {
  release(): void;
}

const retryMs = 100;

/**
 * Takes a lock that ends with its process, or null when another one holds it. The operating system frees the
 * file lock of SQLite however its owner dies, so that no lock is ever stale.
 */
export function takeLock(path: string): Lock | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('begin exclusive');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === sqliteBusy) return null;
    throw error;
  }
  return {
    release: () => {
      if (database.isOpen) database.close();
    },
  };
}

const sqliteBusy = 5;

/** Waits for a lock; throws when it is still held after `limitMs`. */
export async function waitForLock(path: string, limitMs: number): Promise<Lock> {
  const deadlineMs = performance.now() + limitMs;
  for (;;) {
    const lock = takeLock(path);
    if (lock) return lock;
    if (performance.now() > deadlineMs) throw new Error(`${path} is locked by another process`);
    await delay(retryMs);
  }
}
