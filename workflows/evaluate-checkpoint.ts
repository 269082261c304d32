import {
  ApplicationFailure,
  CancellationScope,
  executeChild,
  ParentClosePolicy,
  WorkflowIdReusePolicy,
  workflowInfo,
} from '@temporalio/workflow';
import type { OpenedEvaluation } from '../activities/evaluations.ts';
import { domainWorkflowId } from '../ids.ts';
import { evaluateDomain } from './evaluate-domain.ts';
import { type Failure, failureOf } from './failure.ts';
import { database, recording } from './proxies.ts';
import { whileServed } from './while-served.ts';

export interface EvaluateCheckpointInput {
  readonly evaluationId: number;
}

/** One protocol on one checkpoint: its unfinished domains side by side, then what they come to. */
export async function evaluateCheckpoint(input: EvaluateCheckpointInput): Promise<void> {
  const { evaluationId } = input;
  try {
    const opened = await database.openEvaluation(evaluationId, workflowInfo().runId);
    // A history from before checkpoints were served does not say so.
    if (opened.needsServing && opened.domains.length > 0) {
      await whileServed(evaluationId, opened.heartbeatTimeoutMs, () => holdSessions(evaluationId, opened));
    } else await holdSessions(evaluationId, opened);
    await recording.recordEfficiency(evaluationId, workflowInfo().runId);
  } catch (error) {
    const failure: Failure = failureOf(error);
    await CancellationScope.nonCancellable(() =>
      database.failEvaluation(evaluationId, workflowInfo().runId, failure),
    );
    // Failed, not completed: only a failed workflow lets a replay start its id again.
    throw ApplicationFailure.nonRetryable(`${failure.code}: ${failure.message}`, 'EvaluationFailed');
  }
}

/** The domains side by side; all of them are over by the time that one which failed is told of. */
async function holdSessions(evaluationId: number, opened: OpenedEvaluation): Promise<void> {
  const outcomes = await Promise.allSettled(
    opened.domains.map((domain) =>
      executeChild(evaluateDomain, {
        workflowId: domainWorkflowId(workflowInfo().workflowId, domain, opened.opening),
        args: [{ evaluationId, domain, heartbeatTimeoutMs: opened.heartbeatTimeoutMs }],
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      }),
    ),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
