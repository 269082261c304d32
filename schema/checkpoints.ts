import { type Selectable, sql, type Transaction } from 'kysely';
import type { ListedCheckpoint } from '../registries/contract.ts';
import type { Db } from './database.ts';
import type { Database } from './tables.ts';

/** What was seen where, the last time its content was hashed; equal places need no hashing again. */
export async function knownPlaces(db: Db, familyId: number): Promise<Place[]> {
  return await db
    .selectFrom('checkpoint_places')
    .select(['location', 'label', 'fingerprint'])
    .where('family_id', '=', familyId)
    .execute();
}

export type Place = Pick<Selectable<Database['checkpoint_places']>, 'location' | 'label' | 'fingerprint'>;

/**
 * Records a checkpoint under its digest, and where it lies. Content that is known already keeps its row and its
 * attributes, so that a renamed folder is no new checkpoint, and a copy in a second folder is the same one.
 */
export async function recordCheckpoint(
  db: Db,
  familyId: number,
  digest: string,
  listed: ListedCheckpoint,
): Promise<void> {
  const { label, location } = listed;
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('checkpoints')
      .values({
        family_id: familyId,
        digest,
        label,
        location,
        state: 'ready',
        identity: listed.weakIdentity ? 'weak' : 'strong',
        step: listed.step ?? null,
        tokens: listed.tokens ?? null,
        flops: listed.flops ?? null,
        compute_value: listed.compute?.value ?? null,
        compute_unit: listed.compute?.unit ?? null,
        registry_created_at: listed.createdAt === undefined ? null : new Date(listed.createdAt),
      })
      .onConflict((conflict) => conflict.constraint('checkpoints_key').doNothing())
      .execute();
    const { id } = await transaction
      .selectFrom('checkpoints')
      .select('id')
      .where('family_id', '=', familyId)
      .where('digest', '=', digest)
      .executeTakeFirstOrThrow();
    const seen = { label, fingerprint: listed.fingerprint ?? null, checkpoint_id: id };
    await transaction
      .insertInto('checkpoint_places')
      .values({ family_id: familyId, location, ...seen })
      .onConflict((conflict) => conflict.columns(['family_id', 'location']).doUpdateSet(seen))
      .execute();
    await settlePlaces(transaction, familyId);
  });
}

/**
 * Forgets the places that the registry no longer lists. A checkpoint that is left without any becomes `lost`, and
 * its evaluation that has not begun with it; one that comes back is `ready` again by `recordCheckpoint`.
 */
export async function markLost(db: Db, familyId: number, listedLocations: readonly string[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .deleteFrom('checkpoint_places')
      .where('family_id', '=', familyId)
      .$if(listedLocations.length > 0, (query) => query.where('location', 'not in', [...listedLocations]))
      .execute();
    await settlePlaces(transaction, familyId);
  });
}

/** Every checkpoint stays at its place as long as it is found there, else moves to another of its places, else is lost. */
async function settlePlaces(transaction: Transaction<Database>, familyId: number): Promise<void> {
  await transaction
    .updateTable('checkpoints')
    .from((from) =>
      from
        .selectFrom('checkpoint_places as place')
        .innerJoin('checkpoints as known', 'known.id', 'place.checkpoint_id')
        .distinctOn('place.checkpoint_id')
        .select(['place.checkpoint_id', 'place.location', 'place.label'])
        .where('place.family_id', '=', familyId)
        .orderBy('place.checkpoint_id')
        .orderBy(sql`place.location = known.location`, 'desc')
        .orderBy('place.location')
        .as('best'),
    )
    .set((set) => ({ state: 'ready', location: set.ref('best.location'), label: set.ref('best.label') }))
    .whereRef('checkpoints.id', '=', 'best.checkpoint_id')
    .execute();
  const lost = await transaction
    .updateTable('checkpoints')
    .set({ state: 'lost' })
    .where('family_id', '=', familyId)
    .where('state', '=', 'ready')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('checkpoint_places')
            .select('checkpoint_id')
            .whereRef('checkpoint_places.checkpoint_id', '=', 'checkpoints.id'),
        ),
      ),
    )
    .returning('id')
    .execute();
  await losePending(
    transaction,
    lost.map((row) => row.id),
  );
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
