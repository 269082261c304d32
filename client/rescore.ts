import type { createRescoring } from '../activities/rescoring.ts';
import type { Db } from '../schema/database.ts';
import { ensureScale } from '../schema/protocols.ts';
import { seriesOfDomain } from '../schema/rescoring.ts';
import { type Scale, scaleName, suiteName } from '../schema/scale.ts';
import { OrderRefused } from './families.ts';

/** What came of one series. */
export interface RescoredSeries {
  readonly family: string;
  readonly suite: string;
  readonly regime: string;
  readonly depth: string;
  /** Completed sessions that have an ability on the scale now. */
  readonly sessions: number;
  /** New rows of the series on it. */
  readonly rows: number;
  /** Why the series was left alone; null where it was not. */
  readonly reason: string | null;
}

/**
 * Scores the whole history of the scale's domain on it, series by series, and keeps both. The activity is handed in,
 * since clients know activities by type alone. Stores the scale; throws `FrozenContentError` where its version has
 * been used with another content, and `OrderRefused` where no family is measured in its domain. Twice is as good as
 * once, so that a broken run is simply run again.
 */
export async function applyScale(
  db: Db,
  rescoreSeries: ReturnType<typeof createRescoring>['rescoreSeries'],
  scale: Scale,
  onSeries: (series: RescoredSeries) => void,
): Promise<RescoredSeries[]> {
  const all = await seriesOfDomain(db, scale.domain);
  if (all.length === 0) {
    throw new OrderRefused('NothingToScore', `no family is measured in domain ${scale.domain} here`);
  }
  await ensureScale(db, scale);
  const done: RescoredSeries[] = [];
  for (const { familyId, protocolId, suite, family, regime, depth } of all) {
    const part = suite.domains.find(({ domain }) => domain === scale.domain)!;
    const missing = part.mix.find(({ skill }) => scale.skills[skill] === undefined)?.skill;
    const reason =
      part.scaleVersion === scale.version
        ? 'it is measured on this scale anyway'
        : missing === undefined
          ? null
          : `${scaleName(scale)} has no skill ${missing}`;
    const counts =
      reason === null ? await rescoreSeries(familyId, protocolId, scale) : { sessions: 0, rows: 0 };
    const series = { family, suite: suiteName(suite), regime, depth, ...counts, reason };
    onSeries(series);
    done.push(series);
  }
  return done;
}
