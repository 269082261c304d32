import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runsPrograms } from '../../activities/generation.ts';
import { findSkill } from '../../domains/catalogue.ts';
import { seedAt } from '../../domains/random.ts';
import { completeParameters, generateTask } from '../../domains/task.ts';
import { anchorsPerSession, candidatesPerTask, depths } from '../../measurement/constants.ts';
import { publishedScale, publishedSuite } from '../../measurement/published.ts';
import { failedCallsMax, insertCall, insertCallFailure } from '../../schema/attempts.ts';
import type { Depth } from '../../schema/shapes.ts';
import { sessionSpending } from '../../schema/tokens.ts';
import { useDatabase } from '../schema/seed.ts';
import { answerOfAgent } from '../support/agent-answers.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { drivenDomain as domain, type NewSession, sessionDriver } from './session-driver.ts';

describe('generating tasks', () => {
  const database = useDatabase();
  const { next, tasksOf, ask, grade, run, sessionRow, ...driver } = sessionDriver(database);
  let server: ModelServer;
  beforeAll(async () => {
    server = await startModelServer();
    server.otherwise(answerOfAgent());
  });
  afterAll(() => server.close());

  const newSession = (settings: NewSession = {}) =>
    driver.newSession({ depth: 'quick', suite: 'core@1', endpoint: server.url, ...settings });

  it('derives seeds by the published path, from which the stored task follows exactly', async () => {
    const session = await newSession();
    await run(session, (round) => round === 3);
    const tasks = await tasksOf(session);
    expect(new Set(tasks.map((task) => task.purpose)).has('measurement')).toBe(true);
    for (const task of tasks) {
      const seeds = Array.from({ length: candidatesPerTask }, (_, candidate) =>
        seedAt(session.root, domain, task.ordinal, candidate),
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
    const session = await newSession();
    const [one, other] = await Promise.all([next(session), next(session)]);
    expect(one).toEqual({
      stop: false,
      sessionId: session.sessionId,
      round: 1,
      runsPrograms: false,
      isJudged: false,
    });
    expect(other).toEqual(one);
    const tasks = await tasksOf(session);
    expect(tasks.map((task) => task.ordinal)).toEqual(tasks.map((_, index) => index));
    expect(await next(session)).toEqual(one);
    expect(await tasksOf(session)).toEqual(tasks);
  });

  it.each<Depth>(['quick', 'standard', 'deep'])('begins with the static probe of depth %s', async (depth) => {
    const session = await newSession({ depth });
    const { probeTasks } = depths[depth];
    await run(session, async () => (await tasksOf(session)).length >= probeTasks);
    const tasks = await tasksOf(session);
    expect(tasks).toHaveLength(probeTasks);
    expect(tasks.every((task) => task.purpose === 'probe' && task.phase === 'placement')).toBe(true);
    // Each skill has its share of the probe, to within one task.
    const shares = Map.groupBy(tasks, (task) => task.skill);
    const counts = [...shares.values()].map((own) => own.length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('stops between the least and the most tasks, and records why', async () => {
    const session = await newSession();
    const last = await run(session);
    const row = await sessionRow(session);
    expect(last).toEqual({ stop: true, reason: row.stop_reason });
    expect(row).toMatchObject({ state: 'completed', practice_stop_reason: null });
    expect(row.closed_at).not.toBeNull();
    const tasks = await tasksOf(session);
    expect(tasks.length).toBeGreaterThanOrEqual(depths.quick.tasksMin);
    expect(tasks.length).toBeLessThanOrEqual(depths.quick.tasksMax);
    expect(tasks.some(({ purpose }) => purpose === 'anchor')).toBe(false);
    const abilities = await database.db
      .selectFrom('abilities')
      .select(['position', 'sd'])
      .where('session_id', '=', session.sessionId)
      .orderBy('position')
      .execute();
    expect(abilities.at(-1)?.position).toBe(tasks.length);
    expect(abilities.at(-1)!.sd).toBeLessThan(abilities[0]!.sd);
    expect(await next(session)).toEqual(last);
    expect(await tasksOf(session)).toEqual(tasks);
  });

  it('asks the anchors that the scale names, freshly drawn, before placement ends', async () => {
    const core = publishedSuite('core@1')!;
    const [part] = core.domains;
    const anchors = part!.mix.filter((_, index) => index % 3 === 0);
    const scale = { ...publishedScale(domain, part!.scaleVersion)!, version: 90, anchors };
    const suite = { ...core, name: 'anchored', domains: [{ ...part!, scaleVersion: 90 }] };
    for (const checkpoint of ['a', 'b']) {
      const session = await newSession({ checkpoint, own: { suite, scales: [scale] } });
      await run(session);
      const tasks = await tasksOf(session);
      expect(tasks.length).toBeLessThanOrEqual(depths.quick.tasksMax);
      const asked = tasks.filter(({ purpose }) => purpose === 'anchor');
      expect(asked).toHaveLength(anchorsPerSession);
      for (const { skill, parameters } of asked) {
        const known = findSkill(`${domain}/${skill}`).skill;
        const cells = anchors.filter((cell) => cell.skill === skill);
        expect(cells.map((cell) => completeParameters(known, cell.parameters))).toContainEqual(parameters);
      }
    }
  });

  it('does not put a task to a family again, though another checkpoint draws the same', async () => {
    const first = await newSession();
    await next(first);
    const second = await newSession({ of: first.family, checkpoint: 'second' });
    await sql`update evaluations set root = ${first.root} where id = ${second.evaluationId}`.execute(
      database.db,
    );
    await next(second);
    const known = new Set((await tasksOf(first)).map((task) => task.canonical));
    const tasks = await tasksOf(second);
    expect(tasks).toHaveLength(known.size);
    expect(tasks.filter((task) => known.has(task.canonical))).toEqual([]);
  });

  it('gives up when more than a tenth of the tasks, and three, cannot be asked', async () => {
    const session = await newSession();
    await next(session);
    const endpointId = session.family.endpoint_id;
    for (const task of (await tasksOf(session)).slice(0, 3)) {
      for (let call = 1; call <= failedCallsMax; call++) {
        const callId = await insertCall(database.db, { taskId: task.id, call, endpointId, model: 'm' });
        await insertCallFailure(database.db, { call_id: callId, code: 'Unavailable', message: 'it is down' });
      }
    }
    // What can still be asked comes first.
    expect(await next(session)).toMatchObject({ stop: false, round: 1 });
    await ask(session, 1);
    await grade(session, 1);
    await expect(next(session)).rejects.toMatchObject({
      type: 'TasksExhausted',
      nonRetryable: true,
      message: expect.stringContaining('it is down'),
    });
  });

  it('stops before the round that would pass the budget', async () => {
    const session = await newSession({ budgetTokens: 20_000 });
    const spend = (tokens: number) =>
      sql`update answers set prompt_tokens = ${tokens}, completion_tokens = 1
        where task_id in (select id from tasks where session_id = ${session.sessionId})`.execute(database.db);
    await run(session, (round) => round === 2);
    // What the endpoint counts is what its next prompts are expected to take.
    await ask(session, 2);
    await grade(session, 2);
    await spend(Math.floor(19_500 / (await tasksOf(session)).length));
    expect((await sessionSpending(database.db, session.sessionId)).tokens).toBeLessThan(20_000);
    expect(await next(session)).toEqual({ stop: true, reason: 'budget' });
  });

  it('refuses a budget that does not hold the first round', async () => {
    const session = await newSession({ budgetTokens: 1_000 });
    await expect(next(session)).rejects.toMatchObject({
      type: 'BudgetTooSmall',
      nonRetryable: true,
      message: expect.stringContaining('--budget-tokens'),
    });
    expect(await tasksOf(session)).toEqual([]);
  });
});

it('says of a round that has an answer which is a program that it is run', () => {
  const round = (...skills: string[]) =>
    runsPrograms(
      'code',
      skills.map((skill) => ({ skill })),
    );
  expect([round('A1', 'A2'), round('A1'), round()]).toEqual([true, false, false]);
});
