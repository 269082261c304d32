import * as sizes from '../domains/sizes.ts';
import type { Db } from '../schema/database.ts';
import { closeRun, openRun } from '../schema/evaluations.ts';
import { recordExpectation } from '../schema/expectations.ts';
import { needsServing } from '../schema/servings.ts';
import { openSessions, pauseSession as pause } from '../schema/sessions.ts';
import { Refusal } from './failure.ts';

export interface OpenedEvaluation {
  /** How many times this evaluation has been opened, this time included. */
  readonly opening: number;
  /** Domains that are not finished. */
  readonly domains: readonly string[];
  readonly heartbeatTimeoutMs: number;
  /** Whether its checkpoint has to be served before it can be asked. */
  readonly needsServing: boolean;
}

export interface EvaluationDependencies {
  readonly db: Db;
  readonly heartbeatTimeoutMs: number;
}

export function createEvaluations({ db, heartbeatTimeoutMs }: EvaluationDependencies) {
  async function openEvaluation(evaluationId: number, workflowRunId: string): Promise<OpenedEvaluation> {
    await recordExpectation(db, evaluationId, sizes);
    return await db.transaction().execute(async (transaction) => {
      const found = await transaction
        .selectFrom('evaluations')
        .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
        .innerJoin('families', 'families.id', 'checkpoints.family_id')
        .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id')
        .innerJoin('suites', 'suites.id', 'protocols.suite_id')
        .select([
          'checkpoints.state as checkpointState',
          'checkpoints.label as label',
          'suites.content as suite',
          needsServing.as('needsServing'),
        ])
        .where('evaluations.id', '=', evaluationId)
        .executeTakeFirstOrThrow();
      const opening = await openRun(transaction, evaluationId, workflowRunId);
      if (found.checkpointState === 'lost') {
        throw new Refusal('CheckpointLost', `the registry no longer lists checkpoint ${found.label}`);
      }
      const domains = await openSessions(transaction, evaluationId, found.suite);
      return { opening, domains, heartbeatTimeoutMs, needsServing: found.needsServing };
    });
  }

  /** A checkpoint that vanished is lost, not failed: nothing is wrong with the model or the endpoint. */
  async function failEvaluation(
    evaluationId: number,
    workflowRunId: string,
    failure: { code: string; message: string },
  ): Promise<void> {
    const state = failure.code === 'CheckpointLost' ? 'lost' : 'failed';
    await db
      .transaction()
      .execute((transaction) => closeRun(transaction, evaluationId, workflowRunId, state, failure));
  }

  async function pauseSession(sessionId: number, reason: string): Promise<void> {
    await pause(db, sessionId, reason);
  }

  return { openEvaluation, failEvaluation, pauseSession };
}
