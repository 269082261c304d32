import { setTimeout as delay } from 'node:timers/promises';
import { type FamilyStatus, familyStatus } from '../client/status.ts';
import type { Db } from '../schema/database.ts';
import { progressOn } from './progress-view.ts';

const pollIntervalMs = 500;

export interface FollowOptions {
  readonly db: Db;
  /** Slugs; every family without it. */
  readonly families?: readonly string[] | undefined;
  /** Asked after each look at the database, with what it showed. */
  readonly until: (statuses: readonly FamilyStatus[]) => boolean;
  /** Ends the following early, without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Shows a look at the database; on stderr without it. */
  readonly show?: (statuses: readonly FamilyStatus[]) => void | Promise<void>;
}

/**
 * Follows families until `until` says so and shows their evaluations' progress meanwhile. Only reads: the
 * evaluations go on without it. Returns what the last look showed.
 */
export async function followFamilies(options: FollowOptions): Promise<readonly FamilyStatus[]> {
  const { until, signal, show = progressOn(process.stderr) } = options;
  for (;;) {
    const statuses = await look(options);
    await show(statuses);
    if (until(statuses) || signal?.aborted) return statuses;
    await delay(pollIntervalMs, undefined, { signal }).catch(() => undefined);
  }
}

async function look({ db, families }: FollowOptions): Promise<readonly FamilyStatus[]> {
  if (families === undefined) return await familyStatus(db);
  const each = await Promise.all(families.map((slug) => familyStatus(db, slug)));
  return each.flat();
}
