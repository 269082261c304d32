import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RegistryError, type RegistryErrorCode, type RegistryOptions } from '../../registries/contract.ts';
import { openRegistry } from '../../registries/open.ts';
import type { Misbehaviour, RegistryServer } from '../support/registry-server.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { type RegistryHarness, registryContract } from './contract.ts';

/** A registry that is a server, replaying what real ones answer. */
export interface HttpRegistryHarness extends RegistryHarness {
  readonly server: RegistryServer;
  /** The address of the registry as a family is registered with it. */
  readonly address: string;
  /** What the harness opens its own adapter with. */
  readonly options: RegistryOptions;
}

const token = 'hf_9f8e7d6c5b4a39281706';
const megabyte = 1024 ** 2;

/** The specification that every registry adapter over HTTP passes beside the one for all. */
export function httpRegistryContract(name: string, makeHarness: () => Promise<HttpRegistryHarness>): void {
  registryContract(name, makeHarness);

  describe(`${name} over HTTP`, () => {
    let harness: HttpRegistryHarness;
    beforeEach(async () => {
      harness = await makeHarness();
      await harness.put('checkpoint-1', { step: 1, content: 'one' });
    });
    afterEach(async () => {
      await harness.close();
    });

    async function listWith(options: Partial<RegistryOptions> = {}) {
      const adapter = openRegistry(harness.address, { ...harness.options, ...options });
      try {
        return await adapter.list(new AbortController().signal);
      } finally {
        await adapter.close();
      }
    }

    async function failureOf(behaviour: Misbehaviour | null, options: Partial<RegistryOptions> = {}) {
      harness.server.misbehave(behaviour);
      const failure = await listWith({ token, ...options }).then(
        () => expect.fail('it was listed'),
        (error: unknown) => error,
      );
      harness.server.misbehave(null);
      expect(failure).toBeInstanceOf(RegistryError);
      const { message, stack } = failure as RegistryError;
      expect(message).toMatch(/^[A-Z][^\n]{0,400}\.$/);
      for (const secret of [token, token.slice(3, 14)]) expect(`${message} ${stack}`).not.toContain(secret);
      return failure as RegistryError;
    }

    it.each<[string, Misbehaviour, RegistryErrorCode]>([
      ['401', { kind: 'status', status: 401 }, 'RegistryForbidden'],
      ['403', { kind: 'status', status: 403 }, 'RegistryForbidden'],
      ['404', { kind: 'status', status: 404 }, 'RegistryNotFound'],
      ['429', { kind: 'status', status: 429 }, 'RegistryUnavailable'],
      ['500', { kind: 'status', status: 500 }, 'RegistryUnavailable'],
      ['503', { kind: 'status', status: 503, body: '<html>away</html>' }, 'RegistryUnavailable'],
      ['400', { kind: 'status', status: 400 }, 'RegistryMalformed'],
      ['HTML', { kind: 'html' }, 'RegistryMalformed'],
      ['half a JSON text', { kind: 'malformed' }, 'RegistryMalformed'],
      ['JSON of another API', { kind: 'stranger' }, 'RegistryMalformed'],
      ['more than 32 MB', { kind: 'oversize', bytes: 40 * megabyte }, 'RegistryMalformed'],
      ['half an answer', { kind: 'drop' }, 'RegistryUnavailable'],
    ])('takes %s for what it is, and lists again afterwards', async (_, behaviour, code) => {
      expect((await failureOf(behaviour)).code).toBe(code);
      expect((await listWith()).map(({ step }) => step)).toEqual([1]);
    });

    it('says how long a registry asked to wait', async () => {
      const headers = { 'retry-after': '7' };
      expect((await failureOf({ kind: 'status', status: 429, headers })).retryAfterMs).toBe(7_000);
      expect((await failureOf({ kind: 'status', status: 429 })).retryAfterMs).toBeNull();
    });

    it('waits no longer than it may', async () => {
      const startedMs = performance.now();
      const failure = await failureOf({ kind: 'hang' }, { timeoutMs: 150 });
      expect(failure.code).toBe('RegistryUnavailable');
      expect(performance.now() - startedMs).toBeLessThan(3_000);
    });

    it('follows no redirect to another host', async () => {
      const elsewhere = await startRegistryServer(() => ({ json: {} }));
      try {
        const failure = await failureOf({ kind: 'redirect', location: `${elsewhere.url}/anything` });
        expect(failure.code).toBe('RegistryForbidden');
        expect(failure.message).toContain(new URL(elsewhere.url).host);
        expect(elsewhere.requests).toEqual([]);
      } finally {
        await elsewhere.close();
      }
    });

    it('asks no host that it may not ask', async () => {
      const before = harness.server.requests.length;
      expect((await failureOf(null, { addresses: 'public' })).code).toBe('RegistryForbidden');
      expect(harness.server.requests).toHaveLength(before);
    });

    it('sends its token, and none where there is none', async () => {
      await listWith({ token });
      expect(harness.server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
      await listWith({ token: null });
      expect(harness.server.requests.at(-1)?.headers.authorization).toBeUndefined();
    });

    it('stops in the middle of a listing when the signal aborts', async () => {
      harness.server.misbehave({ kind: 'hang' });
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error('enough')), 50);
      await expect(harness.adapter.list(controller.signal)).rejects.toThrow('enough');
    });
  });
}
