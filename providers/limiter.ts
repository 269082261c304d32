import { statedLimits } from '../http/pacing-headers.ts';
import { createAdaptiveRate } from './adaptive-rate.ts';
import { type InferenceAnswer, ProviderError } from './contract.ts';
import { type Sent, trackStatedLimits } from './stated-limits.ts';

export interface LimiterOptions {
  /** What messages call the other side, such as `The endpoint http://host:8000/v1`. */
  readonly name: string;
  /** Requests that may be under way at once. */
  readonly concurrencyMax: number;
  /** Wait after a refusal that does not say how long, in milliseconds; doubled until an answer comes. */
  readonly coolDownDefaultMs: number;
}

/** Tells the limiter of an answer: by its headers and counts the next requests are spaced. */
export type Observe = (answer: Pick<InferenceAnswer, 'headers' | 'usage'>) => void;

/** The gate in front of one endpoint, shared by everything in this process that asks it. */
export interface EndpointLimiter {
  /**
   * Runs the task once a slot is free, the cool-down is over and the endpoint's limits leave room for it, in the order
   * of the calls; waiting holds no slot. A `Throttled` failure pushes the cool-down and is passed on: the limiter never
   * repeats a task. One that would wait for more than `waitMaxMs` fails with `Throttled` at once. Aborting the signal
   * ends a task that still waits with `Cancelled`; a task that runs is left to watch the signal itself.
   */
  run<Result>(task: (observe: Observe) => Promise<Result>, signal: AbortSignal): Promise<Result>;
  /** Lets nothing start before this Unix time in milliseconds; never moves it earlier. */
  coolDownUntil(unixMs: number): void;
  /** Unix time in milliseconds before which nothing starts; 0 when the endpoint has never throttled. */
  readonly notBefore: number;
}

/** Nobody waits longer for an endpoint: a server that asks for more has a quota of hours or days that is used up. */
export const waitMaxMs = 15 * 60_000;

const coolDownMaxMs = 30_000;
/** Between two looks at whether more may be under way by now. */
const lookMs = 100;

interface Waiting {
  start(): void;
  fail(error: ProviderError): void;
}

export function createEndpointLimiter(options: LimiterOptions): EndpointLimiter {
  const limits = trackStatedLimits();
  const adaptive = createAdaptiveRate(options.concurrencyMax);
  const queue: Waiting[] = [];
  let running = 0;
  let last: Sent = { ordinal: 0, atMs: 0 };
  let notBefore = 0;
  /** When the next request is due by the rate. */
  let dueMs = 0;
  let refusalsInRow = 0;
  let timer: NodeJS.Timeout | undefined;

  const statedPerMs = (nowMs: number) => limits.ratePerMs(last, nowMs);

  /** Starts what may start, and comes back when the next one may. */
  function pump(): void {
    clearTimeout(timer);
    while (queue.length > 0) {
      const nowMs = Date.now();
      const concurrency = adaptive.concurrency(nowMs);
      if (running >= concurrency) {
        if (concurrency < options.concurrencyMax) timer = setTimeout(pump, lookMs);
        return;
      }
      const waitMs = Math.max(notBefore, dueMs, nowMs + limits.holdMs(last, nowMs)) - nowMs;
      if (waitMs > waitMaxMs) {
        const message = `${options.name} asks to wait.`;
        const retryAfterMs = Math.ceil(waitMs);
        for (const each of queue.splice(0)) {
          each.fail(new ProviderError('Throttled', message, { retryAfterMs }));
        }
      } else if (waitMs > 0) {
        timer = setTimeout(pump, Math.ceil(waitMs));
        return;
      } else queue.shift()?.start();
    }
  }

  function send(): Sent {
    const nowMs = Date.now();
    const perMs = adaptive.ratePerMs(statedPerMs(nowMs), nowMs);
    dueMs = perMs === null ? nowMs : Math.max(dueMs, nowMs - adaptive.catchUpMs) + 1 / perMs;
    last = { ordinal: last.ordinal + 1, atMs: nowMs };
    adaptive.sent(last);
    running++;
    return last;
  }

  function answered(sent: Sent, { headers, usage }: Parameters<Observe>[0]): void {
    const nowMs = Date.now();
    limits.observe(statedLimits(headers, nowMs), sent, last, nowMs);
    limits.spend(usage);
    adaptive.accepted(statedPerMs(nowMs));
    refusalsInRow = 0;
  }

  function refused(sent: Sent, retryAfterMs: number | null): void {
    const nowMs = Date.now();
    if (adaptive.refused(sent, last, statedPerMs(nowMs), nowMs)) refusalsInRow++;
    const backoffMs = options.coolDownDefaultMs * 2 ** Math.max(0, refusalsInRow - 1);
    coolDownUntil(nowMs + (retryAfterMs ?? Math.min(coolDownMaxMs, backoffMs)));
  }

  async function attempt<Result>(task: (observe: Observe) => Promise<Result>): Promise<Result> {
    const sent = send();
    try {
      return await task((answer) => answered(sent, answer));
    } catch (error) {
      if (error instanceof ProviderError && error.code === 'Throttled') refused(sent, error.retryAfterMs);
      throw error;
    } finally {
      running--;
      pump();
    }
  }

  function run<Result>(task: (observe: Observe) => Promise<Result>, signal: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(cancelled());
      const onAbort = (): void => {
        queue.splice(queue.indexOf(waiting), 1);
        if (queue.length === 0) clearTimeout(timer);
        reject(cancelled());
      };
      const waiting: Waiting = {
        start: () => {
          signal.removeEventListener('abort', onAbort);
          attempt(task).then(resolve, reject);
        },
        fail: (error) => {
          signal.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      queue.push(waiting);
      pump();
    });
  }

  function coolDownUntil(unixMs: number): void {
    notBefore = Math.max(notBefore, unixMs);
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
