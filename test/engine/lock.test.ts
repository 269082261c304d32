import { join } from 'node:path';
import { expect, it } from 'vitest';
import { takeLock, waitForLock } from '../../engine/lock.ts';
import { startScript, temporaryFolder } from './helpers.ts';

it('a lock has one holder at a time, and ends with the process that holds it', async () => {
  const path = join(temporaryFolder(), 'lock');
  const { child, line } = await startScript('lock-script.ts', [path]);
  expect(line).toBe('taken');
  expect(takeLock(path)).toBeNull();
  child.kill('SIGKILL');
  const heir = await waitForLock(path, 10_000);
  expect(takeLock(path)).toBeNull();
  heir.release();
  takeLock(path)!.release();
});
