import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { endGroup } from '../../engine/process-group.ts';
import { isAlive } from '../../engine/processes.ts';

/** A leader of a group of its own and a child of it, both of which run these programs; settles once both do. */
async function startGroup(leader: string, member: string): Promise<{ leader: ChildProcess; pids: number[] }> {
  const program = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(member)}], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.once('data', () => console.log(child.pid));
    ${leader}`;
  const child = spawn(process.execPath, ['-e', program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const group = child.pid as number;
  onTestFinished(() => endGroup(group, [['SIGKILL', 5_000]]));
  const [line] = await once(createInterface(child.stdout!), 'line');
  return { leader: child, pids: [group, Number(line)] };
}

const stays = 'console.log("ready"); setInterval(() => {}, 1000);';
const stubborn = `process.on('SIGTERM', () => {}); ${stays}`;

it('ends every process of a group, and those that do not listen by the harder signal', async () => {
  const { leader, pids } = await startGroup('setInterval(() => {}, 1000);', stubborn);
  await expect(endGroup(pids[0]!, [['SIGTERM', 300]])).rejects.toThrow(/does not end, not even on SIGTERM/);
  expect(pids.map(isAlive)).toEqual([false, true]);
  const steps = [
    ['SIGTERM', 100],
    ['SIGKILL', 5_000],
  ] as const;
  await endGroup(pids[0]!, steps);
  expect(pids.map(isAlive)).toEqual([false, false]);
  expect(leader.signalCode).toBe('SIGTERM');
});

it('ends what a leader left that has ended, and is content with a group that is gone', async () => {
  const { leader, pids } = await startGroup('process.on("SIGUSR2", () => process.exit(0));', stays);
  const exit = once(leader, 'exit');
  leader.kill('SIGUSR2');
  await exit;
  expect(pids.map(isAlive)).toEqual([false, true]);
  await endGroup(pids[0]!, [['SIGTERM', 5_000]]);
  expect(pids.map(isAlive)).toEqual([false, false]);
  await endGroup(pids[0]!, [['SIGTERM', 5_000]]);
});
