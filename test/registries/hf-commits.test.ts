import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { huggingFaceRegistry } from '../../registries/hf.ts';
import { huggingFaceHarness } from './hf-harness.ts';

const never = new AbortController().signal;

describe('the commits of a branch of the Hub', () => {
  let harness: Awaited<ReturnType<typeof huggingFaceHarness>>;
  beforeEach(async () => {
    harness = await huggingFaceHarness();
  });
  afterEach(async () => {
    await harness.close();
  });

  async function listCommits(branch = 'main') {
    const adapter = huggingFaceRegistry(`${harness.hub.model}?commits=${branch}`, harness.options);
    try {
      const listed = await adapter.list(never);
      const digests = [];
      for (const checkpoint of listed) digests.push(await adapter.identify(checkpoint, () => {}, never));
      return { listed, digests };
    } finally {
      await adapter.close();
    }
  }

  it('are checkpoints, on however many pages, with the steps and the times of their commits', async () => {
    const { hub } = harness;
    hub.pageLength = 7;
    const ids = Array.from({ length: 20 }, (_, index) =>
      hub.commit(
        'main',
        { 'model.safetensors': `${index}` },
        { title: `Training in progress, step ${index * 500}`, date: `2026-03-01T10:00:${10 + index}.000Z` },
      ),
    );
    hub.commit('main', { 'model.safetensors': '19', 'README.md': '"a card"' }, { title: 'Update README.md' });
    const { listed, digests } = await listCommits();
    expect(listed.map(({ step }) => step)).toEqual([...ids.map((_, index) => index * 500), undefined]);
    expect(listed[3]).toMatchObject({
      label: ids[3],
      fingerprint: ids[3],
      location: `hf:acme/tiny-lm@${ids[3]}`,
      createdAt: '2026-03-01T10:00:13.000Z',
      state: 'ready',
    });
    expect(new Set(digests).size).toBe(20);
    expect(digests[20]).toBe(digests[19]);
  });

  it('are asked for anew only when the branch has moved', async () => {
    const { hub } = harness;
    hub.commit('main', { 'model.safetensors': 'a' });
    await listCommits();
    hub.newRequests();
    await listCommits();
    expect(hub.newRequests().filter((path) => !path.includes('/revision/'))).toEqual([
      '/api/models/acme/tiny-lm/refs',
    ]);
    hub.commit('main', { 'model.safetensors': 'b' });
    expect((await listCommits()).listed).toHaveLength(2);
  });

  it('are those of a branch that exists, whatever is in its name', async () => {
    harness.hub.commit('runs/7', { 'model.safetensors': 'a' });
    expect((await listCommits('runs/7')).listed).toHaveLength(1);
    await expect(listCommits('runs/8')).rejects.toMatchObject({
      code: 'RegistryNotFound',
      message: 'The registry hf:acme/tiny-lm has no branch "runs/8".',
    });
  });
});
