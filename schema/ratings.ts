import { type Insertable, sql } from 'kysely';
import type { Db } from './database.ts';
import type { Database } from './tables.ts';

/** One score by one rater; `sheet_id` stays away where the rater is a judge that was asked directly. */
export type NewRating = Insertable<Database['ratings']>;

/** A score that differs from the one on record. */
export interface RatingConflict {
  /** Place of the rating in the list that was given. */
  readonly index: number;
  readonly recorded: number;
}

/** What became of ratings: `stored` are new, `known` were on record with the same score. */
export interface RatingsStored {
  readonly stored: number;
  readonly known: number;
  readonly conflicts: readonly RatingConflict[];
}

/** Ratings in one statement, far below PostgreSQL's bound on parameters. */
const ratingsAtOnce = 1_000;

/**
 * Stores ratings, each once: what is on record for the same task, criterion, rater and occasion stays, the first
 * writer wins, and a different score is told as a conflict. Whoever wants all or nothing calls it in a transaction and
 * gives that up on a conflict.
 */
export async function insertRatings(db: Db, ratings: readonly NewRating[]): Promise<RatingsStored> {
  const result = { stored: 0, known: 0, conflicts: [] as RatingConflict[] };
  for (let from = 0; from < ratings.length; from += ratingsAtOnce) {
    const part = ratings.slice(from, from + ratingsAtOnce);
    const inserted = await db
      .insertInto('ratings')
      .values([...part].sort(byKey))
      .onConflict((conflict) => conflict.constraint('ratings_key').doNothing())
      .returning('task_id')
      .execute();
    const recorded = await recordedScores(db, part);
    part.forEach((rating, at) => {
      const before = recorded.get(keyOf(rating))!;
      if (before !== rating.score) result.conflicts.push({ index: from + at, recorded: before });
    });
    result.stored += inserted.length;
  }
  return { ...result, known: ratings.length - result.stored - result.conflicts.length };
}

/** In one order everywhere, so that two writers of the same rows never wait for one another. */
function byKey(one: NewRating, other: NewRating): number {
  const [key, otherKey] = [keyOf(one), keyOf(other)];
  return key === otherKey ? 0 : key < otherKey ? -1 : 1;
}

type RatingKey = Pick<NewRating, 'task_id' | 'criterion' | 'rater' | 'occasion'>;

function keyOf({ task_id, criterion, rater, occasion }: RatingKey): string {
  return JSON.stringify([task_id, criterion, rater, occasion]);
}

async function recordedScores(db: Db, ratings: readonly NewRating[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('ratings')
    .select(['task_id', 'criterion', 'rater', 'occasion', 'score'])
    .where('task_id', 'in', [...new Set(ratings.map((rating) => rating.task_id))])
    .execute();
  return new Map(rows.map((row) => [keyOf(row), row.score]));
}

/**
 * Ratings of answers to tasks of these skills, or all that there are, with what they are about and in the order of tasks.
 * A response is held out if every export of it says so.
 */
export async function storedRatings(db: Db, skills?: readonly string[]) {
  return await db
    .selectFrom('ratings')
    .innerJoin('tasks', 'tasks.id', 'ratings.task_id')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .innerJoin('evaluations', 'evaluations.id', 'sessions.evaluation_id')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('families', 'families.id', 'checkpoints.family_id')
    .leftJoinLateral(
      (query) =>
        query
          .selectFrom('rating_responses')
          .select((select) => [
            sql<boolean | null>`bool_and(held_out)`.as('held_out'),
            select.fn.max('length').as('length'),
          ])
          .whereRef('rating_responses.task_id', '=', 'ratings.task_id')
          .as('exported'),
      (join) => join.onTrue(),
    )
    .select([
      'ratings.task_id as taskId',
      'ratings.criterion as criterion',
      'ratings.rater as rater',
      'ratings.rater_kind as kind',
      'ratings.occasion as occasion',
      'ratings.score as score',
      'ratings.score_max as scoreMax',
      sql<boolean>`coalesce(exported.held_out, false)`.as('heldOut'),
      'exported.length as length',
      'sessions.domain as domain',
      'tasks.skill as skill',
      'families.slug as family',
      'checkpoints.label as checkpoint',
    ])
    .$if(skills !== undefined, (query) => query.where('tasks.skill', 'in', [...skills!]))
    .orderBy('ratings.task_id')
    .orderBy('ratings.criterion')
    .orderBy('ratings.rater')
    .orderBy('ratings.occasion')
    .execute();
}

export type StoredRating = Awaited<ReturnType<typeof storedRatings>>[number];
