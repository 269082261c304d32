import { huggingFaceRegistry } from '../../registries/hf.ts';
import { localRegistries } from '../support/registry-access.ts';
import type { TestCheckpoint } from './contract.ts';
import { HubRepository } from './hf-repository.ts';
import type { HttpRegistryHarness } from './http-contract.ts';

const trainerState = ({ step, tokens = 0 }: TestCheckpoint) =>
  JSON.stringify({
    best_metric: null,
    epoch: 0.1,
    global_step: step,
    log_history: [],
    max_steps: 3000,
    num_input_tokens_seen: tokens,
    num_train_epochs: 1,
    total_flos: 0,
    train_batch_size: 8,
  });

const filesOf = (checkpoint: TestCheckpoint) => ({
  '.gitattributes': '*.safetensors filter=lfs diff=lfs merge=lfs -text',
  'README.md': '---\nlicense: apache-2.0\n---\n',
  'config.json': '{"model_type": "llama"}',
  'model.safetensors': checkpoint.content,
  'trainer_state.json': trainerState(checkpoint),
});

/** The first of two shards, beside an index that names both. */
const halfOf = (checkpoint: TestCheckpoint) => {
  const { 'model.safetensors': weights, ...others } = filesOf(checkpoint);
  const map = { a: 'model-00001-of-00002.safetensors', b: 'model-00002-of-00002.safetensors' };
  const index = JSON.stringify({ metadata: { total_size: 2 }, weight_map: map });
  return { ...others, 'model-00001-of-00002.safetensors': weights, 'model.safetensors.index.json': index };
};

/** A Hub whose repository has no branch with weights yet; each checkpoint is a branch. */
export async function huggingFaceHarness(): Promise<HttpRegistryHarness & { readonly hub: HubRepository }> {
  const hub = new HubRepository();
  const server = await hub.open();
  hub.commit('main', { '.gitattributes': '', 'README.md': '# tiny-lm' }, { title: 'initial commit' });
  const options = { ...localRegistries, huggingFaceEndpoint: server.url };
  const open = (model: string) => huggingFaceRegistry(model, options);
  const adapters = { own: open(hub.model), missing: open('acme/nowhere'), forbidden: open('acme/private') };
  return {
    hub,
    server,
    options,
    address: `hf:${hub.model}`,
    adapter: adapters.own,
    put: async (label, checkpoint) => void hub.commit(label, filesOf(checkpoint)),
    putHalf: async (label, checkpoint) => {
      hub.commit(label, halfOf(checkpoint));
      return async () => void hub.commit(label, filesOf(checkpoint));
    },
    putBroken: async (label) => {
      const date = '2025-02-03T10:00:00.000Z';
      hub.commit(label, halfOf({ step: 2, content: 'never mind' }), { date });
    },
    rename: async (from, to) => {
      hub.branches.set(to, hub.branches.get(from)!);
      hub.branches.delete(from);
    },
    removeNow: (label) => void hub.branches.delete(label),
    missing: () => adapters.missing,
    whileForbidden: (test) => test(adapters.forbidden),
    close: async () => {
      await Promise.all(Object.values(adapters).map((adapter) => adapter.close()));
      await server.close();
    },
  };
}
