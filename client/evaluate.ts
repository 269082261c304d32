import { WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy } from '@temporalio/client';
import { queueName } from '../ids.ts';
import type { EvaluationState } from '../schema/shapes.ts';
import { evaluationStates } from '../schema/status.ts';
import type { evaluateCheckpoint } from '../workflows/evaluate-checkpoint.ts';
import { OrderRefused, requireFamily } from './families.ts';
import { type ClientContext, pollFamily } from './trackers.ts';

export interface RequestedEvaluation {
  readonly evaluationId: number;
  readonly workflowId: string;
  readonly label: string;
  readonly digest: string;
  readonly state: EvaluationState;
  /** False when it was finished or running already. */
  readonly started: boolean;
}

/**
 * Starts the current evaluation of one checkpoint (by label or start of its digest), or of all that are not
 * completed. What is completed stays as it is; what failed is opened again and goes on where its rows end. How many
 * are about to run is announced before any is started.
 */
export async function evaluateFamily(
  context: ClientContext,
  slug: string,
  checkpoint: string | undefined,
  announce: (evaluations: number) => Promise<void> = async () => {},
): Promise<RequestedEvaluation[]> {
  const family = await requireFamily(context.db, slug);
  if (family.state === 'active') await pollFamily(context, slug);
  const all = await evaluationStates(context.db, family.id);
  const wanted =
    checkpoint === undefined
      ? all.filter((row) => row.state !== 'completed' && row.state !== 'lost')
      : all.filter((row) => row.label === checkpoint || row.digest.startsWith(checkpoint));
  if (checkpoint !== undefined && wanted.length === 0) {
    const known = all.map((row) => row.label);
    throw new OrderRefused(
      'CheckpointNotFound',
      `${slug} has no checkpoint ${checkpoint}; ${known.length === 0 ? 'none has been found yet' : `there is ${known.join(', ')}`}`,
    );
  }
  await announce(wanted.filter((row) => row.state !== 'completed').length);
  const requested: RequestedEvaluation[] = [];
  for (const row of wanted) {
    const started = row.state !== 'completed' && (await start(context, row));
    requested.push({
      evaluationId: row.evaluationId,
      workflowId: row.workflowId,
      label: row.label,
      digest: row.digest,
      state: row.state,
      started,
    });
  }
  return requested;
}

async function start(
  context: ClientContext,
  row: { readonly evaluationId: number; readonly workflowId: string },
): Promise<boolean> {
  try {
    await context.temporal.workflow.start<typeof evaluateCheckpoint>('evaluateCheckpoint', {
      workflowId: row.workflowId,
      taskQueue: queueName('control', context.queueSuffix),
      args: [{ evaluationId: row.evaluationId }],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
