import { graderVersion } from '../domains/task.ts';
import { standingIn } from '../measurement/calibration/novelty-pool.ts';
import { meanOf } from '../measurement/numeric/statistics.ts';
import { validNovelties } from '../schema/aspects.ts';
import type { Db } from '../schema/database.ts';

/** How novel a session's valid answers are beside those that its scale was calibrated on. */
export interface NoveltyStanding {
  /** Mean share of the calibration's valid answers in the same skill that are less novel; one half is as novel as those. */
  readonly mean: number;
  readonly answers: number;
}

/** By session; sessions without a valid answer that the scale has a pool for are not there. */
export async function noveltyStandings(
  db: Db,
  sessionIds: readonly number[],
): Promise<Map<number, NoveltyStanding>> {
  const answers = await validNovelties(db, sessionIds, graderVersion);
  const placed = answers.flatMap(({ sessionId, novelty, pool }) =>
    pool === null ? [] : [{ sessionId, share: standingIn(pool, novelty) }],
  );
  return new Map(
    [...Map.groupBy(placed, ({ sessionId }) => sessionId)].map(([sessionId, own]) => [
      sessionId,
      { mean: meanOf(own.map(({ share }) => share)), answers: own.length },
    ]),
  );
}
