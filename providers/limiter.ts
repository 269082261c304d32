import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';
import { ProviderError } from './contract.ts';

export interface LimiterOptions {
  /** Requests that may be under way at once. */
  readonly concurrencyMax: number;
  /** Wait after a refusal that does not say how long, in milliseconds. */
  readonly coolDownDefaultMs: number;
}

/** The gate in front of one endpoint, shared by everything in this process that asks it. */
export interface EndpointLimiter {
  /**
   * Runs the task once a slot is free and the cool-down is over; waiting for the cool-down holds no slot. A
   * `Throttled` failure pushes the cool-down and is passed on: the limiter never repeats a task. Aborting the
   * signal ends a task that still waits with `Cancelled`; a task that runs is left to watch the signal itself.
   */
  run<Result>(task: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
  /** Lets nothing start before this Unix time in milliseconds; never moves it earlier. */
  coolDownUntil(unixMs: number): void;
  /** Unix time in milliseconds before which nothing starts; 0 when the endpoint has never throttled. */
  readonly notBefore: number;
}

/** Longest delay a timer of Node takes; a longer wait is slept in pieces. */
const timerMaxMs = 2 ** 31 - 1;

/** What a slot gives back when a cool-down began while its task stood in the queue. */
const cooling = Symbol('cooling');

export function createEndpointLimiter(options: LimiterOptions): EndpointLimiter {
  const limit = pLimit(options.concurrencyMax);
  let notBefore = 0;

  const coolDownUntil = (unixMs: number): void => {
    notBefore = Math.max(notBefore, unixMs);
  };

  async function attempt<Result>(task: () => Promise<Result>): Promise<Result> {
    try {
      return await task();
    } catch (error) {
      if (error instanceof ProviderError && error.code === 'Throttled') {
        coolDownUntil(Date.now() + (error.retryAfterMs ?? options.coolDownDefaultMs));
      }
      throw error;
    }
  }

  async function run<Result>(task: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    for (;;) {
      while (Date.now() < notBefore) await sleep(notBefore - Date.now(), signal);
      const outcome = await untilAborted(signal, (started) =>
        limit(async () => {
          if (signal.aborted || Date.now() < notBefore) return cooling;
          started();
          return { result: await attempt(task) };
        }),
      );
      if (outcome !== cooling) return outcome.result;
    }
  }

  return {
    run,
    coolDownUntil,
    get notBefore() {
      return notBefore;
    },
  };
}

function cancelled(): ProviderError {
  return new ProviderError('Cancelled', 'The request was cancelled before it was sent.');
}

/** Rejects as soon as the signal aborts, unless the work has called `started` by then. */
function untilAborted<Result>(
  signal: AbortSignal,
  work: (started: () => void) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const onAbort = (): void => reject(cancelled());
    const stopWatching = (): void => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    work(stopWatching).then(resolve, reject).finally(stopWatching);
  });
}

async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(Math.min(delayMs, timerMaxMs), undefined, { signal });
  } catch {
    throw cancelled();
  }
}
