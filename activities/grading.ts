import { findSkill } from '../domains/catalogue.ts';
import type { FailureCause, Verdicts } from '../domains/contract.ts';
import type { RunTrial } from '../domains/execution.ts';
import { graderVersion, gradeWith } from '../domains/task.ts';
import { judgePanelMin } from '../measurement/constants.ts';
import { insertGrades, ungradedAnswers } from '../schema/attempts.ts';
import type { Db } from '../schema/database.ts';
import { panelVotes } from '../schema/panels.ts';
import { withHeartbeats } from './heartbeat.ts';

export interface GradingDependencies {
  readonly db: Db;
  /** Runs answers that are programs. */
  readonly run: RunTrial;
  readonly heartbeatTimeoutMs: number;
}

export function createGrading({ db, run, heartbeatTimeoutMs }: GradingDependencies) {
  /**
   * Grades what a round's answers still lack; a grade that is there stays. An answer that too few judges have read is
   * graded by what a program can check alone.
   */
  async function gradeAnswers(sessionId: number, round: number): Promise<{ graded: number }> {
    const answers = await ungradedAnswers(db, sessionId, round, graderVersion);
    const verdicts = await verdictsOf(
      db,
      answers.map(({ taskId }) => taskId),
    );
    const graded = answers.map(async (answer) => {
      const { skill } = findSkill(`${answer.domain}/${answer.skill}`);
      const cut = answer.finishReason === 'length' || answer.finishReason === 'timed-out';
      const { aspects, cause, ...grade } = await gradeWith(
        run,
        skill,
        answer.reference,
        answer.text,
        cut,
        verdicts.get(answer.taskId),
      );
      return {
        task_id: answer.taskId,
        grader_version: graderVersion,
        ...grade,
        cause: isRefusal(answer.finishReason, cause) ? 'REFUSAL' : cause,
        aspects: aspects === undefined ? null : JSON.stringify(aspects),
      };
    });
    await insertGrades(db, await Promise.all(graded));
    return { graded: graded.length };
  }

  /** The same, away from the workflows, where answers are programs. It tells the server that it lives while they run. */
  async function gradePrograms(sessionId: number, round: number): Promise<{ graded: number }> {
    return await withHeartbeats(heartbeatTimeoutMs, () => gradeAnswers(sessionId, round));
  }

  return { gradeAnswers, gradePrograms };
}

/** An answer that the model or its server kept back is no fault of form, though nothing can be read in it. */
function isRefusal(finishReason: string, cause: FailureCause | null): boolean {
  return finishReason === 'content-filter' && (cause === 'NO_ANSWER' || cause === 'UNPARSEABLE');
}

/** By task, what its panel says; tasks that fewer than `judgePanelMin` judges have read are not there. */
async function verdictsOf(db: Db, taskIds: readonly number[]): Promise<Map<number, Verdicts>> {
  const votes = (await panelVotes(db, taskIds)).filter(({ judges }) => judges >= judgePanelMin);
  return new Map(
    [...Map.groupBy(votes, ({ taskId }) => taskId)].map(([taskId, own]) => [
      taskId,
      Object.fromEntries(own.map(({ criterion, yes, judges }) => [criterion, yes / judges])),
    ]),
  );
}
