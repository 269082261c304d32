import { startRegistryServer } from '../support/registry-server.ts';
import type { HttpRegistryHarness } from './http-contract.ts';
import { impossible, serverHarness, tellingLabel } from './server-harness.ts';

/** How one model server fills its list. */
export interface ModelServer {
  entry(id: string, status: 'unloaded' | 'downloading'): object;
  /** Whether a model is listed before it is whole. */
  readonly listsHalf: boolean;
}

/** vLLM 0.11 with LoRA adapters, each loaded before it is listed. */
export const vllm: ModelServer = {
  listsHalf: false,
  entry: (id) => ({
    id,
    object: 'model',
    created: Math.floor(Date.now() / 1000),
    owned_by: 'vllm',
    root: `/adapters/${id}`,
    parent: 'Qwen/Qwen2.5-0.5B-Instruct',
    max_model_len: null,
    permission: [
      {
        id: `modelperm-${crypto.randomUUID().replaceAll('-', '')}`,
        object: 'model_permission',
        created: Math.floor(Date.now() / 1000),
        allow_create_engine: false,
        allow_sampling: true,
        allow_logprobs: true,
        allow_search_indices: false,
        allow_view: true,
        allow_fine_tuning: false,
        organization: '*',
        group: null,
        is_blocking: false,
      },
    ],
  }),
};

/** llama.cpp's `llama-server --models-dir`, which also lists what it is downloading. */
export const llamaRouter: ModelServer = {
  listsHalf: true,
  entry: (id, status) => ({
    id,
    aliases: [],
    tags: [],
    object: 'model',
    owned_by: 'llamacpp',
    created: Math.floor(Date.now() / 1000),
    status: {
      value: status,
      args: ['llama-server', '--host', '127.0.0.1', '--port', '0', '--alias', id],
      preset: `[${id}]\nmodel = /models/${id}.gguf\n\n`,
    },
    architecture: { input_modalities: ['text'], output_modalities: ['text'] },
    need_download: false,
  }),
};

/** A server of models whose names are all that its list holds on to. */
export async function openAiHarness({ entry, listsHalf }: ModelServer): Promise<HttpRegistryHarness> {
  const models = new Map<string, 'unloaded' | 'downloading'>();
  const server = await startRegistryServer(({ method, url }) =>
    method === 'GET' && url.pathname === '/v1/models'
      ? { json: { object: 'list', data: [...models].map(([id, status]) => entry(id, status)) } }
      : undefined,
  );
  const put = async (label: string): Promise<void> => {
    models.set(label, 'unloaded');
  };
  return {
    ...serverHarness(server, `openai:${server.url}/v1`, `openai:${server.url}/v2`),
    cannot: {
      rename: 'a list of names pins no content: another name is another checkpoint',
      move: 'a list of names does not say that a name was given to other content',
      broken: 'a list of names says nothing of what is behind them',
    },
    labelOf: tellingLabel,
    put,
    putHalf: async (label) => {
      if (listsHalf) models.set(label, 'downloading');
      return () => put(label);
    },
    putBroken: impossible,
    rename: impossible,
    removeNow: (label) => {
      models.delete(label);
    },
  };
}
