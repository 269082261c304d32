import { availableParallelism } from 'node:os';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Language, RunResult } from '../../sandbox/contract.ts';
import { createSandbox, defaultLimits } from '../../sandbox/sandbox.ts';
import { watchTime } from '../../sandbox/time-limit.ts';
import { programIn } from './source.ts';

describe('the watch over a thread', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** When, on the clock, a thread is ended that gets this share of the processor; null when it goes on for ever. */
  async function endedAt(share: number | null, stopAtMs?: number): Promise<number | null> {
    const startedAt = Date.now();
    let at: number | null = null;
    const spentMs = async () => {
      if (share === null) throw new Error('the thread has ended');
      return share * (Date.now() - startedAt);
    };
    const stop = watchTime(1_000, spentMs, () => {
      at = Date.now() - startedAt;
    });
    if (stopAtMs !== undefined) setTimeout(stop, stopAtMs);
    await vi.advanceTimersByTimeAsync(100_000);
    return at;
  }

  test('ends it at its limit where it has the processor to itself', async () => {
    expect(await endedAt(1)).toBe(1_000);
  });

  test.each([0.9, 0.5, 0.25, 0.11])(
    'gives it its CPU time where it gets %d of the processor',
    async (share) => {
      const clockMs = (await endedAt(share)) as number;
      expect(share * clockMs).toBeGreaterThanOrEqual(1_000);
      expect(share * clockMs).toBeLessThan(1_025);
    },
  );

  test('ends one that hardly runs at ten times its limit on the clock', async () => {
    expect(await endedAt(0.05)).toBe(10_000);
    expect(await endedAt(0)).toBe(10_000);
  });

  test('ends nothing once it is stopped, or the thread has ended by itself, before the bound on the clock', async () => {
    expect(await endedAt(1, 999)).toBeNull();
    expect(await endedAt(0.01, 9_999)).toBeNull();
    expect(await endedAt(null, 5_000)).toBeNull();
  });
});

const timeMs = 800;
/** So many that each gets a third of a processor. */
const threads = Math.min(24, 3 * availableParallelism());
/** Rounds that tell how fast this machine counts. */
const sample = 100_000;
const counting: Readonly<Record<Language, string>> = {
  javascript: 'function count(n) { let sum = 0; for (let i = 0; i < n; i++) sum = (sum + i) % 7; return 1; }',
  python: 'def count(n):\n    total = 0\n    for i in range(n): total = (total + i) % 7\n    return 1',
};

describe.each(['javascript', 'python'] as const)('on a busy machine, %s', (language) => {
  test('is given its CPU time, and no more than half a second beyond it', async () => {
    const sandbox = createSandbox({ ...defaultLimits, timeMs }, threads);
    const together = (count: number) =>
      Promise.all(
        Array.from({ length: threads }, () =>
          sandbox.run({
            program: programIn(language, counting[language]),
            calls: [{ function: 'count', arguments: [count] }],
          }),
        ),
      );
    await together(0);
    const startMs = await cpuMsOf(() => together(0));
    const sampleMs = (await cpuMsOf(() => together(sample))) - startMs;
    // Each takes less than half of the limit, which three at once do not do within it on the clock.
    const leftMs = Math.max(0, 0.45 * timeMs * threads - startMs);
    const honest = await together(Math.round((sample * leftMs) / sampleMs));
    expect(honest.map(({ end }) => end)).toEqual(Array(threads).fill('done'));

    let endless: readonly RunResult[] = [];
    const endlessMs = await cpuMsOf(async () => {
      endless = await together(1e15);
    });
    expect(endless.map(({ end }) => end)).toEqual(Array(threads).fill('time'));
    expect(endlessMs / threads).toBeLessThan(timeMs + 500);
    await sandbox.close();
  }, 60_000);
});

/** What this whole process spends while the work lasts. */
async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
