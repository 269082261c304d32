import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { withFailures } from '../../activities/failure.ts';
import { createGeneration, type NextRound } from '../../activities/generation.ts';
import { createGrading } from '../../activities/grading.ts';
import { answerMessages } from '../../agents/agent.ts';
import { findSkill } from '../../domains/catalogue.ts';
import { seedAt } from '../../domains/random.ts';
import { generateTask } from '../../domains/task.ts';
import { candidatesPerTask, depths } from '../../measurement/constants.ts';
import { failedCallsMax, insertAnswer, insertCall, insertCallFailure } from '../../schema/attempts.ts';
import type { Db } from '../../schema/database.ts';
import type { Depth } from '../../schema/shapes.ts';
import { sessionSpending } from '../../schema/tokens.ts';
import { addCheckpoint, openSession, registerFamily, useDatabase } from '../schema/seed.ts';
import { activityEnvironment } from './activity-environment.ts';

const domain = 'reasoning';

describe('generating tasks', () => {
  const database = useDatabase();

  async function newSession(depth: Depth, family?: Awaited<ReturnType<typeof registerFamily>>) {
    const { db } = database;
    const owner = family ?? (await registerFamily(db, { depth }));
    const label = family ? 'second' : 'first';
    const { evaluationId } = await addCheckpoint(db, owner.id, label, { step: family ? 2 : 1 });
    // A root of the test's own makes the tasks the same in every run.
    const root = seedAt('generation', depth);
    await setRoot(db, evaluationId, root);
    const sessionId = await openSession(db, evaluationId);
    return { family: owner, evaluationId, sessionId, root };
  }

  async function next(evaluationId: number): Promise<NextRound> {
    const { generateTasks } = withFailures(createGeneration(database));
    return await activityEnvironment().run<[number, string], NextRound, typeof generateTasks>(
      generateTasks,
      evaluationId,
      domain,
    );
  }

  async function tasksOf(sessionId: number) {
    return await database.db
      .selectFrom('tasks')
      .selectAll()
      .where('session_id', '=', sessionId)
      .orderBy('ordinal')
      .execute();
  }

  /** Lets a reference agent answer these tasks of one round, and grades them. */
  async function answer(tasks: Awaited<ReturnType<typeof tasksOf>>, endpointId: number): Promise<void> {
    const { db } = database;
    for (const task of tasks) {
      const { text } = answerMessages([{ role: 'user', content: task.prompt }], 'guided', 300);
      const callId = await insertCall(db, { taskId: task.id, call: 1, endpointId, model: 'guided' });
      const counted = { task_id: task.id, call_id: callId, latency_ms: 1 };
      await insertAnswer(db, { ...counted, text, finish_reason: 'stop' });
    }
    const [first] = tasks;
    if (first) await createGrading(database).gradeAnswers(first.session_id, first.round);
  }

  async function answerRound(sessionId: number, round: number, endpointId: number): Promise<void> {
    const tasks = await tasksOf(sessionId);
    await answer(
      tasks.filter((task) => task.round === round),
      endpointId,
    );
  }

  it('derives seeds by the published path, from which the stored task follows exactly', async () => {
    const { evaluationId, sessionId, root, family } = await newSession('quick');
    await next(evaluationId);
    await answerRound(sessionId, 1, family.endpoint_id);
    await next(evaluationId);
    const tasks = await tasksOf(sessionId);
    expect(new Set(tasks.map((task) => task.purpose)).has('measurement')).toBe(true);
    for (const task of tasks) {
      const seeds = Array.from({ length: candidatesPerTask }, (_, candidate) =>
        seedAt(root, domain, task.ordinal, candidate),
      );
      expect(seeds).toContain(task.seed);
      const { skill } = findSkill(`${domain}/${task.skill}`);
      const again = generateTask(domain, skill, task.parameters, task.seed);
      expect(task.prompt).toBe(again.prompt);
      expect(task).toMatchObject({ features: again.features, canonical: again.canonical, skin: again.skin });
      expect(task.reference).toEqual(JSON.parse(JSON.stringify(again.reference)));
    }
  });

  it('returns an open round as it is, to a repeated call and to two at once', async () => {
    const { evaluationId, sessionId } = await newSession('quick');
    const [one, other] = await Promise.all([next(evaluationId), next(evaluationId)]);
    expect(one).toEqual({ stop: false, sessionId, round: 1 });
    expect(other).toEqual(one);
    const tasks = await tasksOf(sessionId);
    expect(tasks.map((task) => task.ordinal)).toEqual(tasks.map((_, index) => index));
    expect(await next(evaluationId)).toEqual(one);
    expect(await tasksOf(sessionId)).toEqual(tasks);
  });

  it.each<Depth>(['quick', 'standard', 'deep'])('begins with the static probe of depth %s', async (depth) => {
    const { evaluationId, sessionId, family } = await newSession(depth);
    const { probeTasks } = depths[depth];
    let asked = 0;
    while (asked < probeTasks) {
      const round = await next(evaluationId);
      if (round.stop) throw new Error('stopped within the probe');
      asked = (await tasksOf(sessionId)).length;
      await answerRound(sessionId, round.round, family.endpoint_id);
    }
    const tasks = await tasksOf(sessionId);
    expect(tasks).toHaveLength(probeTasks);
    expect(tasks.every((task) => task.purpose === 'probe' && task.phase === 'placement')).toBe(true);
    // Each skill has its share of the probe, to within one task.
    const shares = Map.groupBy(tasks, (task) => task.skill);
    const counts = [...shares.values()].map((own) => own.length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('stops between the least and the most tasks, and records why', async () => {
    const { evaluationId, sessionId, family } = await newSession('quick');
    let round = await next(evaluationId);
    while (!round.stop) {
      await answerRound(sessionId, round.round, family.endpoint_id);
      round = await next(evaluationId);
    }
    const session = await database.db
      .selectFrom('sessions')
      .selectAll()
      .where('id', '=', sessionId)
      .executeTakeFirstOrThrow();
    expect(session).toMatchObject({ state: 'completed', stop_reason: round.reason });
    expect(session.closed_at).not.toBeNull();
    const tasks = await tasksOf(sessionId);
    expect(tasks.length).toBeGreaterThanOrEqual(depths.quick.tasksMin);
    expect(tasks.length).toBeLessThanOrEqual(depths.quick.tasksMax);
    const abilities = await database.db
      .selectFrom('abilities')
      .select(['position', 'sd'])
      .where('session_id', '=', sessionId)
      .orderBy('position')
      .execute();
    expect(abilities.at(-1)?.position).toBe(tasks.length);
    expect(abilities.at(-1)!.sd).toBeLessThan(abilities[0]!.sd);
    expect(await next(evaluationId)).toEqual(round);
    expect(await tasksOf(sessionId)).toEqual(tasks);
  });

  it('does not put a task to a family again, though another checkpoint draws the same', async () => {
    const first = await newSession('quick');
    await next(first.evaluationId);
    const second = await newSession('quick', first.family);
    await next(second.evaluationId);
    const known = new Set((await tasksOf(first.sessionId)).map((task) => task.canonical));
    const tasks = await tasksOf(second.sessionId);
    expect(tasks).toHaveLength(known.size);
    expect(tasks.filter((task) => known.has(task.canonical))).toEqual([]);
  });

  it('gives up when more than a tenth of the tasks, and three, cannot be asked', async () => {
    const { evaluationId, sessionId, family } = await newSession('quick');
    await next(evaluationId);
    const tasks = await tasksOf(sessionId);
    for (const task of tasks.slice(0, 3)) {
      for (let call = 1; call <= failedCallsMax; call++) {
        const callId = await insertCall(database.db, {
          taskId: task.id,
          call,
          endpointId: family.endpoint_id,
          model: 'm',
        });
        await insertCallFailure(database.db, { call_id: callId, code: 'Unavailable', message: 'it is down' });
      }
    }
    // What can still be asked comes first.
    expect(await next(evaluationId)).toEqual({ stop: false, sessionId, round: 1 });
    await answer(tasks.slice(3), family.endpoint_id);
    await expect(next(evaluationId)).rejects.toMatchObject({
      type: 'TasksExhausted',
      nonRetryable: true,
      message: expect.stringContaining('it is down'),
    });
  });

  it('stops before the round that would pass the budget', async () => {
    const { db } = database;
    const family = await registerFamily(db, { depth: 'quick', budgetTokens: 20_000 });
    const { evaluationId, sessionId } = await newSession('quick', family);
    expect(await next(evaluationId)).toMatchObject({ stop: false, round: 1 });
    await answer(await tasksOf(sessionId), family.endpoint_id);
    const spend = (tokens: number) =>
      sql`update answers set prompt_tokens = ${tokens}, completion_tokens = 1
        where task_id in (select id from tasks where session_id = ${sessionId})`.execute(db);
    // What the endpoint counts is what its next prompts are expected to take: one more such round fits in.
    await spend(1_000);
    expect(await next(evaluationId)).toMatchObject({ stop: false, round: 2 });
    await answerRound(sessionId, 2, family.endpoint_id);
    await spend(Math.floor(19_500 / (await tasksOf(sessionId)).length));
    expect((await sessionSpending(db, sessionId)).tokens).toBeLessThan(20_000);
    expect(await next(evaluationId)).toEqual({ stop: true, reason: 'budget' });
  });

  it('refuses a budget that does not hold the first round', async () => {
    const family = await registerFamily(database.db, { depth: 'quick', budgetTokens: 1_000 });
    const { evaluationId, sessionId } = await newSession('quick', family);
    await expect(next(evaluationId)).rejects.toMatchObject({
      type: 'BudgetTooSmall',
      nonRetryable: true,
      message: expect.stringContaining('--budget-tokens'),
    });
    expect(await tasksOf(sessionId)).toEqual([]);
  });
});

/** The type of the tables says that a root is never updated: the test goes around it. */
async function setRoot(db: Db, evaluationId: number, root: string): Promise<void> {
  await sql`update evaluations set root = ${root} where id = ${evaluationId}`.execute(db);
}
