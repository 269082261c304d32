import { describe, expect, it } from 'vitest';
import { knownPlaces, markLost, recordCheckpoint } from '../../schema/checkpoints.ts';
import type { Db } from '../../schema/database.ts';
import { evaluationsDue, planEvaluations } from '../../schema/evaluations.ts';
import { addCheckpoint, digestNamed, listed, registerFamily, useDatabase } from './seed.ts';

async function checkpointsOf(db: Db, familyId: number) {
  return await db
    .selectFrom('checkpoints')
    .selectAll()
    .where('family_id', '=', familyId)
    .orderBy('id')
    .execute();
}

describe('a checkpoint', () => {
  const database = useDatabase();

  async function evaluationsOf(familyId: number) {
    return await database.db
      .selectFrom('evaluations')
      .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
      .select([
        'checkpoints.digest',
        'evaluations.id',
        'evaluations.state',
        'evaluations.run',
        'failure_code',
      ])
      .where('checkpoints.family_id', '=', familyId)
      .orderBy('evaluations.id')
      .execute();
  }

  it('whose folder is renamed keeps its row, its attributes and its evaluation', async () => {
    const { db } = database;
    const family = await registerFamily(db);
    const { checkpointId } = await addCheckpoint(db, family.id, 'old', { step: 5, tokens: 70 });
    const evaluations = await evaluationsOf(family.id);
    await markLost(db, family.id, ['/checkpoints/new']);
    await recordCheckpoint(db, family.id, digestNamed('old'), listed('new', { step: 6, fingerprint: 'f' }));
    await planEvaluations(db, family.id);
    const rows = await checkpointsOf(db, family.id);
    expect(rows).toMatchObject([
      {
        id: checkpointId,
        label: 'new',
        location: '/checkpoints/new',
        step: 5,
        tokens: 70,
        state: 'ready',
      },
    ]);
    expect(await knownPlaces(db, family.id)).toEqual([
      { location: '/checkpoints/new', label: 'new', fingerprint: 'f' },
    ]);
    expect(await evaluationsOf(family.id)).toEqual(evaluations);
  });

  it('whose label moves to other content is lost, and the content is a checkpoint of its own', async () => {
    const { db } = database;
    const family = await registerFamily(db);
    await addCheckpoint(db, family.id, 'latest', { digest: digestNamed('first') });
    await addCheckpoint(db, family.id, 'latest', { digest: digestNamed('second') });
    expect(await checkpointsOf(db, family.id)).toMatchObject([
      { digest: digestNamed('first'), state: 'lost' },
      { digest: digestNamed('second'), state: 'ready' },
    ]);
    expect(await evaluationsOf(family.id)).toMatchObject([
      { digest: digestNamed('first'), state: 'lost', failure_code: 'CheckpointLost' },
      { digest: digestNamed('second'), state: 'pending', failure_code: null },
    ]);
    const due = await evaluationsDue(db, family.id, 10);
    expect(due.map((one) => one.workflowId.split('/')[2])).toEqual([digestNamed('second').slice(0, 12)]);
  });

  it('that is copied stays where it was as long as it lies there, and moves to the copy afterwards', async () => {
    const { db } = database;
    const family = await registerFamily(db);
    await addCheckpoint(db, family.id, 'step-100', { digest: digestNamed('weights') });
    const labels = async () => (await checkpointsOf(db, family.id)).map(({ state, label }) => [state, label]);
    for (const label of ['best', 'step-100', 'best']) {
      await recordCheckpoint(db, family.id, digestNamed('weights'), listed(label, { fingerprint: label }));
      expect(await labels()).toEqual([['ready', 'step-100']]);
    }
    expect((await knownPlaces(db, family.id)).map(({ label }) => label).sort()).toEqual(['best', 'step-100']);
    await markLost(db, family.id, ['/checkpoints/best']);
    expect(await labels()).toEqual([['ready', 'best']]);
    expect((await evaluationsOf(family.id)).map((row) => row.state)).toEqual(['pending']);
  });

  it('that swaps its place with another stays ready, and so does the other', async () => {
    const { db } = database;
    const family = await registerFamily(db);
    await addCheckpoint(db, family.id, 'a');
    await addCheckpoint(db, family.id, 'b');
    await recordCheckpoint(db, family.id, digestNamed('a'), listed('b'));
    await recordCheckpoint(db, family.id, digestNamed('b'), listed('a'));
    await planEvaluations(db, family.id);
    expect((await checkpointsOf(db, family.id)).map(({ state, label }) => [state, label])).toEqual([
      ['ready', 'b'],
      ['ready', 'a'],
    ]);
    expect((await evaluationsOf(family.id)).map((row) => row.state)).toEqual(['pending', 'pending']);
  });

  it('that the registry deleted and shows again is evaluated in the run that was planned', async () => {
    const { db } = database;
    const family = await registerFamily(db);
    const { evaluationId } = await addCheckpoint(db, family.id, 'a');
    await addCheckpoint(db, family.id, 'kept');
    await markLost(db, family.id, ['/checkpoints/kept']);
    await planEvaluations(db, family.id);
    expect(await evaluationsOf(family.id)).toMatchObject([
      { id: evaluationId, state: 'lost', failure_code: 'CheckpointLost' },
      { state: 'pending' },
    ]);
    await recordCheckpoint(db, family.id, digestNamed('a'), listed('a'));
    await planEvaluations(db, family.id);
    expect(await evaluationsOf(family.id)).toMatchObject([
      { id: evaluationId, state: 'pending', run: 1, failure_code: null },
      { state: 'pending' },
    ]);
  });

  it('is lost with all others when the registry is empty, and a finished evaluation stays finished', async () => {
    const { db } = database;
    const family = await registerFamily(db);
    const { evaluationId } = await addCheckpoint(db, family.id, 'a');
    await db.updateTable('evaluations').set({ state: 'completed' }).where('id', '=', evaluationId).execute();
    await markLost(db, family.id, []);
    expect(await checkpointsOf(db, family.id)).toMatchObject([{ state: 'lost' }]);
    expect(await evaluationsOf(family.id)).toMatchObject([{ state: 'completed' }]);
  });

  it('of another family with the same content is another checkpoint', async () => {
    const { db } = database;
    const [one, other] = [await registerFamily(db), await registerFamily(db)];
    await addCheckpoint(db, one.id, 'shared');
    await addCheckpoint(db, other.id, 'shared');
    await markLost(db, one.id, []);
    expect(await checkpointsOf(db, one.id)).toMatchObject([{ state: 'lost' }]);
    expect(await checkpointsOf(db, other.id)).toMatchObject([{ state: 'ready' }]);
  });
});
