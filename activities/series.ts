import type { Transaction } from 'kysely';
import { appendEfficiencies, furtherScales, lockFamily, protocolsOf } from '../schema/efficiencies.ts';
import type { Family } from '../schema/families.ts';
import { type Scale, scaleName } from '../schema/scale.ts';
import type { Database } from '../schema/tables.ts';
import { recordChanges } from './changes.ts';
import { measureFamily } from './measured-series.ts';
import { practiceRows } from './practice-rows.ts';
import { trainingRows } from './training-rows.ts';

/** Brings a family's series up to date under every protocol that it is followed with, as after a new baseline. */
export async function refreshSeries(transaction: Transaction<Database>, familyId: number): Promise<void> {
  for (const protocolId of await protocolsOf(transaction, familyId)) {
    // Read anew each time: the first protocol's series may freeze the axis of the next.
    const family = await lockFamily(transaction, familyId);
    await recordSeries(transaction, family, protocolId);
  }
}

/**
 * Recomputes from what is graded the rows of the family's training and practice series whose grounds have changed,
 * and the verdicts on what changed between checkpoints: on the suite's scales, and beside them on every other that
 * the series has been scored on. Returns how many rows are new.
 */
export async function recordSeries(
  transaction: Transaction<Database>,
  family: Family,
  protocolId: number,
): Promise<number> {
  let appended = await recordOn(transaction, family, protocolId, null);
  for (const scale of await furtherScales(transaction, family.id, protocolId)) {
    appended += await recordOn(transaction, family, protocolId, scale);
  }
  return appended;
}

/** The same with one domain on this scale instead of the suite's; null for the suite's own. */
export async function recordOn(
  transaction: Transaction<Database>,
  family: Family,
  protocolId: number,
  scale: Scale | null,
): Promise<number> {
  const series = await measureFamily(transaction, family, protocolId, scale);
  const rows = [...(await trainingRows(transaction, series)), ...(await practiceRows(transaction, series))];
  const appended = await appendEfficiencies(transaction, rows);
  await recordChanges(transaction, family.id, protocolId, scale === null ? undefined : scaleName(scale));
  return appended;
}
