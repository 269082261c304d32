import type { Insertable } from 'kysely';
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
