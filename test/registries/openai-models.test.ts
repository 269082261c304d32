import { describe, expect, it } from 'vitest';
import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { httpRegistryContract } from './http-contract.ts';
import { llamaRouter, openAiHarness, vllm } from './openai-harness.ts';

httpRegistryContract('openai: of vLLM', () => openAiHarness(vllm));
httpRegistryContract('openai: of llama.cpp', () => openAiHarness(llamaRouter));

describe('a list of models as a registry', () => {
  /** What is listed of a server that answers so, and the paths it was asked for. */
  async function listOf(data: readonly object[] | null, suffix = '') {
    const server = await startRegistryServer(() => ({ json: { object: 'list', data } }));
    const adapter = openRegistry(`openai:${server.url}/v1${suffix}`, localRegistries);
    try {
      const listed = await adapter.list(new AbortController().signal);
      const asked = server.requests.map(({ url }) => `${url.pathname}${url.search}`);
      return { listed, asked, location: `${server.url}/v1/models` };
    } finally {
      await adapter.close();
      await server.close();
    }
  }

  const fineTuned = 'ft:gpt-4o-mini-2024-07-18:acme:poet:AbC123';
  const openAi = (id: string, created = 1_721_172_741) => ({
    id,
    object: 'model',
    created,
    owned_by: 'acme',
  });
  const adapterOf = (root: string, parent: string) => ({ ...vllm.entry('run-7', 'unloaded'), root, parent });

  it('follows what its pattern selects, and reads step and tokens off the names', async () => {
    const names = ['gpt-4o', `${fineTuned}:ckpt-step-90`, fineTuned, `${fineTuned}:ckpt-step-180`];
    const { listed, location } = await listOf(
      names.map((id) => openAi(id)),
      '#ft:*:poet:*',
    );
    expect(listed.map(({ label, step }) => [label, step])).toEqual([
      [`${fineTuned}:ckpt-step-90`, 90],
      [`${fineTuned}:ckpt-step-180`, 180],
      [fineTuned, undefined],
    ]);
    expect(listed[2]?.location).toBe(`${location}/${fineTuned}`);
    expect(listed.every(({ weakIdentity, createdAt }) => weakIdentity && createdAt === undefined)).toBe(true);
  });

  it('takes the time a server gives for a model for nothing', async () => {
    const [early, late] = [await listOf([openAi('a', 1)]), await listOf([openAi('a', 2)])];
    expect(early.listed[0]?.identity).toBe(late.listed[0]?.identity);
  });

  it('tells adapters of one name apart by their path and base model, where the server says them', async () => {
    const identities = [];
    for (const model of [
      adapterOf('/adapters/a', 'base'),
      adapterOf('/adapters/b', 'base'),
      adapterOf('/adapters/a', 'other-base'),
      openAi('run-7'),
    ]) {
      identities.push((await listOf([model])).listed[0]?.identity);
    }
    expect(new Set(identities).size).toBe(4);
  });

  it('lists a name once that the server lists twice', async () => {
    const { listed } = await listOf([openAi('a'), openAi('b'), openAi('a')]);
    expect(listed.map(({ label }) => label)).toEqual(['a', 'b']);
  });

  it('takes null for a server without models', async () => {
    expect((await listOf(null)).listed).toEqual([]);
  });

  it('asks with the query of its address, such as ?reload=1 for new files of llama.cpp, and with none of its own', async () => {
    expect((await listOf([])).asked).toEqual(['/v1/models']);
    const { listed, asked } = await listOf([openAi('step-1'), openAi('base')], '/?reload=1#step-*');
    expect(asked).toEqual(['/v1/models?reload=1']);
    expect(listed.map(({ label }) => label)).toEqual(['step-1']);
  });
});
