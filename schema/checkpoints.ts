import type { Selectable } from 'kysely';
import type { ListedCheckpoint } from '../registries/contract.ts';
import type { Db } from './database.ts';
import type { Database } from './tables.ts';

export type Checkpoint = Selectable<Database['checkpoints']>;

export async function checkpointsOf(db: Db, familyId: number): Promise<Checkpoint[]> {
  return await db
    .selectFrom('checkpoints')
    .selectAll()
    .where('family_id', '=', familyId)
    .orderBy('step', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute();
}

/**
 * Records a checkpoint under its digest. Content that is known already keeps its row and its attributes; only
 * where it lies now is brought up to date, so that a renamed folder is no new checkpoint.
 */
export async function recordCheckpoint(
  db: Db,
  familyId: number,
  digest: string,
  listed: ListedCheckpoint,
): Promise<void> {
  const place = {
    label: listed.label,
    location: listed.location,
    fingerprint: listed.fingerprint ?? null,
    state: 'ready' as const,
  };
  await db
    .insertInto('checkpoints')
    .values({
      ...place,
      family_id: familyId,
      digest,
      identity: listed.weakIdentity ? 'weak' : 'strong',
      step: listed.step ?? null,
      tokens: listed.tokens ?? null,
      flops: listed.flops ?? null,
      compute_value: listed.compute?.value ?? null,
      compute_unit: listed.compute?.unit ?? null,
      registry_created_at: listed.createdAt === undefined ? null : new Date(listed.createdAt),
    })
    .onConflict((conflict) => conflict.constraint('checkpoints_key').doUpdateSet(place))
    .execute();
  // Other content that lay at this place is gone: the label has moved on.
  const displaced = await db
    .updateTable('checkpoints')
    .set({ state: 'lost', fingerprint: null })
    .where('family_id', '=', familyId)
    .where('location', '=', listed.location)
    .where('digest', '!=', digest)
    .returning('id')
    .execute();
  await losePending(
    db,
    displaced.map((row) => row.id),
  );
}

/**
 * Marks what the registry no longer lists: its checkpoints become `lost`, and their evaluations that have not
 * begun with them. One that comes back is `ready` again by `recordCheckpoint`.
 */
export async function markLost(db: Db, familyId: number, listedLocations: readonly string[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const lost = await transaction
      .updateTable('checkpoints')
      .set({ state: 'lost', fingerprint: null })
      .where('family_id', '=', familyId)
      .where('state', '=', 'ready')
      .$if(listedLocations.length > 0, (query) => query.where('location', 'not in', [...listedLocations]))
      .returning('id')
      .execute();
    await losePending(
      transaction,
      lost.map((row) => row.id),
    );
  });
}

/** Evaluations of lost checkpoints that have not begun are lost too. */
async function losePending(db: Db, checkpointIds: readonly number[]): Promise<void> {
  if (checkpointIds.length === 0) return;
  await db
    .updateTable('evaluations')
    .set({
      state: 'lost',
      failure_code: 'CheckpointLost',
      failure_message: 'the registry deleted the checkpoint before it was evaluated',
    })
    .where('state', '=', 'pending')
    .where('checkpoint_id', 'in', [...checkpointIds])
    .execute();
}
