const firstMs = 500;
const maxMs = 30_000;

export interface Backoff {
  /** Called at each failure: how long to wait before the next try, in milliseconds. */
  nextMs(): number;
}

/**
 * Waits between the tries of something that keeps failing: doubled each time from half a second to half a minute,
 * and short again after a try that held for longer than the longest wait.
 */
export function createBackoff(): Backoff {
  let waitMs = 0;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  return {
    nextMs: () => {
      const nowMs = performance.now();
      waitMs = nowMs - triedAtMs > maxMs ? firstMs : Math.min(maxMs, waitMs * 2);
      triedAtMs = nowMs + waitMs;
      return waitMs;
    },
  };
}
