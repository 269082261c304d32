import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ListedCheckpoint } from '../../registries/contract.ts';
import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { huggingFaceHarness } from './hf-harness.ts';
import { httpRegistryContract } from './http-contract.ts';

httpRegistryContract('hf', huggingFaceHarness);

const never = new AbortController().signal;

describe('a repository of the Hub', () => {
  let harness: Awaited<ReturnType<typeof huggingFaceHarness>>;
  beforeEach(async () => {
    harness = await huggingFaceHarness();
  });
  afterEach(async () => {
    await harness.close();
  });

  const list = (signal = never) => harness.adapter.list(signal);
  const digestOf = (checkpoint: ListedCheckpoint) => harness.adapter.identify(checkpoint, () => {}, never);

  async function one(label: string): Promise<ListedCheckpoint> {
    const found = (await list()).find((checkpoint) => checkpoint.label === label);
    return found ?? expect.fail(`${label} is not listed`);
  }

  async function failure(promise: Promise<unknown>): Promise<unknown> {
    return await promise.then(
      () => expect.fail('it was done'),
      (error: unknown) => error,
    );
  }

  const weights = (content: string) => ({ 'config.json': '{}', 'model.safetensors': content });
  const trainerState = (step: number) => JSON.stringify({ global_step: step, total_flos: 5e15 });

  describe('its branches and tags', () => {
    it('carry steps and tokens in their names, and stand in the order of steps', async () => {
      const { hub } = harness;
      hub.commit('main', weights('latest'));
      hub.commit('stage1-step140000-tokens294B', weights('a'));
      hub.commit('step1000-tokens4B', weights('b'));
      hub.commit('stage2-ingredient1-step11931-tokens50B', weights('c'));
      hub.tags.set('step-001500-3BT', hub.commit('main', weights('d')));
      expect(await list()).toMatchObject([
        {
          label: 'step1000-tokens4B',
          step: 1000,
          tokens: 4e9,
          location: 'hf:acme/tiny-lm@step1000-tokens4B',
        },
        { label: 'step-001500-3BT', step: 1500, tokens: 3e9 },
        { label: 'stage1-step140000-tokens294B', step: 140_000, tokens: 294e9 },
        { label: 'main', identity: null, fingerprint: hub.branches.get('main'), state: 'ready' },
        { label: 'stage2-ingredient1-step11931-tokens50B' },
      ]);
      expect((await list()).slice(3).map(({ step }) => step)).toEqual([undefined, undefined]);
    });

    it('are each called by a name of their own', async () => {
      const { hub } = harness;
      hub.commit('v1', weights('of the branch'));
      hub.tags.set('v1', hub.commit('dev', weights('of the tag')));
      expect((await list()).map(({ label }) => label)).toEqual(['dev', 'refs/tags/v1', 'v1']);
      expect(await digestOf(await one('refs/tags/v1'))).toBe(await digestOf(await one('dev')));
      expect(await digestOf(await one('refs/tags/v1'))).not.toBe(await digestOf(await one('v1')));
    });

    it('are one checkpoint by their content: another name or another README makes none', async () => {
      const { hub } = harness;
      hub.tags.set('v1', hub.commit('main', { ...weights('same'), 'README.md': 'old' }));
      const before = await digestOf(await one('main'));
      hub.commit('main', { ...weights('same'), 'README.md': 'new', 'optimizer.bin': 'state' });
      const [main, tag] = [await one('main'), await one('v1')];
      expect(main.fingerprint).not.toBe(tag.fingerprint);
      expect([await digestOf(main), await digestOf(tag)]).toEqual([before, before]);
      hub.commit('main', { ...weights('same'), 'config.json': '{"rope_theta": 5}' });
      expect(await digestOf(await one('main'))).not.toBe(before);
    });

    it('are no checkpoints without weights, unless their names promise some', async () => {
      const { hub } = harness;
      hub.commit('gh-pages', { 'index.html': '"soon"' });
      hub.commit('step500', { 'README.md': '"soon"' });
      expect(await list()).toMatchObject([
        { label: 'step500', state: 'writing', reason: 'It holds no weights.' },
      ]);
    });

    it('whose weights are not whole are being written, and broken after a day', async () => {
      const { hub } = harness;
      const index = JSON.stringify({ weight_map: { a: 'first.safetensors', b: 'second.safetensors' } });
      const part = { 'model.safetensors.index.json': index, 'first.safetensors': 'a' };
      hub.commit('named', part);
      hub.commit('counted', {
        'model-00001-of-00003.safetensors': 'a',
        'model-00003-of-00003.safetensors': 'c',
      });
      hub.commit('nonsense', { ...weights('x'), 'model.safetensors.index.json': '[]' });
      const dayAgo = new Date(Date.now() - 25 * 3_600_000).toISOString();
      hub.commit('left', part, { date: dayAgo });
      expect(await list()).toMatchObject([
        { label: 'counted', state: 'writing', reason: expect.stringContaining('model-00002-of-00003') },
        { label: 'left', state: 'broken', reason: expect.stringContaining('second.safetensors') },
        { label: 'named', state: 'writing', reason: expect.stringContaining('second.safetensors') },
        { label: 'nonsense', state: 'writing', reason: expect.stringMatching(/^The index .+ is none\.$/) },
      ]);
      hub.commit('named', { ...part, 'second.safetensors': 'b' });
      expect((await one('named')).state).toBe('ready');
    });
  });

  describe('its trainer_state.json', () => {
    it('gives step and FLOPs, not those of another step than the name says', async () => {
      const { hub } = harness;
      hub.commit('main', { ...weights('a'), 'trainer_state.json': trainerState(700) });
      hub.commit('step500', { ...weights('b'), 'trainer_state.json': trainerState(700) });
      hub.commit('other', { ...weights('c'), 'trainer_state.json': '{"step": 3}' });
      const [step500, main, other] = await list();
      expect(main).toMatchObject({ label: 'main', step: 700, flops: 5e15 });
      expect(step500).toMatchObject({ label: 'step500', step: 500, state: 'ready' });
      expect(step500).not.toHaveProperty('flops');
      expect(other).not.toHaveProperty('step');
    });

    it('is read where the Hub itself sends for it, and done without where that is another host', async () => {
      const { hub } = harness;
      const elsewhere = await startRegistryServer(() => ({ json: { global_step: 9 } }));
      try {
        const commit = hub.commit('main', { ...weights('a'), 'trainer_state.json': trainerState(700) });
        const cached = `/api/resolve-cache/models/acme/tiny-lm/${commit}/trainer_state.json`;
        hub.redirects.set('trainer_state.json', `${cached}?etag=%22abc%22`);
        expect(await one('main')).toMatchObject({ step: 700 });
        hub.commit('main', { ...weights('b'), 'trainer_state.json': trainerState(800) });
        hub.redirects.set('trainer_state.json', `${elsewhere.url}/signed`);
        const away = { status: 302, headers: { location: `${elsewhere.url}/signed` } };
        hub.intercept = ({ url }) => (url.pathname.includes('resolve-cache') ? away : undefined);
        expect(await one('main')).not.toHaveProperty('step');
        expect(elsewhere.requests).toEqual([]);
      } finally {
        await elsewhere.close();
      }
    });

    it('may not be read of a gated repository without a token', async () => {
      const { hub } = harness;
      hub.commit('main', { ...weights('a'), 'trainer_state.json': trainerState(700) });
      hub.intercept = ({ url }) => (url.pathname.includes('/resolve/') ? { status: 403 } : undefined);
      expect(await failure(list())).toMatchObject({
        code: 'RegistryForbidden',
        message: expect.stringContaining('--registry-key-env'),
      });
    });
  });

  describe('is asked', () => {
    it('once for a look at which nothing is new, and for no commit twice', async () => {
      const { hub } = harness;
      const shards = { 'model-00001-of-00001.safetensors': 'a', 'model.safetensors.index.json': '{}' };
      hub.tags.set('v1', hub.commit('step1', { ...shards, 'trainer_state.json': trainerState(1) }));
      await list();
      const ofOne = hub.newRequests().filter((path) => path.includes(hub.branches.get('step1')!));
      expect(ofOne.map((path) => path.replace(/.*(tree|resolve).*/, '$1'))).toEqual(['tree', 'resolve']);
      await list();
      expect(hub.newRequests()).toEqual(['/api/models/acme/tiny-lm/refs']);
      hub.commit('step2', weights('b'));
      await list();
      expect(hub.newRequests()).toHaveLength(2);
      await digestOf(await one('step2'));
      expect(hub.newRequests().slice(1)).toEqual(['/api/models/acme/tiny-lm/revision/step2']);
    });

    it('for every page of the files of a commit', async () => {
      const { hub } = harness;
      hub.pageLength = 2;
      const files = { ...weights('a'), 'onnx/model.onnx': 'o', 'tokenizer.json': '{}', 'vocab.json': '{}' };
      hub.commit('main', files);
      const before = await digestOf(await one('main'));
      expect(hub.newRequests().filter((path) => path.includes('cursor'))).toHaveLength(2);
      hub.commit('main', { ...files, 'vocab.json': '{"a": 1}' });
      expect(await digestOf(await one('main'))).not.toBe(before);
    });

    it('for no page on another host, and for none twice', async () => {
      const { hub } = harness;
      hub.commit('main', weights('a'));
      const linking = (link: string) => {
        hub.intercept = ({ url }) =>
          url.pathname.includes('/tree/')
            ? { json: [], headers: { link: `<${link}>; rel="next"` } }
            : undefined;
        return failure(list());
      };
      expect(await linking('http://other.example/tree')).toMatchObject({
        code: 'RegistryForbidden',
        message: expect.stringContaining('other.example'),
      });
      const commit = hub.branches.get('main');
      const itself = `/api/models/acme/tiny-lm/tree/${commit}?recursive=true`;
      expect(await linking(itself)).toMatchObject({ code: 'RegistryMalformed' });
    });

    it('no more once its limit is used up, until the limit is renewed or the signal aborts', async () => {
      const { hub } = harness;
      for (let step = 1; step <= 9; step++) hub.commit(`step${step}`, weights(`${step}`));
      const useUp = () => {
        hub.intercept = () => {
          hub.intercept = () => undefined;
          return { json: { tags: [], branches: [] }, headers: { ratelimit: '"api";r=0;t=1' } };
        };
      };
      useUp();
      expect(await list()).toEqual([]);
      const startedMs = performance.now();
      expect(await list()).toHaveLength(9);
      expect(performance.now() - startedMs).toBeGreaterThan(900);
      useUp();
      await list();
      expect(await failure(list(AbortSignal.timeout(30)))).toMatchObject({ name: 'TimeoutError' });
    });

    it('again when it says, where it refuses for want of its limit', async () => {
      harness.hub.intercept = () => ({ status: 429, headers: { ratelimit: '"api";r=0;t=55' } });
      expect(await failure(list())).toMatchObject({ code: 'RegistryUnavailable', retryAfterMs: 55_000 });
    });

    it('for what it names and does not show, which loses no checkpoint', async () => {
      const { hub } = harness;
      hub.commit('main', weights('a'));
      hub.intercept = ({ url }) => (url.pathname.includes('/tree/') ? { status: 404 } : undefined);
      expect(await failure(list())).toMatchObject({ code: 'RegistryUnavailable' });
    });
  });

  it.each([
    '',
    'gpt2',
    'acme/../secret',
    'acme/tiny/x',
    'acme/tiny lm',
    'acme/tiny?commits=',
    'acme/tiny?x=main',
  ])('has no address hf:%s', (place) => {
    const open = () => openRegistry(`hf:${place}`, localRegistries);
    expect(open).toThrow(expect.objectContaining({ code: 'RegistryMalformed' }));
    expect(open).toThrow('hf:ORG/MODEL');
  });
});
