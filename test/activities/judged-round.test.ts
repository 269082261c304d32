import { afterEach, describe, expect, it } from 'vitest';
import { nextJudged } from '../../activities/judged-round.ts';
import type { TaskSource } from '../../activities/task-source.ts';
import { addJudge, judgeOrderSchema, removeJudge } from '../../client/judges.ts';
import { judgedTasks } from '../../measurement/constants.ts';
import { sessionPanels } from '../../schema/judged.ts';
import { activeJudges } from '../../schema/judges.ts';
import { sessionContext } from '../../schema/sessions.ts';
import { addCheckpoint, openSession, registerFamily, useDatabase } from '../schema/seed.ts';
import { activityEnvironment } from './activity-environment.ts';

const names = ['ann', 'bob', 'cem'];

describe('the judged round of a session', () => {
  const database = useDatabase();
  afterEach(async () => {
    for (const { name } of await activeJudges(database.db)) await removeJudge(database.db, name);
  });

  const add = (name: string) =>
    addJudge(
      database.db,
      judgeOrderSchema.parse({ name, model: name, modelFamily: name, endpoint: 'http://127.0.0.1:9/v1' }),
      [],
    );

  /** A session that has nothing left to measure. Every call begins as one after a crash does: no task is stored. */
  async function newSession(name: string, holds = true) {
    const { db } = database;
    const family = await registerFamily(db, { modelFamily: 'own' });
    const { evaluationId } = await addCheckpoint(db, family.id, name);
    const sessionId = await openSession(db, evaluationId);
    const context = await sessionContext(db, evaluationId, 'reasoning');
    const source = { db, context, domain: 'creative', attempts: [] } as unknown as TaskSource;
    return {
      next: () =>
        activityEnvironment().run(() => nextJudged(source, 1, { spent: false, holds: () => holds })),
      panel: async () => (await sessionPanels(db, [sessionId]))[0]!,
    };
  }

  it('is read by whom it was settled for, though a judge has gone since', async () => {
    for (const name of names) await add(name);
    const { next, panel } = await newSession('settled');
    const tasks = await next();
    expect(tasks).toHaveLength(judgedTasks.quick);
    await removeJudge(database.db, 'bob');
    expect(await next()).toEqual(tasks);
    expect(await panel()).toMatchObject({ skipped: null, judges: names });
  });

  it('stays skipped once it is, though there are judges by now', async () => {
    const { next, panel } = await newSession('skipped');
    expect(await next()).toEqual([]);
    for (const name of names) await add(name);
    expect(await next()).toEqual([]);
    expect(await panel()).toMatchObject({ skipped: 'no judges are configured', judges: [] });
  });

  it('is skipped where the budget does not hold it, and says so', async () => {
    for (const name of names) await add(name);
    const { next, panel } = await newSession('unpaid', false);
    expect(await next()).toEqual([]);
    expect(await panel()).toMatchObject({
      skipped: "the session's budget of tokens does not hold them",
      judges: [],
    });
  });
});
