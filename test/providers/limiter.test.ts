import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProviderAdapter, ProviderError } from '../../providers/contract.ts';
import { createEndpointLimiter } from '../../providers/limiter.ts';
import { openProvider } from '../../providers/open.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

const never = new AbortController().signal;
const options = { concurrencyMax: 3, coolDownDefaultMs: 120 };

describe('the limiter of an endpoint', () => {
  let server: ModelServer;
  let adapter: ProviderAdapter;

  beforeEach(async () => {
    server = await startModelServer();
    adapter = openProvider({
      kind: 'openai-compatible',
      baseUrl: server.url,
      apiKey: null,
      timeoutMs: 5_000,
      connectionsMax: 16,
      addresses: 'private',
    });
  });
  afterEach(async () => {
    await adapter.close();
    await server.close();
  });

  const ask = () =>
    adapter.ask({
      model: 'm',
      messages: [{ role: 'user', content: 'Question?' }],
      maxTokens: 8,
      temperature: 0,
      seed: 1,
      signal: never,
    });

  it('keeps as many requests under way as it may, and never more', async () => {
    server.otherwise({ kind: 'answer', text: 'ok', delayMs: 25 });
    const limiter = createEndpointLimiter(options);
    await Promise.all(Array.from({ length: 20 }, () => limiter.run(ask, never)));
    expect(server.requests).toHaveLength(20);
    expect(server.inFlightMax).toBe(3);
  });

  it.each([
    ['as long as the server asks', { 'retry-after-ms': '400' }, 400],
    ['for the default where it says nothing', {}, 120],
  ])('lets nothing start after a refusal %s, and passes the refusal on', async (_, headers, waitMs) => {
    const limiter = createEndpointLimiter({ ...options, concurrencyMax: 1 });
    server.next({ kind: 'status', status: 429, headers, delayMs: 20 });
    // All stand in the queue when the refusal comes, so it is the queue that has to respect it.
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => limiter.run(ask, never)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual([...Array(4).fill('fulfilled'), 'rejected']);
    const [refused, ...later] = server.requests.map((request) => request.receivedAtMs);
    expect(later).toHaveLength(4);
    for (const at of later) expect(at - refused!).toBeGreaterThanOrEqual(waitMs);
    expect(limiter.notBefore).toBeGreaterThanOrEqual(refused! + waitMs);
  });

  it('does not cool down after other failures', async () => {
    const limiter = createEndpointLimiter(options);
    server.next({ kind: 'status', status: 500, headers: { 'retry-after': '30' } });
    await expect(limiter.run(ask, never)).rejects.toMatchObject({ code: 'Unavailable' });
    expect(limiter.notBefore).toBe(0);
    await limiter.run(ask, never);
  });

  it('never moves the end of a cool-down earlier', () => {
    const limiter = createEndpointLimiter(options);
    limiter.coolDownUntil(2_000);
    limiter.coolDownUntil(1_000);
    expect(limiter.notBefore).toBe(2_000);
  });

  it('lets go of tasks that wait, for a slot or for the cool-down, as soon as they are aborted', async () => {
    const limiter = createEndpointLimiter({ ...options, concurrencyMax: 1 });
    let finish = () => {};
    const running = limiter.run(() => new Promise<void>((resolve) => (finish = resolve)), never);
    const controller = new AbortController();
    const forSlot = limiter.run(ask, controller.signal).catch((error: unknown) => error);
    await sleep(10);
    limiter.coolDownUntil(Date.now() + 60_000);
    const forCoolDown = limiter.run(ask, controller.signal).catch((error: unknown) => error);
    controller.abort();
    for (const failure of [await forSlot, await forCoolDown]) {
      expect(failure).toBeInstanceOf(ProviderError);
      expect(failure).toMatchObject({ code: 'Cancelled' });
    }
    finish();
    await running;
    expect(server.requests).toEqual([]);
  });

  it('leaves a task that runs to watch the signal itself, so that no answer is thrown away', async () => {
    const limiter = createEndpointLimiter(options);
    const controller = new AbortController();
    const task = async () => {
      controller.abort();
      return (await ask()).text;
    };
    expect(await limiter.run(task, controller.signal)).toBe('ok');
  });
});
