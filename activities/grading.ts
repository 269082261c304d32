import { Context } from '@temporalio/activity';
import { findSkill } from '../domains/catalogue.ts';
import type { RunTrial } from '../domains/execution.ts';
import { graderVersion, gradeWith } from '../domains/task.ts';
import { insertGrades, ungradedAnswers } from '../schema/attempts.ts';
import type { Db } from '../schema/database.ts';

export interface GradingDependencies {
  readonly db: Db;
  /** Runs answers that are programs. */
  readonly run: RunTrial;
  readonly heartbeatTimeoutMs: number;
}

export function createGrading({ db, run, heartbeatTimeoutMs }: GradingDependencies) {
  /** Grades what a round's answers still lack; a grade that is there stays. */
  async function gradeAnswers(sessionId: number, round: number): Promise<{ graded: number }> {
    const answers = await ungradedAnswers(db, sessionId, round, graderVersion);
    const graded = answers.map(async (answer) => {
      const { skill } = findSkill(`${answer.domain}/${answer.skill}`);
      const cut = answer.finishReason === 'length' || answer.finishReason === 'timed-out';
      const { aspects, ...grade } = await gradeWith(run, skill, answer.reference, answer.text, cut);
      return {
        task_id: answer.taskId,
        grader_version: graderVersion,
        ...grade,
        aspects: aspects === undefined ? null : JSON.stringify(aspects),
      };
    });
    await insertGrades(db, await Promise.all(graded));
    return { graded: graded.length };
  }

  /** The same, away from the workflows, where answers are programs. It tells the server that it lives while they run. */
  async function gradePrograms(sessionId: number, round: number): Promise<{ graded: number }> {
    const context = Context.current();
    const beating = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / 4);
    try {
      return await gradeAnswers(sessionId, round);
    } finally {
      clearInterval(beating);
    }
  }

  return { gradeAnswers, gradePrograms };
}
