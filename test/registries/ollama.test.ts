import { describe, expect, it } from 'vitest';
import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { httpRegistryContract } from './http-contract.ts';
import { digestOfContent, ollamaHarness, ollamaModel } from './ollama-harness.ts';

httpRegistryContract('ollama:', ollamaHarness);

describe('the models of an Ollama', () => {
  async function listOf(models: readonly object[] | null, suffix = '') {
    const server = await startRegistryServer(() => ({ json: { models } }));
    const adapter = openRegistry(`ollama:${server.url}${suffix}`, localRegistries);
    try {
      return await adapter.list(new AbortController().signal);
    } finally {
      await adapter.close();
      await server.close();
    }
  }

  const digest = digestOfContent('weights');

  it('are known by their digest: two names of one are one checkpoint', async () => {
    const listed = await listOf([
      ollamaModel('tiny:latest', digest),
      ollamaModel('tiny:step-300', digest),
      ollamaModel('tiny:step-100', digestOfContent('earlier weights')),
    ]);
    expect(listed.map(({ label, step, identity }) => [label, step, identity === digest])).toEqual([
      ['tiny:step-100', 100, false],
      ['tiny:step-300', 300, true],
      ['tiny', undefined, true],
    ]);
    expect(new Set(listed.map(({ location }) => location)).size).toBe(3);
  });

  it('have the time of their last change, and no compute: a size is none', async () => {
    const [listed] = await listOf([ollamaModel('tiny:7b', digest)]);
    expect(listed).toMatchObject({ createdAt: '2025-10-04T06:34:03.409Z', state: 'ready' });
    expect(listed).not.toHaveProperty('compute');
    expect(listed).not.toHaveProperty('tokens');
  });

  it.each([
    ['#tiny:*', ['tiny:step-1', 'tiny']],
    ['#tiny', ['tiny']],
    ['#*:latest', ['other', 'tiny']],
    ['#*step-*', ['tiny:step-1']],
  ])('are selected by %s with the tag :latest and without', async (pattern, labels) => {
    const names = ['tiny:latest', 'tiny:step-1', 'other:latest'];
    const listed = await listOf(
      names.map((name) => ollamaModel(name, digest)),
      pattern,
    );
    expect(listed.map(({ label }) => label)).toEqual(labels);
  });

  it('have a weak identity where another server runs them', async () => {
    const cloud = {
      ...ollamaModel('gpt-oss:120b-cloud', digest),
      remote_model: 'gpt-oss:120b',
      remote_host: 'https://ollama.com:443',
    };
    const [listed] = await listOf([cloud]);
    expect(listed).toMatchObject({ weakIdentity: true, state: 'ready' });
    expect((await listOf([ollamaModel('tiny:latest', digest)]))[0]).not.toHaveProperty('weakIdentity');
  });

  it('are none where it lists null', async () => {
    expect(await listOf(null)).toEqual([]);
  });
});
