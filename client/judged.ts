import { graderVersion } from '../domains/task.ts';
import { panelShare } from '../measurement/rating/panel-share.ts';
import type { Db } from '../schema/database.ts';
import { judgedGrades, sessionPanels } from '../schema/judged.ts';
import { ratingReport } from './rating-report.ts';

/** What judges say of one session's answers. */
export interface JudgedResult {
  readonly judges: readonly string[];
  /** Why nothing was judged; null where something was. */
  readonly skipped: string | null;
  readonly skills: readonly string[];
  /** Answers that are graded, those of them that a program found whole, and those of the latter that enough judges read. */
  readonly answers: number;
  readonly whole: number;
  readonly read: number;
  /** Mean share of yes, 0 for an answer that is not whole, over all but whole ones that nobody read. */
  readonly share: number | null;
  readonly se: number | null;
  /** Whether every judge of the panel has passed its gate against people. */
  readonly calibrated: boolean;
}

/** By session; sessions in which judging was never planned are not there. */
export async function judgedResults(
  db: Db,
  sessionIds: readonly number[],
): Promise<Map<number, JudgedResult>> {
  const panels = await sessionPanels(db, sessionIds);
  const grades = await judgedGrades(db, sessionIds, graderVersion);
  const counting = grades.length === 0 ? new Set<string>() : await countingJudges(db, grades);
  return new Map(
    panels.map(({ sessionId, skipped, judges }) => {
      const own = grades.filter((grade) => grade.sessionId === sessionId);
      const whole = own.filter(({ aspects }) => aspects?.conditions === 1);
      const read = whole.flatMap(({ aspects }) => aspects?.panel ?? []);
      const share = panelShare([...read, ...Array<number>(own.length - whole.length).fill(0)]);
      const result: JudgedResult = {
        judges,
        skipped,
        skills: [...new Set(own.map(({ skill }) => skill))],
        answers: own.length,
        whole: whole.length,
        read: read.length,
        share: share?.mean ?? null,
        se: share?.se ?? null,
        calibrated: judges.length > 0 && judges.every((judge) => counting.has(judge)),
      };
      return [sessionId, result];
    }),
  );
}

async function countingJudges(db: Db, grades: readonly { readonly skill: string }[]): Promise<Set<string>> {
  const skills = [...new Set(grades.map(({ skill }) => skill))];
  const scales = await ratingReport(db, { skills });
  const verdicts = scales.flatMap(({ agreement }) => agreement?.gate ?? []);
  return new Set(verdicts.filter(({ counts }) => counts).map(({ rater }) => rater));
}
