import type { Insertable } from 'kysely';
import { insertTasks, type NewTask } from './attempts.ts';
import type { Db } from './database.ts';
import { blockStateSchema } from './practice-state.ts';
import type { Database } from './tables.ts';

export type NewNotebook = Omit<Insertable<Database['notebooks']>, 'session_id' | 'round'>;

export interface NewPracticeRound {
  readonly sessionId: number;
  readonly round: number;
  /** JSON of why the round asks what it asks. */
  readonly state: string;
  readonly notebooks: readonly NewNotebook[];
  readonly tasks: readonly NewTask[];
}

/**
 * Writes a round of practice whole: its plan, what it will be shown, its tasks. A round that was written before
 * stays as it was: the first writer wins, and a second one waits for the first to commit and writes nothing.
 */
export async function insertPracticeRound(db: Db, { sessionId, round, ...content }: NewPracticeRound) {
  await db.transaction().execute(async (transaction) => {
    const first = await transaction
      .insertInto('practice_blocks')
      .values({ session_id: sessionId, round, state: content.state })
      .onConflict((conflict) => conflict.constraint('practice_blocks_key').doNothing())
      .returning('round')
      .executeTakeFirst();
    if (!first) return;
    await transaction
      .insertInto('notebooks')
      .values(content.notebooks.map((notebook) => ({ ...notebook, session_id: sessionId, round })))
      .execute();
    await insertTasks(transaction, content.tasks);
  });
}

/** Planned rounds of practice of these sessions, the first round of each first. */
export async function practiceBlocks(db: Db, sessionIds: readonly number[]) {
  if (sessionIds.length === 0) return [];
  const rows = await db
    .selectFrom('practice_blocks')
    .select(['session_id as sessionId', 'round', 'state'])
    .where('session_id', 'in', [...sessionIds])
    .orderBy('session_id')
    .orderBy('round')
    .execute();
  return rows.map((row) => ({ ...row, state: blockStateSchema.parse(row.state) }));
}

/** A session's answered practice tasks, as the notebook's entries are made of them, in the order asked. */
export async function practiceExchanges(db: Db, sessionId: number, graderVersion: number) {
  return await db
    .selectFrom('tasks')
    .innerJoin('answers', 'answers.task_id', 'tasks.id')
    .innerJoin('grades', 'grades.task_id', 'tasks.id')
    .select([
      'tasks.ordinal as ordinal',
      'tasks.round as round',
      'tasks.skill as skill',
      'tasks.prompt as prompt',
      'tasks.reference as reference',
      'answers.text as answer',
      'grades.score as score',
    ])
    .where('tasks.session_id', '=', sessionId)
    .where('tasks.purpose', '=', 'practice')
    .where('grades.grader_version', '=', graderVersion)
    .orderBy('tasks.ordinal')
    .execute();
}
