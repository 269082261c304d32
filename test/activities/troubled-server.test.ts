import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnections } from '../../activities/connections.ts';
import { createInference } from '../../activities/inference.ts';
import { requestsText } from '../../cli/cost-text.ts';
import { familyStatus } from '../../client/status.ts';
import { seedAt } from '../../domains/random.ts';
import type { Registration } from '../../schema/registration.ts';
import { useDatabase } from '../schema/seed.ts';
import { answerOfAgent, promptOf } from '../support/agent-answers.ts';
import { attemptRecords, expectAllGraded } from '../support/attempt-records.ts';
import {
  type Behaviour,
  type ModelServer,
  type ReceivedRequest,
  startModelServer,
} from '../support/model-server.ts';
import { activityEnvironment } from './activity-environment.ts';
import { type DrivenSession, sessionDriver } from './session-driver.ts';

const checkpoints = ['first', 'second', 'third', 'fourth', 'fifth'];
const fates = ['answered', 'Unavailable', 'ConnectionReset', 'TimedOut'] as const;
type Fate = (typeof fates)[number];

/** One in ten is a 500, one in fifty loses its connection, one in a hundred hangs. */
function fateOf(request: number): Fate {
  const drawn = Number.parseInt(seedAt('troubled-server', request).slice(0, 8), 16) % 100;
  if (drawn < 10) return 'Unavailable';
  if (drawn < 12) return 'ConnectionReset';
  return drawn < 13 ? 'TimedOut' : 'answered';
}

const troubles: Readonly<Record<Exclude<Fate, 'answered'>, Behaviour>> = {
  Unavailable: { kind: 'status', status: 500 },
  ConnectionReset: { kind: 'drop', when: 'after' },
  TimedOut: { kind: 'hang' },
};

describe('a server that fails one request in eight', () => {
  const database = useDatabase();
  const driver = sessionDriver(database);
  let server: ModelServer;
  beforeEach(async () => {
    server = await startModelServer();
  });
  afterEach(() => server.close());

  /** Evaluates every checkpoint on the server, whose own counts are returned. */
  async function evaluated(fate: (request: number) => Fate, settings: Partial<Registration> = {}) {
    const counts: Record<Fate, number> = { answered: 0, Unavailable: 0, ConnectionReset: 0, TimedOut: 0 };
    const tokens = { prompt: 0, completion: 0, wasted: 0 };
    server.otherwise((request) => {
      const met = fate(server.requests.length);
      counts[met]++;
      const prompt = promptOf(request).length;
      if (met === 'ConnectionReset' || met === 'TimedOut') tokens.wasted += prompt;
      if (met !== 'answered') return troubles[met];
      return countedAnswer(request, prompt, tokens);
    });
    const connections = createConnections({
      requestTimeoutMs: 500,
      keyVariables: [],
      environment: {},
      addresses: 'private',
    });
    const inference = createInference({
      db: database.db,
      connect: connections.connect,
      heartbeatTimeoutMs: 5_000,
    });
    const first = await driver.newSession({ endpoint: server.url, checkpoint: checkpoints[0]!, ...settings });
    try {
      await rounds(first, inference);
      for (const checkpoint of checkpoints.slice(1)) {
        await rounds(await driver.newSession({ of: first.family, checkpoint }), inference);
      }
    } finally {
      await connections.close();
    }
    return { family: first.family, counts, tokens };
  }

  /** Asks again at once, where the workflow would wait for as long as the failure says. */
  async function rounds(session: DrivenSession, inference: ReturnType<typeof createInference>) {
    for (;;) {
      const next = await driver.next(session);
      if (next.stop) return;
      const ask = () =>
        activityEnvironment().run(() => inference.inferAnswers(session.sessionId, next.round));
      while (!(await ask().then(() => true, isRetryable))) {}
      await driver.grade(session, next.round);
    }
  }

  it('costs no task its true grade, and status tells what it wasted as the server itself counts it', async () => {
    const sound = await evaluated(() => 'answered');
    const requestsBefore = server.requests.length;
    const prices = { pricePrompt: 2, priceCompletion: 8 };
    const { family, counts, tokens } = await evaluated((n) => fateOf(n - requestsBefore), prices);

    const gradesOf = async (slug: string) => {
      const records = await attemptRecords(database.db, slug);
      expectAllGraded(records);
      return records.map(({ seed, score }) => [seed, score]);
    };
    expect(await gradesOf(family.slug)).toEqual(await gradesOf(sound.family.slug));

    for (const fate of fates) expect(counts[fate], fate).toBeGreaterThan(0);
    const [status] = await familyStatus(database.db, family.slug);
    const { answered, ...unanswered } = counts;
    expect(status?.requests).toEqual({
      sent: server.requests.length - requestsBefore,
      answered,
      open: 0,
      unanswered,
      wastedPromptTokens: tokens.wasted,
      withoutCounts: 0,
    });
    const usd = (2 * (tokens.prompt + tokens.wasted) + 8 * tokens.completion) / 1e6;
    expect(status?.cost.usd).toBeCloseTo(usd, 9);
    expect(status?.cost.wastedUsd).toBeCloseTo((2 * tokens.wasted) / 1e6, 9);
    const each = status?.evaluations.map(({ cost }) => cost.usd ?? Number.NaN) ?? [];
    expect(each.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(usd, 9);
    expect(requestsText(status!.requests)).toMatch(/^[\d,]+ requests sent, \d+ of them for nothing: /);

    const computed = await database.db
      .selectFrom('checkpoints')
      .select(['tokens', 'flops', 'compute_value', 'compute_unit'])
      .where('family_id', '=', family.id)
      .execute();
    const none = { tokens: null, flops: null, compute_value: null, compute_unit: null };
    expect(computed, 'what evaluating costs is no training compute').toEqual(checkpoints.map(() => none));
  });

  it('has no cost without prices, nor where it does not count, and says of how many requests', async () => {
    const statusAfterRound = async (settings: Partial<Registration>) => {
      const session = await driver.newSession({ endpoint: server.url, ...settings });
      const next = await driver.next(session);
      if (!next.stop) await driver.ask(session, next.round);
      const [status] = await familyStatus(database.db, session.family.slug);
      return { ...status?.cost, ...status?.requests };
    };
    expect(await statusAfterRound({})).toMatchObject({ prices: null, usd: null, withoutCounts: 0 });

    server.otherwise((request) => ({ ...answerOfAgent()(request), usage: null }) as Behaviour);
    const prices = { pricePrompt: 2, priceCompletion: 8 };
    const uncounted = await statusAfterRound(prices);
    expect(uncounted).toMatchObject({ prices: { prompt: 2, completion: 8 }, usd: null, wastedUsd: null });
    expect(uncounted.withoutCounts).toBeGreaterThan(0);
    expect(uncounted.withoutCounts).toBe(uncounted.answered);
  });
});

/** An answer whose tokens are its letters. */
function countedAnswer(
  request: ReceivedRequest,
  prompt: number,
  tokens: { prompt: number; completion: number },
): Behaviour {
  const answer = answerOfAgent()(request) as Extract<Behaviour, { kind: 'answer' }>;
  tokens.prompt += prompt;
  tokens.completion += answer.text.length;
  return { ...answer, usage: { prompt_tokens: prompt, completion_tokens: answer.text.length } };
}

function isRetryable(error: unknown): false {
  if (error instanceof Error && 'nonRetryable' in error && !error.nonRetryable) return false;
  throw error;
}
