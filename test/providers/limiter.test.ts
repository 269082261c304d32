import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProviderAdapter, ProviderError } from '../../providers/contract.ts';
import { createEndpointLimiter } from '../../providers/limiter.ts';
import { openProvider } from '../../providers/open.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

const never = new AbortController().signal;
const options = { name: 'The endpoint', concurrencyMax: 3, coolDownDefaultMs: 120 };

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

  it.each<[string, (left: number) => Record<string, string>]>([
    [
      'OpenAI',
      (left) => ({
        'x-ratelimit-limit-requests': '10',
        'x-ratelimit-remaining-requests': String(left),
        'x-ratelimit-reset-requests': `${50 * (10 - left)}ms`,
      }),
    ],
    ['the IETF', (left) => ({ 'ratelimit-policy': '"a";q=20;w=1', ratelimit: `"a";r=${left};t=1` })],
  ])('spaces requests evenly by the limits that a server states as %s does', async (_, headers) => {
    const limiter = createEndpointLimiter({ ...options, concurrencyMax: 16 });
    server.otherwise({ kind: 'answer', text: 'ok', headers: headers(5) });
    const observed = () => limiter.run(async (observe) => observe(await ask()), never);
    await Promise.all(Array.from({ length: 24 }, observed));
    // The first eight go before anything is known of the server, and timers that are late are made up for.
    const paced = server.requests.slice(8).map(({ receivedAtMs }) => receivedAtMs);
    const [first = 0, last = 0] = [paced[0], paced.at(-1)];
    expect(last - first).toBeGreaterThanOrEqual(15 * 50 * 0.8 - 100);
  });

  it('does not let anybody wait for longer than a quarter of an hour', async () => {
    const limiter = createEndpointLimiter({ ...options, concurrencyMax: 1 });
    server.next({ kind: 'status', status: 429, headers: { 'retry-after': '901' } });
    const outcomes = await Promise.allSettled(Array.from({ length: 3 }, () => limiter.run(ask, never)));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'Throttled' } });
      const { retryAfterMs } = (outcome as PromiseRejectedResult).reason as ProviderError;
      expect(retryAfterMs).toBeGreaterThan(900_000);
    }
    expect(server.requests).toHaveLength(1);
  });

  it('waits longer after every refusal in a row that does not say how long', async () => {
    const limiter = createEndpointLimiter({ ...options, coolDownDefaultMs: 40 });
    server.otherwise({ kind: 'status', status: 503 });
    const waits: number[] = [];
    for (let refusal = 0; refusal < 3; refusal++) {
      await expect(limiter.run(ask, never)).rejects.toMatchObject({ code: 'Throttled' });
      waits.push(limiter.notBefore - Date.now());
    }
    expect(waits.map((wait) => Math.ceil(wait / 40))).toEqual([1, 2, 4]);
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
