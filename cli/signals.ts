import { watchParent } from '../engine/parent.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives the signals back to what they did before. */
  release(): void;
}

/** Exit code of a command that Ctrl-C ended before it was done, as shells have it. */
export const interruptedExitCode = 130;

/**
 * Aborts at the first SIGINT or SIGTERM, or when the parent has died, so that a waiting command can close what it
 * opened. A second signal ends the process at once.
 */
export function interruption(): Interruption {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const stopWatching = watchParent(abort);
  for (const name of signalNames) process.once(name, abort);
  return {
    signal: controller.signal,
    release: () => {
      stopWatching();
      for (const name of signalNames) process.off(name, abort);
    },
  };
}

const signalNames = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Settles when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
