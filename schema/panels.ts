import { sql } from 'kysely';
import type { Db } from './database.ts';

/**
 * Settles who reads a session's judged answers. What was settled first stays: says why nobody reads them after all, null
 * where somebody does.
 */
export async function settlePanel(
  db: Db,
  sessionId: number,
  panel: {
    readonly judgeIds: readonly number[];
    readonly anchorTaskIds: readonly number[];
    readonly skipped: string | null;
  },
): Promise<string | null> {
  await db
    .insertInto('panels')
    .values({
      session_id: sessionId,
      judge_ids: JSON.stringify(panel.judgeIds),
      anchor_task_ids: JSON.stringify(panel.anchorTaskIds),
      skipped: panel.skipped,
    })
    .onConflict((conflict) => conflict.column('session_id').doNothing())
    .execute();
  const settled = await db
    .selectFrom('panels')
    .select('skipped')
    .where('session_id', '=', sessionId)
    .executeTakeFirstOrThrow();
  return settled.skipped;
}

/** The oldest answers that all these judges have read once, and that no panel has been given a second time. */
export async function unusedAnchors(db: Db, judgeIds: readonly number[], count: number): Promise<number[]> {
  const rows = await db
    .selectFrom('judge_answers')
    .select('task_id')
    .where('judge_id', 'in', [...judgeIds])
    .where('occasion', '=', 1)
    .where(
      sql<boolean>`not exists (select from panels where anchor_task_ids @> to_jsonb(judge_answers.task_id))`,
    )
    .groupBy('task_id')
    .having((having) => having(having.fn.countAll(), '=', judgeIds.length))
    .orderBy('task_id')
    .limit(count)
    .execute();
  return rows.map((row) => row.task_id);
}

/** What the panels of these tasks' sessions have said: for each task and criterion, how many judges, and how many yes. */
export async function panelVotes(db: Db, taskIds: readonly number[]) {
  if (taskIds.length === 0) return [];
  return await db
    .selectFrom('ratings')
    .innerJoin('tasks', 'tasks.id', 'ratings.task_id')
    .innerJoin('panels', 'panels.session_id', 'tasks.session_id')
    .innerJoin('judges', (join) =>
      join
        .onRef('judges.name', '=', 'ratings.rater')
        .on(sql<boolean>`panels.judge_ids @> to_jsonb(judges.id)`),
    )
    .innerJoin('judge_answers', (join) =>
      join
        .onRef('judge_answers.task_id', '=', 'tasks.id')
        .onRef('judge_answers.judge_id', '=', 'judges.id')
        .onRef('judge_answers.occasion', '=', 'ratings.occasion'),
    )
    .select([
      'ratings.task_id as taskId',
      'ratings.criterion as criterion',
      sql<number>`count(*)`.as('judges'),
      sql<number>`sum(ratings.score)`.as('yes'),
    ])
    .where('ratings.task_id', 'in', [...taskIds])
    .where('ratings.occasion', '=', 1)
    .where('ratings.score_max', '=', 1)
    .groupBy(['ratings.task_id', 'ratings.criterion'])
    .orderBy('ratings.task_id')
    .orderBy('ratings.criterion')
    .execute();
}
