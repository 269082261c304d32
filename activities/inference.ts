import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure, Context } from '@temporalio/activity';
import { withNotebook } from '../domains/notebook.ts';
import { isFatal, type ProviderAdapter, ProviderError } from '../providers/contract.ts';
import type { EndpointLimiter } from '../providers/limiter.ts';
import * as attempts from '../schema/attempts.ts';
import type { Db } from '../schema/database.ts';
import { coolEndpoint, resumeSession, sessionEndpoint } from '../schema/sessions.ts';
import { modelName } from './model-name.ts';

type SessionEndpoint = Awaited<ReturnType<typeof sessionEndpoint>>;

export interface InferenceDependencies {
  readonly db: Db;
  /** The endpoint's adapter and limiter, one a process and endpoint. */
  readonly connect: (endpoint: SessionEndpoint) => { provider: ProviderAdapter; limiter: EndpointLimiter };
  readonly heartbeatTimeoutMs: number;
}

/** First wait after a failure that names none, in milliseconds; doubled a strike. */
const backoffFirstMs = 500;
const backoffMaxMs = 30_000;
/** A server may ask for days; it is asked again before that, and the session pauses when its schedule has passed. */
const waitMaxMs = 15 * 60_000;
/** Waits between tries to keep an answer, in milliseconds. */
const keepWaitsMs = [200, 1_000, 5_000] as const;

export function createInference({ db, connect, heartbeatTimeoutMs }: InferenceDependencies) {
  /**
   * Asks the round's open tasks once each, in parallel up to the endpoint's limit. Every request is counted in
   * rows before it is sent and every answer is kept as it arrives; what is still open afterwards makes the
   * activity fail retryably with the longest wait asked for. Safe to run twice: answered tasks are not asked.
   */
  async function inferAnswers(sessionId: number, round: number): Promise<{ answered: number }> {
    const context = Context.current();
    const endpoint = await sessionEndpoint(db, sessionId);
    const { provider, limiter } = connect(endpoint);
    if (endpoint.notBefore) limiter.coolDownUntil(endpoint.notBefore.getTime());
    const beating = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / 4);
    try {
      await resumeSession(db, sessionId);
      const open = (await attempts.unansweredTasks(db, sessionId, round)).filter(isOpen);
      const model = modelName(endpoint.modelTemplate, endpoint);
      // All settle before anything is thrown: a retry that began meanwhile would ask tasks that are in flight.
      const outcomes = await Promise.allSettled(
        open.map((task) =>
          ask({ task, model, endpoint, provider, limiter, signal: context.cancellationSignal }),
        ),
      );
      const failures = outcomes.map((outcome) => {
        if (outcome.status === 'rejected') throw outcome.reason;
        return outcome.value;
      });
      return await settle(sessionId, round, failures, open.length);
    } finally {
      clearInterval(beating);
    }
  }

  /** Null when the task was answered. */
  async function ask(request: {
    task: attempts.UnansweredTask;
    model: string;
    endpoint: SessionEndpoint;
    provider: ProviderAdapter;
    limiter: EndpointLimiter;
    signal: AbortSignal;
  }): Promise<ProviderError | null> {
    const { task, model, endpoint, provider, limiter, signal } = request;
    let callId: number | null = null;
    try {
      await limiter.run(async () => {
        callId = await attempts.insertCall(db, {
          taskId: task.taskId,
          call: task.callsMade + 1,
          endpointId: endpoint.endpointId,
          model,
        });
        const answer = await provider.ask({
          model,
          messages: [{ role: 'user', content: withNotebook(task.notebook, task.prompt) }],
          maxTokens: endpoint.decoding.maxTokens,
          temperature: endpoint.decoding.temperature,
          seed: Number.parseInt(task.seed.slice(0, 7), 16),
          signal,
        });
        await keepAnswer({
          task_id: task.taskId,
          call_id: callId,
          text: storable(answer.text),
          finish_reason: answer.finishReason,
          prompt_tokens: answer.usage.promptTokens,
          completion_tokens: answer.usage.completionTokens,
          reasoning_tokens: answer.usage.reasoningTokens,
          latency_ms: answer.latencyMs,
        });
      }, signal);
      return null;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (callId !== null) await recordFailure(callId, endpoint.endpointId, error);
      return error;
    }
  }

  /** An answer is paid for: a database that is away for a moment does not lose it. */
  async function keepAnswer(answer: Parameters<typeof attempts.insertAnswer>[1]): Promise<void> {
    for (const waitMs of keepWaitsMs) {
      try {
        return await attempts.insertAnswer(db, answer);
      } catch {
        await sleep(waitMs);
      }
    }
    await attempts.insertAnswer(db, answer);
  }

  async function recordFailure(callId: number, endpointId: number, error: ProviderError): Promise<void> {
    await attempts.insertCallFailure(db, {
      call_id: callId,
      code: error.code,
      status: error.status,
      message: error.message.slice(0, 500),
      retry_after_ms: error.retryAfterMs,
    });
    if (error.code === 'Throttled' && error.retryAfterMs !== null) {
      await coolEndpoint(db, endpointId, new Date(Date.now() + error.retryAfterMs));
    }
  }

  async function settle(
    sessionId: number,
    round: number,
    failures: readonly (ProviderError | null)[],
    asked: number,
  ): Promise<{ answered: number }> {
    const fatal = failures.find((failure) => failure !== null && isFatal(failure));
    if (fatal) throw fatal;
    const unanswered = await attempts.unansweredTasks(db, sessionId, round);
    await attempts.closeTimedOutTasks(db, sessionId, unanswered);
    const open = unanswered.filter(isOpen);
    const last = failures.findLast((failure) => failure !== null);
    if (open.length > 0) {
      const strikes = Math.max(...open.map((task) => task.strikes));
      const asksToWait = Math.max(0, ...failures.map((failure) => failure?.retryAfterMs ?? 0));
      const backoff = Math.min(backoffMaxMs, backoffFirstMs * 2 ** Math.max(0, strikes - 1));
      throw ApplicationFailure.create({
        type: last?.code ?? 'Unavailable',
        message: `${open.length} of ${asked} tasks are unanswered: ${last?.message ?? 'cancelled'}`.slice(
          0,
          500,
        ),
        nextRetryDelay: Math.min(waitMaxMs, Math.max(asksToWait, backoff)),
      });
    }
    return { answered: failures.filter((failure) => failure === null).length };
  }

  return { inferAnswers };
}

function isOpen(task: attempts.UnansweredTask): boolean {
  return task.strikes < attempts.failedCallsMax;
}

/** PostgreSQL text holds no NUL; nothing else of an answer is touched. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
