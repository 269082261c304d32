import { ActivityFailure, isCancellation, sleep, TimeoutFailure, workflowInfo } from '@temporalio/workflow';
import { type Role, siblingQueue } from '../ids.ts';
import { grading, inference, local } from './proxies.ts';

export interface EvaluateDomainInput {
  readonly evaluationId: number;
  readonly domain: string;
  readonly heartbeatTimeoutMs: number;
}

const pausedFor = '15 minutes';

/** One session: rounds of generate, ask, judge where judges read the answers, grade, until the generator says stop. Rows hold all progress. */
export async function evaluateDomain(input: EvaluateDomainInput): Promise<void> {
  const queueOf = (role: Role) => siblingQueue(workflowInfo().taskQueue, role);
  const { inferAnswers, judgeAnswers } = inference(queueOf('infer'), input.heartbeatTimeoutMs);
  const { gradePrograms } = grading(queueOf('grading'), input.heartbeatTimeoutMs);
  for (;;) {
    const next = await local.generateTasks(input.evaluationId, input.domain);
    if (next.stop) return;
    try {
      await inferAnswers(next.sessionId, next.round);
    } catch (error) {
      if (!outlastedItsSchedule(error)) throw error;
      await local.pauseSession(next.sessionId, 'the endpoint has not answered for a day');
      await sleep(pausedFor);
      continue;
    }
    if (next.isJudged) await judgeAnswers(next.sessionId, next.round).catch(unlessCancelled);
    // A history from before there was such a queue does not say that answers are run: its rounds are graded here.
    if (next.runsPrograms) await gradePrograms(next.sessionId, next.round);
    else await local.gradeAnswers(next.sessionId, next.round);
  }
}

/** Judges that cannot be asked cost their votes, not the session. */
function unlessCancelled(error: unknown): void {
  if (isCancellation(error)) throw error;
}

/**
 * An endpoint that stays away pauses the session; it does not fail it. When the next retry would end after the
 * schedule, the server gives up at once with the last failure and says so in the retry state.
 */
function outlastedItsSchedule(error: unknown): boolean {
  if (!(error instanceof ActivityFailure)) return false;
  if (error.retryState === 'TIMEOUT') return true;
  return error.cause instanceof TimeoutFailure && error.cause.timeoutType === 'SCHEDULE_TO_CLOSE';
}
