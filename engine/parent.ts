const pollIntervalMs = 500;

/**
 * Calls `onGone` once when the parent process has died, so that nobody's long-running command stays behind.
 * Node has no event for it: the parent's pid changes when another process adopts us. Returns how to stop.
 */
export function watchParent(onGone: () => void, intervalMs = pollIntervalMs): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
