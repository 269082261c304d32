import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isAlive, processStart, waitForExit } from '../../engine/processes.ts';
import { startScript } from './helpers.ts';

it('ends a long-running command when its parent was killed', async () => {
  const { child, line } = await startScript('parent-script.ts', ['parent']);
  const pid = Number(line);
  expect(isAlive(pid)).toBe(true);
  expect(processStart(pid)).not.toBe(processStart(process.pid));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await waitForExit(pid, 10_000)).toBe(true);
  expect(processStart(pid)).toBeNull();
});
