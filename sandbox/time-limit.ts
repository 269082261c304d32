import type { Worker } from 'node:worker_threads';

/**
 * A thread that hardly gets the processor is ended after so many times its limit on the clock: nothing runs for ever.
 * Far beyond what a busy machine takes from an honest program, which is what the limit counts CPU time for.
 */
const clockFactor = 10;
/** Shortest time between two looks at what a thread has spent. */
const lookMsMin = 25;

/** CPU time of the calling thread. */
export function ownCpuMs(): number {
  return inMs(process.threadCpuUsage());
}

/**
 * CPU time of another thread, also while it runs a program and answers no message. Rejects when it has ended. Infinite
 * on Node before 24.6, which does not tell it: then the limit is one on the clock, as no more than that can be known.
 */
export async function cpuMsOf(thread: Worker): Promise<number> {
  if (thread.cpuUsage === undefined) return Number.POSITIVE_INFINITY;
  return inMs(await thread.cpuUsage());
}

function inMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}

/**
 * Calls `end` once a thread that starts now has spent `limitMs` of CPU time, and at `clockFactor` times that on the
 * clock at the latest. Between two looks it cannot have spent more than the clock went on: so it is looked at again
 * when it can have reached its limit, and not before. `end` is told what it had spent by then, null at the clock's end.
 * Gives what stops the watch.
 */
export function watchTime(
  limitMs: number,
  spentMs: () => Promise<number>,
  end: (spentMs: number | null) => void,
): () => void {
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearTimeout(look);
    clearTimeout(last);
  };
  const endNow = (spent: number | null) => {
    stop();
    end(spent);
  };
  const lookAtIt = async () => {
    // A thread that has ended by itself spends no more: how its run ended is told elsewhere.
    const spent = await spentMs().catch(() => null);
    if (stopped || spent === null) return;
    if (spent >= limitMs) endNow(spent);
    else look = setTimeout(lookAtIt, Math.max(lookMsMin, limitMs - spent));
  };
  let look = setTimeout(lookAtIt, limitMs);
  const last = setTimeout(() => endNow(null), clockFactor * limitMs);
  return stop;
}
