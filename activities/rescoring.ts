import { graderVersion } from '../domains/task.ts';
import { scoreAbility } from '../measurement/ability/ability.ts';
import { skillWeightsOf } from '../measurement/performance/performance.ts';
import { attemptsOf, insertAbility } from '../schema/attempts.ts';
import type { Db } from '../schema/database.ts';
import { lockFamily, protocolContent } from '../schema/efficiencies.ts';
import { ensureScale } from '../schema/protocols.ts';
import { type Scale, suiteName } from '../schema/scale.ts';
import { completedSessions } from '../schema/sessions.ts';
import { abilityRow } from './ability-row.ts';
import { onScale } from './family-curve.ts';
import { recordOn } from './series.ts';

export interface Rescored {
  /** Completed sessions of the domain. */
  readonly sessions: number;
  /** New rows of the series. */
  readonly rows: number;
}

export function createRescoring({ db }: { readonly db: Db }) {
  /**
   * Scores what a family's completed sessions have answered under a protocol on another scale of one of its domains:
   * an ability a session and the rows of the series, beside those that are there. From then on the series is kept
   * up to date on both. Twice is as good as once.
   */
  async function rescoreSeries(familyId: number, protocolId: number, scale: Scale): Promise<Rescored> {
    return await db.transaction().execute(async (transaction) => {
      const family = await lockFamily(transaction, familyId);
      const scaleId = await ensureScale(transaction, scale);
      const { suite } = await protocolContent(transaction, protocolId);
      const part = suite.domains.find(({ domain }) => domain === scale.domain);
      if (!part) throw new Error(`suite ${suiteName(suite)} has no domain ${scale.domain}`);
      const weights = skillWeightsOf(part.mix);
      const sessions = await completedSessions(transaction, familyId, protocolId, scale.domain);
      for (const sessionId of sessions) {
        const graded = (await attemptsOf(transaction, sessionId, graderVersion)).flatMap((attempt) =>
          attempt.phase === 'placement' && attempt.score !== null
            ? [{ ...attempt, score: attempt.score }]
            : [],
        );
        if (graded.length === 0) continue;
        const posterior = scoreAbility(scale, weights, onScale(scale, graded));
        await insertAbility(transaction, abilityRow(sessionId, scaleId, posterior));
      }
      return { sessions: sessions.length, rows: await recordOn(transaction, family, protocolId, scale) };
    });
  }

  return { rescoreSeries };
}
