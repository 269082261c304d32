import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/activity';
import type { Insertable } from 'kysely';
import {
  type InferenceAnswer,
  type InferenceRequest,
  type ProviderAdapter,
  ProviderError,
} from '../providers/contract.ts';
import { type EndpointLimiter, waitMaxMs } from '../providers/limiter.ts';
import type { Db } from '../schema/database.ts';
import { coolEndpoint } from '../schema/sessions.ts';
import type { CallFailureTable, KeptAnswer } from '../schema/tables/attempts.ts';

/** First wait after a failure that names none, in milliseconds; doubled a strike. */
const backoffFirstMs = 500;
const backoffMaxMs = 30_000;
/** Requests of a task that are sent at once, one after the other, while the server closes the connections. */
const requestsAtOnceMax = 4;
/** Waits between tries to keep an answer, in milliseconds. */
const keepWaitsMs = [200, 1_000, 5_000] as const;

const messageCharactersMax = 500;

export interface RecordedCall {
  readonly provider: ProviderAdapter;
  readonly limiter: EndpointLimiter;
  readonly request: InferenceRequest;
  /** Counts the request in rows, before it is sent; the call's id. */
  count(): Promise<number>;
  /** Keeps the answer; throws `ProviderError` for one that is of no use. */
  keep(callId: number, answer: InferenceAnswer): Promise<void>;
  fail(callId: number, error: ProviderError): Promise<void>;
}

/**
 * Sends a request behind the endpoint's limiter. Null when it was answered. One whose connection was closed is sent again
 * at once, as servers close connections that were kept alive: it is a request like any other, counted before it is sent,
 * and no strike against the task. When that goes on, the last of them fails as `Unavailable`.
 */
export async function recordedCall(call: RecordedCall): Promise<ProviderError | null> {
  for (let requests = 1; ; requests++) {
    const error = await sentOnce(call, requests === requestsAtOnceMax);
    if (error?.code !== 'ConnectionReset') return error;
  }
}

async function sentOnce(call: RecordedCall, isLast: boolean): Promise<ProviderError | null> {
  const { provider, limiter, request } = call;
  let callId: number | null = null;
  try {
    await limiter.run(async (observe) => {
      callId = await call.count();
      const answer = await provider.ask(request);
      observe(answer);
      await call.keep(callId, answer);
    }, request.signal);
    return null;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const failure =
      isLast && error.code === 'ConnectionReset' ? new ProviderError('Unavailable', error.message) : error;
    if (callId !== null) await call.fail(callId, failure);
    return failure;
  }
}

/**
 * What came of calls that run side by side, null for an answer. All settle before anything is thrown: a retry that began
 * meanwhile would ask what is in flight.
 */
export async function settled(
  calls: readonly Promise<ProviderError | null>[],
): Promise<(ProviderError | null)[]> {
  const outcomes = await Promise.allSettled(calls);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** What rows keep of an answer, whoever gave it. */
export function keptAnswer(callId: number, answer: InferenceAnswer): Insertable<KeptAnswer> {
  return {
    call_id: callId,
    text: storable(answer.text),
    finish_reason: answer.finishReason,
    prompt_tokens: answer.usage.promptTokens,
    completion_tokens: answer.usage.completionTokens,
    reasoning_tokens: answer.usage.reasoningTokens,
    latency_ms: answer.latencyMs,
  };
}

export interface CallFailure {
  readonly code: string;
  readonly status: number | null;
  readonly message: string;
  readonly retryAfterMs: number | null;
}

/** Records why a call brought no answer, and leaves its endpoint alone for as long as that asked for. */
export async function recordFailure(
  db: Db,
  insert: (db: Db, failure: Insertable<CallFailureTable>) => Promise<void>,
  call: { readonly callId: number; readonly endpointId: number },
  { code, status, message, retryAfterMs }: CallFailure,
): Promise<void> {
  await insert(db, {
    call_id: call.callId,
    code,
    status,
    message: message.slice(0, messageCharactersMax),
    retry_after_ms: retryAfterMs,
  });
  if (code === 'Throttled' && retryAfterMs !== null) {
    await coolEndpoint(db, call.endpointId, new Date(Date.now() + retryAfterMs));
  }
}

/** An answer is paid for: a database that is away for a moment does not lose it. */
export async function untilKept(write: () => Promise<void>): Promise<void> {
  for (const waitMs of keepWaitsMs) {
    try {
      return await write();
    } catch {
      await sleep(waitMs);
    }
  }
  await write();
}

/** The failure of an activity that is to be tried again: as late as a server asked for, or later with every strike. */
export function laterFailure(
  message: string,
  failures: readonly (ProviderError | null)[],
  strikes: number,
): ApplicationFailure {
  const last = failures.findLast((failure) => failure !== null);
  const asksToWait = Math.max(0, ...failures.map((failure) => failure?.retryAfterMs ?? 0));
  const backoff = Math.min(backoffMaxMs, backoffFirstMs * 2 ** Math.max(0, strikes - 1));
  return ApplicationFailure.create({
    type: last?.code ?? 'Unavailable',
    message: `${message}: ${last?.message ?? 'cancelled'}`.slice(0, 500),
    nextRetryDelay: Math.min(waitMaxMs, Math.max(asksToWait, backoff)),
  });
}

/**
 * The failure of an activity whose endpoint asks to wait for longer than anybody waits, null where none does: a quota of
 * hours or days is used up, and whoever ordered the evaluation is told when to go on.
 */
export function quotaFailure(
  failures: readonly (ProviderError | null)[],
  goOn: { readonly family: string; readonly checkpoint: string },
): ApplicationFailure | null {
  const waits = failures.filter((failure) => failure?.code === 'Throttled');
  const longest = waits.reduce(
    (most, failure) => ((failure?.retryAfterMs ?? 0) > (most?.retryAfterMs ?? 0) ? failure : most),
    null,
  );
  if (!longest?.retryAfterMs || longest.retryAfterMs <= waitMaxMs) return null;
  const until = timeText(Date.now(), longest.retryAfterMs);
  const order = `etude evaluate ${goOn.family} --checkpoint ${goOn.checkpoint}`;
  const why = longest.message.replace(/\.$/, '').slice(0, 250);
  return ApplicationFailure.create({
    type: 'QuotaExhausted',
    message: `${why}, until ${until}: go on then with \`${order}\``,
    nonRetryable: true,
  });
}

/** `07:00 UTC`, in whole minutes and not too early; with the date where that is another day. */
function timeText(nowMs: number, waitMs: number): string {
  const minuteMs = 60_000;
  const then = new Date(Math.ceil((nowMs + waitMs) / minuteMs) * minuteMs).toISOString();
  const day = then.slice(0, 10);
  const isToday = day === new Date(nowMs).toISOString().slice(0, 10);
  return `${isToday ? '' : `${day} `}${then.slice(11, 16)} UTC`;
}

/** PostgreSQL text holds no NUL; nothing else of an answer is touched. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
