import { describe, expect, it } from 'vitest';
import { insertAbility } from '../../schema/attempts.ts';
import { repeatedAbilities, withPredecessors } from '../../schema/changes.ts';
import { addCheckpoint, addTasks, openSession, registerFamily, useDatabase } from './seed.ts';

describe('repeated runs of a checkpoint', () => {
  const database = useDatabase();

  it('are those that are completed, each with the last ability that rests on its placement alone', async () => {
    const { db } = database;
    const family = await registerFamily(db);
    const { checkpointId, evaluationId, protocolId } = await addCheckpoint(db, family.id, 'a');
    const others = await addCheckpoint(db, family.id, 'b');
    const { root, root_commitment } = await db
      .selectFrom('evaluations')
      .select(['root', 'root_commitment'])
      .where('id', '=', evaluationId)
      .executeTakeFirstOrThrow();
    const further = await db
      .insertInto('evaluations')
      .values(
        [2, 3].map((run) => ({
          checkpoint_id: checkpointId,
          protocol_id: protocolId,
          run,
          current: false,
          state: 'pending' as const,
          root,
          root_commitment,
        })),
      )
      .returning('id')
      .execute();
    for (const id of [evaluationId, ...further.map((row) => row.id), others.evaluationId]) {
      const sessionId = await openSession(db, id, `run-${id}`);
      await addTasks(db, { sessionId, familyId: family.id }, [0, 1]);
      for (const position of [1, 2, 3]) {
        const [theta, sd] = [id * 10 + position, 0.3];
        const { scale_id } = await db
          .selectFrom('sessions')
          .select('scale_id')
          .where('id', '=', sessionId)
          .executeTakeFirstOrThrow();
        const bounds = { lo: theta - 1, hi: theta + 1, skills: '{}' };
        // The third rests on a task of practice.
        await insertAbility(db, {
          ...{ session_id: sessionId, position, scale_id, grader_version: 1, theta, sd },
          ...bounds,
        });
      }
      const running = id === further[1]!.id;
      if (!running) {
        await db.updateTable('evaluations').set({ state: 'completed' }).where('id', '=', id).execute();
      }
    }
    const common = { checkpointId, domain: 'reasoning', sd: 0.3 };
    expect(await repeatedAbilities(db, protocolId, 1)).toEqual([
      { ...common, run: 1, theta: evaluationId * 10 + 2 },
      { ...common, run: 2, theta: further[0]!.id * 10 + 2 },
    ]);
    expect(await repeatedAbilities(db, protocolId, 2)).toEqual([]);
  });
});

describe('predecessors', () => {
  it('are the row before in the same domain, on the same scale, by the same grader', () => {
    const row = (domain: string, scale: string, grader_version = 1) => ({ domain, scale, grader_version });
    const rows = [
      row('a', 'a@1'),
      row('a', 'a@2'),
      row('b', 'b@1'),
      row('a', 'a@1'),
      row('a', 'a@2'),
      row('a', 'a@2', 2),
    ];
    expect(withPredecessors(rows)).toEqual([
      { row: rows[3], before: rows[0] },
      { row: rows[4], before: rows[1] },
    ]);
  });
});
