import {
  ApplicationFailure,
  CancellationScope,
  executeChild,
  ParentClosePolicy,
  WorkflowIdReusePolicy,
  workflowInfo,
} from '@temporalio/workflow';
import { domainWorkflowId } from '../ids.ts';
import { evaluateDomain } from './evaluate-domain.ts';
import { type Failure, failureOf } from './failure.ts';
import { database, recording } from './proxies.ts';

export interface EvaluateCheckpointInput {
  readonly evaluationId: number;
}

/** One protocol on one checkpoint: its unfinished domains side by side, then what they come to. */
export async function evaluateCheckpoint(input: EvaluateCheckpointInput): Promise<void> {
  const { evaluationId } = input;
  try {
    const opened = await database.openEvaluation(evaluationId, workflowInfo().runId);
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
