import { createHash } from 'node:crypto';
import { startRegistryServer } from '../support/registry-server.ts';
import type { HttpRegistryHarness } from './http-contract.ts';
import { serverHarness, tellingLabel } from './server-harness.ts';

/** One model as `GET /api/tags` of Ollama lists it. */
export function ollamaModel(name: string, digest: string): object {
  return {
    name,
    model: name,
    modified_at: '2025-10-03T23:34:03.409490317-07:00',
    size: 397821319,
    digest,
    details: {
      parent_model: '',
      format: 'gguf',
      family: 'qwen2',
      families: ['qwen2'],
      parameter_size: '494.03M',
      quantization_level: 'Q4_K_M',
    },
  };
}

export function digestOfContent(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** An Ollama, whose names carry a tag always and which lists a model once its manifest is written. */
export async function ollamaHarness(): Promise<HttpRegistryHarness> {
  const digests = new Map<string, string>();
  const server = await startRegistryServer(({ method, url }) =>
    method === 'GET' && url.pathname === '/api/tags'
      ? { json: { models: [...digests].map(([label, digest]) => ollamaModel(`${label}:latest`, digest)) } }
      : undefined,
  );
  const put = async (label: string, { content }: { readonly content: string }): Promise<void> => {
    digests.set(label, digestOfContent(content));
  };
  return {
    ...serverHarness(server, `ollama:${server.url}`, `ollama:${server.url}/elsewhere`),
    labelOf: tellingLabel,
    put,
    putHalf: async (label, checkpoint) => () => put(label, checkpoint),
    // As servers do that answer in Ollama's place.
    putBroken: async (label) => {
      digests.set(label, '');
    },
    rename: async (from, to) => {
      digests.set(to, digests.get(from)!);
      digests.delete(from);
    },
    removeNow: (label) => {
      digests.delete(label);
    },
  };
}
