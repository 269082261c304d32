import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { withNotebook } from '../domains/notebook.ts';
import { isFatal, type ProviderAdapter, type ProviderError } from '../providers/contract.ts';
import type { EndpointSettings } from '../providers/endpoint.ts';
import type { EndpointLimiter } from '../providers/limiter.ts';
import * as attempts from '../schema/attempts.ts';
import type { Db } from '../schema/database.ts';
import { resumeSession, sessionEndpoint } from '../schema/sessions.ts';
import { withHeartbeats } from './heartbeat.ts';
import { modelName } from './model-name.ts';
import {
  keptAnswer,
  laterFailure,
  quotaFailure,
  recordedCall,
  recordFailure,
  settled,
  untilKept,
} from './recorded-call.ts';

/** Between two looks at whether a checkpoint is served again. */
const servingWaitMs = 1_000;

type SessionEndpoint = Awaited<ReturnType<typeof sessionEndpoint>>;

/** An endpoint with the id of its row. */
export type ConnectedEndpoint = EndpointSettings & { readonly endpointId: number };

export interface InferenceDependencies {
  readonly db: Db;
  /** The endpoint's adapter and limiter, one a process and endpoint. */
  readonly connect: (endpoint: ConnectedEndpoint) => { provider: ProviderAdapter; limiter: EndpointLimiter };
  readonly heartbeatTimeoutMs: number;
}

export function createInference({ db, connect, heartbeatTimeoutMs }: InferenceDependencies) {
  /**
   * Asks the round's open tasks once each, in parallel up to the endpoint's limit. Every request is counted in
   * rows before it is sent and every answer is kept as it arrives; what is still open afterwards makes the
   * activity fail retryably with the longest wait asked for, and for good where a quota is used up. Safe to run
   * twice: answered tasks are not asked.
   */
  async function inferAnswers(sessionId: number, round: number): Promise<{ answered: number }> {
    const endpoint = await sessionEndpoint(db, sessionId);
    if (endpoint.servingPending) throw notServedYet(endpoint.family);
    const { provider, limiter } = connect(endpoint);
    if (endpoint.notBefore) limiter.coolDownUntil(endpoint.notBefore.getTime());
    return await withHeartbeats(heartbeatTimeoutMs, async (signal) => {
      await resumeSession(db, sessionId);
      const open = (await attempts.unansweredTasks(db, sessionId, round)).filter(isOpen);
      const model = modelName(endpoint.modelTemplate, endpoint);
      const failures = await settled(
        open.map((task) => ask({ task, model, endpoint, provider, limiter, signal })),
      );
      return await settle({ sessionId, round, endpoint, failures });
    });
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
    return await recordedCall({
      provider,
      limiter,
      request: {
        model,
        messages: [{ role: 'user', content: withNotebook(task.notebook, task.prompt) }],
        maxTokens: endpoint.decoding.maxTokens,
        temperature: endpoint.decoding.temperature,
        seed: Number.parseInt(task.seed.slice(0, 7), 16),
        signal,
      },
      count: () =>
        attempts.insertCall(db, {
          taskId: task.taskId,
          call: task.callsMade + 1,
          endpointId: endpoint.endpointId,
          model,
        }),
      keep: (callId, answer) =>
        untilKept(() =>
          attempts.insertAnswer(db, {
            task_id: task.taskId,
            ...keptAnswer(callId, answer),
          }),
        ),
      fail: (callId, error) =>
        recordFailure(db, attempts.insertCallFailure, { callId, endpointId: endpoint.endpointId }, error),
    });
  }

  async function settle(asked: {
    sessionId: number;
    round: number;
    endpoint: SessionEndpoint;
    failures: readonly (ProviderError | null)[];
  }): Promise<{ answered: number }> {
    const { sessionId, round, endpoint, failures } = asked;
    const fatal = failures.find((failure) => failure !== null && isFatal(failure));
    if (fatal) throw fatal;
    const unanswered = await attempts.unansweredTasks(db, sessionId, round);
    await attempts.closeTimedOutTasks(db, sessionId, unanswered);
    const open = unanswered.filter(isOpen);
    if (open.length > 0) {
      const { family, label, digest } = endpoint;
      // A label that a shell would take for more than one word has a digest beside it that is one.
      const checkpoint = /^[\w@%+=:,./-]+$/.test(label) ? label : digest.slice(0, 12);
      const exhausted = quotaFailure(failures, { family, checkpoint });
      if (exhausted) throw exhausted;
      const strikes = Math.max(...open.map((task) => task.strikes));
      throw laterFailure(`${open.length} of ${failures.length} tasks are unanswered`, failures, strikes);
    }
    return { answered: failures.filter((failure) => failure === null).length };
  }

  return { inferAnswers };
}

/** Its server is started again: no task is to be charged with that. */
function notServedYet(family: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'NotServedYet',
    message: `the checkpoint of ${family} is not served yet`,
    nextRetryDelay: servingWaitMs,
    category: ApplicationFailureCategory.BENIGN,
  });
}

function isOpen(task: attempts.UnansweredTask): boolean {
  return task.strikes < attempts.failedCallsMax;
}
