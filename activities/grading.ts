import { findSkill } from '../domains/catalogue.ts';
import { graderVersion, gradeText } from '../domains/task.ts';
import { insertGrades, ungradedAnswers } from '../schema/attempts.ts';
import type { Db } from '../schema/database.ts';

export function createGrading({ db }: { readonly db: Db }) {
  /** Grades what a round's answers still lack; a grade that is there stays. */
  async function gradeAnswers(sessionId: number, round: number): Promise<{ graded: number }> {
    const answers = await ungradedAnswers(db, sessionId, round, graderVersion);
    const grades = answers.map((answer) => {
      const { skill } = findSkill(`${answer.domain}/${answer.skill}`);
      const cut = answer.finishReason === 'length' || answer.finishReason === 'timed-out';
      const { category, score, cause } = gradeText(skill, answer.reference, answer.text, cut);
      return { task_id: answer.taskId, grader_version: graderVersion, category, score, cause };
    });
    await insertGrades(db, grades);
    return { graded: grades.length };
  }

  return { gradeAnswers };
}
