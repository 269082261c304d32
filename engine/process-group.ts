import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { groupOf, isAlive } from './processes.ts';

const pollMs = 50;

/**
 * Ends a process group, whether or not its leader still runs: one signal after the other, each with its time to work.
 * Resolves when no process of the group runs.
 */
export async function endGroup(
  group: number,
  steps: readonly (readonly [signal: NodeJS.Signals, limitMs: number])[],
): Promise<void> {
  for (const [signal, limitMs] of steps) {
    if (!runs(group)) return;
    send(group, signal);
    if (await ended(group, limitMs)) return;
  }
  throw new Error(`process group ${group} does not end, not even on ${steps.at(-1)?.[0]}`);
}

async function ended(group: number, limitMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + limitMs;
  while (runs(group)) {
    if (performance.now() > deadlineMs) return false;
    await delay(pollMs);
  }
  return true;
}

/** Zombies do not count: where nobody reaps, they would keep a group for ever. */
function runs(group: number): boolean {
  if (process.platform !== 'linux') return send(group, 0);
  return readdirSync('/proc').some(
    (name) => /^\d+$/.test(name) && groupOf(Number(name)) === group && isAlive(Number(name)),
  );
}

/** Whether there was a process to send it to. */
function send(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
