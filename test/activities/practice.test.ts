import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerMessages, type ChatMessage } from '../../agents/agent.ts';
import { agentNamed } from '../../agents/agent-name.ts';
import { findSkill } from '../../domains/catalogue.ts';
import { withNotebook } from '../../domains/notebook.ts';
import { completeParameters } from '../../domains/task.ts';
import { depths } from '../../measurement/constants.ts';
import { publishedSuite } from '../../measurement/published.ts';
import { failedCallsMax, insertCall, insertCallFailure } from '../../schema/attempts.ts';
import { blockStateSchema } from '../../schema/practice-state.ts';
import { sessionSpending } from '../../schema/tokens.ts';
import { useDatabase } from '../schema/seed.ts';
import { promptOf } from '../support/agent-answers.ts';
import { type ModelServer, type ReceivedRequest, startModelServer } from '../support/model-server.ts';
import { type DrivenSession, type NewSession, sessionDriver } from './session-driver.ts';

const suite = publishedSuite('core@2')!;
const { practiceBlocks, tasksMax } = depths.quick;

describe('practice', () => {
  const database = useDatabase();
  const driver = sessionDriver(database);
  let server: ModelServer;
  beforeAll(async () => {
    server = await startModelServer();
    server.otherwise((request) => ({ kind: 'answer', text: agentText(request), usage: null }));
  });
  afterAll(() => server.close());

  async function newSession(checkpoint: string, settings: NewSession = {}): Promise<DrivenSession> {
    const shared = { depth: 'quick', suite: 'core@2', endpoint: server.url } as const;
    return await driver.newSession({ ...shared, checkpoint, ...settings });
  }

  async function practised(session: DrivenSession) {
    const ofSession = (table: 'practice_blocks' | 'notebooks') =>
      database.db.selectFrom(table).where('session_id', '=', session.sessionId).orderBy('round');
    const tasks = (await driver.tasksOf(session)).filter((task) => task.phase === 'practice');
    const blocks = await ofSession('practice_blocks').selectAll('practice_blocks').execute();
    const notebooks = await ofSession('notebooks').selectAll('notebooks').orderBy('skill').execute();
    const notebookOf = (task: (typeof tasks)[number]) =>
      notebooks.find(({ round, skill }) => round === task.round && skill === task.skill)!;
    return { tasks, blocks, notebooks, notebookOf, rounds: [...Map.groupBy(tasks, (task) => task.round)] };
  }

  /** Runs until a block with a filled notebook is open. */
  async function runInto(session: DrivenSession, block: number): Promise<number> {
    const last = await driver.run(session, async () => (await practised(session)).rounds.length === block);
    if (last.stop) throw new Error('stopped before that block');
    return last.round;
  }

  it('follows placement in blocks and ends with a measurement, and every answer is to the prompt as recorded', async () => {
    const session = await newSession('learner-300');
    const last = await driver.run(session);
    expect(last).toEqual({ stop: true, reason: 'blocks-done' });
    const row = await driver.sessionRow(session);
    expect(row).toMatchObject({ state: 'completed', practice_stop_reason: 'blocks-done' });
    expect(row.stop_reason).toMatch(/^(sd-target|no-gain|tasks-max)$/);

    const { tasks, blocks, notebooks, notebookOf, rounds } = await practised(session);
    const purposes = rounds.map(([, own]) => own.map(({ purpose }) => purpose).join(' '));
    const block = 'practice practice practice practice measurement measurement';
    expect(purposes).toEqual([...Array(practiceBlocks).fill(block), 'measurement measurement']);
    const states = blocks.map(({ state }) => blockStateSchema.parse(state));
    expect(states.at(-1)?.motive).toBe('final');
    expect(blocks.map(({ round }) => round)).toEqual(rounds.map(([round]) => round));

    // The practice axis: what the practice tasks of the blocks before took, estimated where nothing was counted.
    const counted = await practiceTokens(session, tasks, notebookOf);
    expect(states.map(({ tokens }) => tokens)).toEqual(
      rounds.map(([round]) =>
        sumOf(counted.filter((task) => task.round < round).map(({ tokens }) => tokens)),
      ),
    );

    // What is shown is of practice alone, of earlier blocks alone, and fits.
    const practiceOrdinals = new Map(
      tasks.filter(({ purpose }) => purpose === 'practice').map((task) => [task.ordinal, task]),
    );
    const [firstRound] = rounds[0]!;
    for (const { round, text } of notebooks) if (round === firstRound) expect(text).toBe('');
    expect(notebooks.some(({ ordinals }) => ordinals.length > 1)).toBe(true);
    for (const { round, ordinals, tokens } of notebooks) {
      expect(tokens).toBeLessThanOrEqual(suite.practice!.notebookTokensMax);
      for (const ordinal of ordinals) expect(practiceOrdinals.get(ordinal)!.round).toBeLessThan(round);
    }

    // Frozen within a block: the endpoint got the recorded notebook and the stored prompt, and nothing else.
    const sent = server.requests.filter(({ model }) => model === 'learner-300').map(promptOf);
    const placement = (await driver.tasksOf(session)).filter(({ phase }) => phase === 'placement');
    expect(placement.length).toBeLessThanOrEqual(tasksMax);
    expect(sent.toSorted()).toEqual(
      [
        ...placement.map(({ prompt }) => prompt),
        ...tasks.map((task) => withNotebook(notebookOf(task).text, task.prompt)),
      ].toSorted(),
    );

    // Practice says nothing about where the model stood before it.
    const positions = await database.db
      .selectFrom('abilities')
      .select('position')
      .where('session_id', '=', session.sessionId)
      .execute();
    expect(Math.max(...positions.map(({ position }) => position))).toBe(placement.length);
    expect(await driver.next(session)).toEqual(last);
    expect((await practised(session)).blocks).toEqual(blocks);
  });

  it('makes a block once, however often and by however many it is asked for, and goes on in the midst of it', async () => {
    const session = await newSession('learner-301');
    await runInto(session, 1);
    const [one, other] = await Promise.all([driver.next(session), driver.next(session)]);
    expect(one).toEqual(other);
    const { round } = one as { round: number };
    await driver.ask(session, round);
    await driver.grade(session, round);

    const both = await Promise.all([driver.next(session), driver.next(session)]);
    expect(both[0]).toEqual(both[1]);
    const second = (both[0] as { round: number }).round;
    expect(second).toBe(round + 1);
    const before = await practised(session);
    expect(before.rounds.map(([, tasks]) => tasks.length)).toEqual([6, 6]);
    expect(await driver.next(session)).toEqual(both[0]);
    expect(await practised(session)).toMatchObject({ tasks: before.tasks, notebooks: before.notebooks });

    // Two requests fail; the rest is answered. What is asked again goes out with the same notebook.
    const start = server.requests.length;
    server.next({ kind: 'status', status: 500 }, { kind: 'status', status: 502 });
    await expect(driver.ask(session, second)).rejects.toThrow();
    const lost = server.requests.slice(start, start + 2).map(promptOf);
    expect(await driver.next(session)).toEqual(both[0]);
    await driver.ask(session, second);
    expect(
      server.requests
        .slice(start + 6)
        .map(promptOf)
        .toSorted(),
    ).toEqual(lost.toSorted());
    await driver.grade(session, second);
    expect(await driver.next(session)).toMatchObject({ round: second + 1 });
    const after = await practised(session);
    expect(after.tasks.slice(0, 12)).toEqual(before.tasks);
    expect(after.notebooks.filter((notebook) => notebook.round <= second)).toEqual(before.notebooks);
  });

  it('draws the practice of regime static from the reference mix, with the same feedback', async () => {
    const session = await newSession('learner-302', { regime: 'static' });
    await runInto(session, 3);
    const { tasks, blocks, notebooks } = await practised(session);
    expect(blocks.map(({ state }) => state.motive)).toEqual(Array(3).fill('reference-mix'));
    const practice = tasks.filter(({ purpose }) => purpose === 'practice');
    expect(new Set(practice.map(({ skill }) => skill)).size).toBe(3);
    const cells = suite.domains[0]!.mix.map(({ skill, parameters }) =>
      completeParameters(findSkill(`reasoning/${skill}`).skill, parameters),
    );
    for (const { parameters } of practice) expect(cells).toContainEqual(parameters);
    expect(notebooks.some(({ text }) => text !== '')).toBe(true);
  });

  it('sends bare prompts where the suite keeps the notebook empty', async () => {
    const emptied = { ...suite, name: 'emptied', practice: { tokenOffset: 2_000, notebookTokensMax: 0 } };
    const session = await newSession('learner-303', { own: { suite: emptied } });
    const round = await runInto(session, 2);
    await driver.ask(session, round);
    const sent = server.requests.filter(({ model }) => model === 'learner-303').map(promptOf);
    expect(sent.toSorted()).toEqual((await driver.tasksOf(session)).map(({ prompt }) => prompt).toSorted());
  });

  it('stops before the block that would pass the budget, and measures the last one', async () => {
    const measured = await newSession('learner-304');
    const round = await runInto(measured, 1);
    await driver.ask(measured, round);
    const { tokens } = await sessionSpending(database.db, measured.sessionId);

    // Enough for the first block and what it is measured by, and not for a second one.
    const budgetTokens = tokens + 9_000;
    const session = await newSession('learner-304', { budgetTokens });
    expect(await driver.run(session)).toEqual({ stop: true, reason: 'budget' });
    const { blocks } = await practised(session);
    expect(blocks.length).toBeLessThan(practiceBlocks + 1);
    expect(blocks.at(-1)!.state.motive).toBe('final');
    expect((await driver.sessionRow(session)).stop_reason).not.toBe('budget');
    expect((await sessionSpending(database.db, session.sessionId)).tokens).toBeLessThanOrEqual(budgetTokens);
  });

  it('counts a request that was lost or timed out as spent, and one that was refused not', async () => {
    const session = await newSession('learner-307');
    await driver.ask(session, await runInto(session, 1));
    const before = await sessionSpending(database.db, session.sessionId);
    const [task] = await driver.tasksOf(session);
    const call = async (number: number, code: string | null) => {
      const request = { taskId: task!.id, call: number, endpointId: session.family.endpoint_id, model: 'm' };
      const callId = await insertCall(database.db, request);
      if (code) await insertCallFailure(database.db, { call_id: callId, code, message: 'it is so' });
    };
    await call(2, 'Unavailable');
    await call(3, 'Throttled');
    expect(await sessionSpending(database.db, session.sessionId)).toEqual(before);
    await call(4, 'TimedOut');
    await call(5, null);
    const { tokens } = await sessionSpending(database.db, session.sessionId);
    expect(tokens - before.tokens).toBe(2 * Math.ceil(Buffer.byteLength(task!.prompt) / 4));
  });

  it('gives up like placement when the endpoint is gone for too many tasks', async () => {
    const session = await newSession('learner-306');
    const round = await runInto(session, 1);
    const asked = await driver.tasksOf(session);
    const lost = asked.filter((task) => task.round === round);
    for (const { id } of lost) {
      for (let call = 1; call <= failedCallsMax; call++) {
        const request = { taskId: id, call, endpointId: session.family.endpoint_id, model: 'm' };
        const callId = await insertCall(database.db, request);
        await insertCallFailure(database.db, { call_id: callId, code: 'Unavailable', message: 'it is down' });
      }
    }
    await expect(driver.next(session)).rejects.toMatchObject({
      type: 'TasksExhausted',
      message: expect.stringContaining(`6 of ${asked.length} tasks`),
    });
  });

  it('does not follow a placement that the budget ended', async () => {
    const session = await newSession('learner-305', { budgetTokens: 12_000 });
    expect(await driver.run(session)).toEqual({ stop: true, reason: 'budget' });
    const row = await driver.sessionRow(session);
    expect(row).toMatchObject({ stop_reason: 'budget', practice_stop_reason: 'budget' });
    expect((await practised(session)).blocks).toEqual([]);
    expect((await sessionSpending(database.db, session.sessionId)).tokens).toBeLessThanOrEqual(12_000);
  });

  async function practiceTokens(
    session: DrivenSession,
    tasks: Awaited<ReturnType<typeof practised>>['tasks'],
    notebookOf: Awaited<ReturnType<typeof practised>>['notebookOf'],
  ) {
    const answers = await database.db
      .selectFrom('answers')
      .innerJoin('tasks', 'tasks.id', 'answers.task_id')
      .select(['answers.task_id as taskId', 'answers.text as text'])
      .where('tasks.session_id', '=', session.sessionId)
      .execute();
    const quarter = (text: string) => Math.ceil(Buffer.byteLength(text) / 4);
    return tasks
      .filter(({ purpose }) => purpose === 'practice')
      .map((task) => {
        const answer = answers.find(({ taskId }) => taskId === task.id)!;
        const sent = withNotebook(notebookOf(task).text, task.prompt);
        return { round: task.round, tokens: quarter(sent) + quarter(answer.text) };
      });
  }
});

function agentText(request: ReceivedRequest): string {
  const agent = agentNamed(request.model)!;
  return answerMessages(request.body.messages as ChatMessage[], agent.strategy, agent.nodes).text;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
