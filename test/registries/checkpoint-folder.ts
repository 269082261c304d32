import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { ListedCheckpoint } from '../../registries/contract.ts';
import { type DirectoryOptions, directoryRegistry } from '../../registries/directory.ts';

export const never = new AbortController().signal;
export const fixtures = join(import.meta.dirname, '../fixtures/hf-trainer');

/** A folder is believed without waiting for it to settle. */
export const settledAtOnce = { withWeightsMs: 0, withoutWeightsMs: 0 };

/** A temporary folder of checkpoints, new for each test of the surrounding `describe`. */
export function useCheckpointFolder() {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'etude-directory-'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  const registry = (options: DirectoryOptions = {}) =>
    directoryRegistry(root, { stableMs: 10, settling: settledAtOnce, ...options });
  const list = (options?: DirectoryOptions) => registry(options).list(never);
  const digestOf = (checkpoint: ListedCheckpoint) => registry().identify(checkpoint, () => {}, never);

  async function one(label: string, options?: DirectoryOptions): Promise<ListedCheckpoint> {
    const found = (await list(options)).find((checkpoint) => checkpoint.label === label);
    return found ?? expect.fail(`${label} is not listed`);
  }

  /** Writes the files, by their relative names, into the checkpoint's folder. */
  async function put(label: string, files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(root, label, name, '..'), { recursive: true });
      await writeFile(join(root, label, name), text);
    }
  }

  return {
    get root() {
      return root;
    },
    registry,
    list,
    digestOf,
    one,
    put,
  };
}
