import type { Db } from '../schema/database.ts';
import type { Family } from '../schema/families.ts';
import { evaluationStates } from '../schema/status.ts';
import { OrderRefused } from './families.ts';

/** A checkpoint as people name it: its family, and its label or the start of its digest. */
export interface CheckpointReference {
  readonly family: string;
  readonly checkpoint: string;
}

/** The one checkpoint of the family with this label, else with this start of its digest. */
export async function requireCheckpoint(
  db: Db,
  family: Family,
  wanted: string,
): Promise<{ readonly label: string; readonly digest: string }> {
  const states = await evaluationStates(db, family.id);
  const all = [...new Map(states.map(({ label, digest }) => [digest, { label, digest }])).values()];
  const labelled = all.filter(({ label }) => label === wanted);
  const matching = labelled.length > 0 ? labelled : all.filter(({ digest }) => digest.startsWith(wanted));
  const [found, another] = matching;
  if (found === undefined) {
    const known =
      all.length === 0 ? 'none has been found yet' : `there is ${all.map(({ label }) => label).join(', ')}`;
    throw new OrderRefused('CheckpointNotFound', `${family.slug} has no checkpoint ${wanted}; ${known}`);
  }
  if (another !== undefined) {
    const digests = matching.map(({ label, digest }) => `${digest.slice(0, 12)} (${label})`).join(', ');
    throw new OrderRefused(
      'CheckpointAmbiguous',
      `${wanted} names several checkpoints of ${family.slug}: name one by its digest, of ${digests}`,
    );
  }
  return found;
}
