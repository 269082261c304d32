import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBackoff } from '../../engine/backoff.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('doubles the wait at each failure up to half a minute, and begins anew after a try that held for longer', () => {
  const backoff = createBackoff();
  const failAfter = (heldMs: number) => {
    vi.advanceTimersByTime(heldMs);
    const waitMs = backoff.nextMs();
    vi.advanceTimersByTime(waitMs);
    return waitMs;
  };
  expect([0, 0, 10, 0, 29_000, 0, 0, 0, 0].map(failAfter)).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
  expect([30_001, 0].map(failAfter)).toEqual([500, 1_000]);
});
