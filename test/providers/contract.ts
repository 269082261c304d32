import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type InferenceAnswer,
  type InferenceRequest,
  type ProviderAdapter,
  ProviderError,
  type ProviderErrorCode,
} from '../../providers/contract.ts';
import {
  type Behaviour,
  type ModelServer,
  type ReceivedRequest,
  startModelServer,
} from '../support/model-server.ts';
import type { WireFormat } from '../support/wire-formats.ts';

/** What a test needs to know of one provider's wire format. */
export interface ProviderHarness {
  readonly format: WireFormat;
  /** The API's own reasons for the end of an answer, and what becomes of them. */
  readonly finishReasons: readonly (readonly [string, InferenceAnswer['finishReason']])[];
  /** What of this contract the API itself makes impossible, and why. */
  readonly cannot?: { readonly sendSeed?: string; readonly leaveOutCounts?: string };
  open(settings: { baseUrl: string; apiKey: string | null; timeoutMs: number }): ProviderAdapter;
  /** The request in the terms of the contract, as the server received it. */
  read(received: ReceivedRequest): Omit<InferenceRequest, 'signal' | 'seed'> & { seed: number | null };
  /** The key that the server received. */
  keyOf(received: ReceivedRequest): string | null;
}

const apiKey = 'sk-test-9f8e7d6c5b4a39281706';
const prompt = 'Marigold asks: which of the seven\nlanterns "burns" beyond the harbour wall?';
const megabyte = 1024 * 1024;

/** The specification that every provider adapter passes, against a server that speaks real HTTP. */
export function providerContract(name: string, harness: ProviderHarness): void {
  describe(`${name} as a provider`, () => {
    let server: ModelServer;
    let adapter: ProviderAdapter;

    beforeEach(async () => {
      server = await startModelServer(harness.format);
      adapter = harness.open({ baseUrl: server.url, apiKey, timeoutMs: 5_000 });
    });

    afterEach(async () => {
      await adapter.close();
      await server.close();
    });

    const request = (change: Partial<InferenceRequest> = {}): InferenceRequest => ({
      model: 'step-300',
      messages: [
        { role: 'system', content: 'Answer with JSON.' },
        { role: 'user', content: prompt },
        { role: 'assistant', content: 'The third.' },
        { role: 'user', content: 'Are you sure?' },
      ],
      maxTokens: 77,
      temperature: 0.25,
      seed: 1234567,
      signal: new AbortController().signal,
      ...change,
    });

    /** The failure of one request that the server treats so, checked for what no failure may carry. */
    async function failureOf(
      behaviour: Behaviour,
      change: Partial<InferenceRequest> = {},
    ): Promise<ProviderError> {
      server.next(behaviour);
      const sentBefore = server.requests.length;
      const failure = await adapter.ask(request(change)).then(
        () => expect.fail('the request succeeded'),
        (error: unknown) => error,
      );
      if (!(failure instanceof ProviderError)) throw failure;
      expect(server.requests.length - sentBefore, 'requests sent').toBe(1);
      expectNoSecrets(failure);
      return failure;
    }

    it('sends the whole request, once, with the key, and gives back the answer', async () => {
      server.next({
        kind: 'answer',
        text: '{"lantern": 3}',
        reasoning: 'Not part of the answer.',
        usage: harness.format.usage({ promptTokens: 31, completionTokens: 9, reasoningTokens: 4 }),
        headers: { 'x-request-id': 'r-1' },
        delayMs: 30,
      });
      const asked = request();
      const answer = await adapter.ask(asked);
      const { signal: _, ...sent } = asked;
      const seed = harness.cannot?.sendSeed === undefined ? asked.seed : null;
      expect(server.requests.map(harness.read)).toEqual([{ ...sent, seed }]);
      expect(harness.keyOf(server.requests[0]!)).toBe(apiKey);
      expect(answer).toMatchObject({
        text: '{"lantern": 3}',
        usage: { promptTokens: 31, completionTokens: 9, reasoningTokens: 4 },
        finishReason: 'stop',
        headers: { 'x-request-id': 'r-1' },
      });
      expect(answer.latencyMs).toBeGreaterThan(25);
      expect(answer.latencyMs).toBeLessThan(5_000);
    });

    it('sends no key where there is none, whatever the environment holds', async () => {
      const variables = [
        'OPENAI_API_KEY',
        'ANTHROPIC_API_KEY',
        'GOOGLE_GENERATIVE_AI_API_KEY',
        'OPENAI_BASE_URL',
      ];
      for (const name of variables) vi.stubEnv(name, 'from-the-environment');
      onTestFinished(() => void vi.unstubAllEnvs());
      const keyless = harness.open({ baseUrl: server.url, apiKey: null, timeoutMs: 5_000 });
      await keyless.ask(request()).finally(() => keyless.close());
      expect(harness.keyOf(server.requests[0]!)).toBeNull();
      expect(JSON.stringify(server.requests[0]!.headers)).not.toContain('from-the-environment');
    });

    it('says null for every token count that the server left out, and 0 only where it said 0', async (test) => {
      const reason = harness.cannot?.leaveOutCounts;
      test.skip(reason !== undefined, reason);
      const { usage } = harness.format;
      server.next(
        { kind: 'answer', text: 'a', usage: null },
        { kind: 'answer', text: 'b', usage: usage({ completionTokens: 5 }) },
        { kind: 'answer', text: '', usage: usage({ promptTokens: 8, completionTokens: 0 }) },
      );
      const usages = [];
      for (let count = 0; count < 3; count++) usages.push((await adapter.ask(request())).usage);
      expect(usages).toEqual([
        { promptTokens: null, completionTokens: null, reasoningTokens: null },
        { promptTokens: null, completionTokens: 5, reasoningTokens: null },
        { promptTokens: 8, completionTokens: 0, reasoningTokens: null },
      ]);
    });

    it.each(harness.finishReasons)('maps the finish reason %s to %s', async (finishReason, expected) => {
      server.next({ kind: 'answer', text: 'x', finishReason });
      expect((await adapter.ask(request())).finishReason).toBe(expected);
    });

    it.each<[number, ProviderErrorCode]>([
      [400, 'InvalidRequest'],
      [413, 'InvalidRequest'],
      [422, 'InvalidRequest'],
      [401, 'AuthenticationFailed'],
      [403, 'AuthenticationFailed'],
      [404, 'ModelNotFound'],
      [429, 'Throttled'],
      [503, 'Throttled'],
      [500, 'Unavailable'],
      [502, 'Unavailable'],
      [529, 'Throttled'],
    ])('maps status %i to %s, whatever body comes with it', async (status, code) => {
      for (const body of [{ error: { message: 'no' } }, '<html>no</html>', '', { error: 7 }]) {
        const failure = await failureOf({ kind: 'status', status, body });
        expect([failure.code, failure.status]).toEqual([code, status]);
      }
    });

    it('quotes the server’s own message, but never a prompt or a key that it repeats', async () => {
      const said = async (message: string): Promise<string> =>
        (await failureOf({ kind: 'status', status: 400, body: { error: { message } } })).message;
      expect(await said('max_tokens is too large')).toContain('max_tokens is too large');
      expect(await said(`bad prompt: ${JSON.stringify(prompt)}`)).not.toContain('bad prompt');
      expect(await said(`bad part: ${prompt.slice(9, 40).toUpperCase()}`)).not.toContain('bad part');
      expect(await said(`key ${apiKey.slice(3, 14)} is odd`)).not.toContain('is odd');
      expect(await said(`${'long '.repeat(9_000)}`)).toContain('long long');
      expect(await said('two\nlines\u0000here')).toContain('two lines here');
    });

    it('does not quote a refusal of the key at all, since servers print its ends', async () => {
      const body = { error: { message: 'Incorrect API key: sk-t*****1706' } };
      expect((await failureOf({ kind: 'status', status: 401, body })).message).not.toContain('1706');
    });

    it('names the model and the endpoint when the model is not served', async () => {
      const failure = await failureOf({ kind: 'status', status: 404 }, { model: 'step-9' });
      expect(failure.message).toContain('step-9');
      expect(failure.message).toContain(server.url);
    });

    it('says how long a throttling server asked to wait, and null when it did not', async () => {
      const waits = [];
      for (const headers of [{ 'retry-after': '3' }, { 'retry-after-ms': '150' }, {}]) {
        waits.push((await failureOf({ kind: 'status', status: 429, headers })).retryAfterMs);
      }
      expect(waits).toEqual([3_000, 150, null]);
    });

    it.each<[string, Behaviour]>([
      ['answers with HTML', { kind: 'html' }],
      ['answers with half a JSON text', { kind: 'malformed' }],
      ['answers with no choices', { kind: 'status', status: 200, body: { choices: [] } }],
      [
        'answers with an error under status 200',
        { kind: 'status', status: 200, body: { error: { message: 'x' } } },
      ],
      ['sends more than 8 MB', { kind: 'oversize', bytes: 9 * megabyte }],
    ])('says Unavailable when the server %s', async (_, behaviour) => {
      expect((await failureOf(behaviour)).code).toBe('Unavailable');
    });

    it.each(['before', 'after'] as const)(
      'says ConnectionReset when the server drops the connection %s the work',
      async (when) => {
        expect((await failureOf({ kind: 'drop', when })).code).toBe('ConnectionReset');
      },
    );

    it('reads an answer of less than 8 MB', async () => {
      server.next({ kind: 'oversize', bytes: 7 * megabyte });
      expect((await adapter.ask(request())).text.length).toBeGreaterThanOrEqual(7 * megabyte);
    });

    it('stops reading a body soon after 8 MB', async () => {
      const startedMs = performance.now();
      await failureOf({ kind: 'oversize', bytes: 100_000 * megabyte });
      expect(performance.now() - startedMs).toBeLessThan(4_000);
    });

    it('follows no redirect and names the host that it would have led to', async () => {
      const elsewhere = await startModelServer(harness.format);
      try {
        for (const status of [301, 302, 307, 308]) {
          const location = `${elsewhere.url}/chat/completions`;
          const failure = await failureOf({ kind: 'redirect', location, status });
          expect(failure.code).toBe('Unavailable');
          expect(failure.message).toContain(new URL(elsewhere.url).host);
        }
        expect((await failureOf({ kind: 'status', status: 302 })).message).toContain('unreadable address');
        expect(elsewhere.requests).toEqual([]);
      } finally {
        await elsewhere.close();
      }
    });

    it('says Unavailable when nobody listens', async () => {
      await server.close();
      const failure = await adapter.ask(request()).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'Unavailable', status: null });
      server = await startModelServer(harness.format);
    });

    it.each<Behaviour>([{ kind: 'hang' }, { kind: 'trickle', everyMs: 40 }])(
      'says TimedOut when the whole answer does not come in time, with $kind',
      async (behaviour) => {
        const hasty = harness.open({ baseUrl: server.url, apiKey, timeoutMs: 150 });
        server.next(behaviour);
        const startedMs = performance.now();
        const failure = await hasty.ask(request()).catch((error: unknown) => error);
        expect(failure).toMatchObject({ name: 'ProviderError', code: 'TimedOut' });
        expect(performance.now() - startedMs).toBeLessThan(2_000);
        await hasty.close();
      },
    );

    it('says Cancelled when the caller aborts, during the request or before it', async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 80);
      expect((await failureOf({ kind: 'hang' }, { signal: controller.signal })).code).toBe('Cancelled');
      const again = adapter.ask(request({ signal: controller.signal }));
      await expect(again).rejects.toMatchObject({ code: 'Cancelled' });
      expect(server.requests).toHaveLength(1);
    });

    it('keeps its connections and works on after every kind of failure', async () => {
      const kinds: Behaviour[] = [
        { kind: 'drop', when: 'after' },
        { kind: 'status', status: 500 },
        { kind: 'malformed' },
      ];
      for (const behaviour of kinds) await failureOf(behaviour);
      const connectionsBefore = server.connections;
      for (let count = 0; count < 20; count++) await adapter.ask(request());
      expect(server.connections - connectionsBefore).toBeLessThanOrEqual(1);
    });
  });
}

/** A failure is stored and logged: one line, short, and nothing in it or under it that was confided. */
function expectNoSecrets(failure: ProviderError): void {
  expect(failure.message.length).toBeLessThanOrEqual(300);
  expect(failure.message).toMatch(/^[^\n]+\.$/);
  const everything = JSON.stringify([failure.message, String(failure.stack), failure.cause ?? null]);
  for (const secret of ['lanterns', 'harbour', apiKey, apiKey.slice(3, 14)]) {
    expect(everything).not.toContain(secret);
  }
}
