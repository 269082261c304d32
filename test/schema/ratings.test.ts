import { beforeAll, describe, expect, it } from 'vitest';
import { insertRatings, type NewRating } from '../../schema/ratings.ts';
import { addCheckpoint, addTasks, openSession, registerFamily, useDatabase } from './seed.ts';

describe('ratings', () => {
  const database = useDatabase();
  let taskIds: number[];

  beforeAll(async () => {
    const family = await registerFamily(database.db);
    const { evaluationId } = await addCheckpoint(database.db, family.id, 'a');
    const sessionId = await openSession(database.db, evaluationId);
    taskIds = await addTasks(database.db, { sessionId, familyId: family.id }, [0, 1, 2]);
  });

  const rating = (criterion: string, at: number, score: number): NewRating => ({
    ...{ task_id: taskIds[at]!, criterion, score, score_max: 4, occasion: 1 },
    ...{ rater: 'llm', rater_kind: 'judge' },
  });

  it('are stored once, whoever writes them at the same time and in whatever order', async () => {
    const ratings = [0, 1, 2].flatMap((at) =>
      ['wit', 'clarity'].map((criterion) => rating(criterion, at, at)),
    );
    const writers = await Promise.all(
      [ratings, [...ratings].reverse(), ratings].map((own) => insertRatings(database.db, own)),
    );
    expect(writers.map(({ conflicts }) => conflicts)).toEqual([[], [], []]);
    expect(writers.reduce((sum, { stored }) => sum + stored, 0)).toBe(ratings.length);
    expect(writers.reduce((sum, { known }) => sum + known, 0)).toBe(2 * ratings.length);
    expect(await insertRatings(database.db, [])).toEqual({ stored: 0, known: 0, conflicts: [] });
  });

  it('stay what the first writer said, and tell whoever says something else', async () => {
    const twice = [rating('novelty', 0, 3), rating('novelty', 1, 2), rating('novelty', 0, 1)];
    expect(await insertRatings(database.db, twice)).toEqual({
      stored: 2,
      known: 0,
      conflicts: [{ index: 2, recorded: 3 }],
    });
    expect(await insertRatings(database.db, [rating('novelty', 1, 0), rating('novelty', 0, 3)])).toEqual({
      stored: 0,
      known: 1,
      conflicts: [{ index: 0, recorded: 2 }],
    });
  });

  it('are whole numbers on their scale', async () => {
    for (const score of [-1, 5, 0.5]) {
      await expect(insertRatings(database.db, [rating('range', 0, score)])).rejects.toThrow(
        'ratings_score_range',
      );
    }
  });
});
