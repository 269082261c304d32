import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryRegistry } from '../../registries/directory.ts';
import { settledAtOnce } from './checkpoint-folder.ts';
import type { RegistryHarness, TestCheckpoint } from './contract.ts';

/** A folder of checkpoints described by `checkpoint.json`, in a temporary place. */
export async function directoryHarness(): Promise<RegistryHarness & { readonly root: string }> {
  const root = await mkdtemp(join(tmpdir(), 'etude-registry-'));
  const options = { stableMs: 15, settling: settledAtOnce };

  async function putWeights(label: string, content: string): Promise<void> {
    await mkdir(join(root, label), { recursive: true });
    await writeFile(join(root, label, 'model.safetensors'), content);
  }

  const putDescription = (label: string, { step, tokens }: TestCheckpoint) =>
    writeFile(join(root, label, 'checkpoint.json'), JSON.stringify({ step, tokens }));

  return {
    root,
    adapter: directoryRegistry(root, options),
    put: async (label, checkpoint) => {
      await putWeights(label, checkpoint.content);
      await putDescription(label, checkpoint);
    },
    putHalf: async (label, checkpoint) => {
      await putWeights(label, checkpoint.content.slice(0, 1));
      await writeFile(join(root, label, 'checkpoint.json'), '{"step": 2, "tok');
      return async () => {
        await putWeights(label, checkpoint.content);
        await putDescription(label, checkpoint);
      };
    },
    putBroken: async (label) => {
      await putWeights(label, 'never mind');
      await writeFile(join(root, label, 'checkpoint.json'), '{"step": "two"}');
    },
    rename: (from, to) => rename(join(root, from), join(root, to)),
    removeNow: (label) => rmSync(join(root, label), { recursive: true }),
    missing: () => directoryRegistry(join(root, 'nowhere'), options),
    whileForbidden: async (test) => {
      await chmod(root, 0o000);
      // Nothing is forbidden to root, so the test puts that off for as long as it runs.
      const isRoot = process.geteuid?.() === 0;
      if (isRoot) process.seteuid?.(65534);
      try {
        await test(directoryRegistry(root, options));
      } finally {
        if (isRoot) process.seteuid?.(0);
        await chmod(root, 0o700);
      }
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
}
