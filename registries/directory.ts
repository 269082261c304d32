import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ListedCheckpoint, type RegistryAdapter, RegistryError } from './contract.ts';
import { contentOf } from './directory/content.ts';
import { checkpointFile, type Description, describe, trainerFolder } from './directory/describe.ts';
import { digestOf, fingerprintOf } from './directory/digest.ts';
import { fileErrorCode, isInside, lookAt, type SeenFolder, sameLook, unlessGone } from './directory/look.ts';
import { defaultSettling, type Rest, restSince, type Settling } from './directory/rest.ts';
import { checkpointChanged, checkpointLost } from './identity.ts';
import { byStepThenLabel } from './order.ts';

export interface DirectoryOptions {
  /** Time between the two looks by which a folder that is being written is told from one that is whole. */
  readonly stableMs?: number;
  /** After so long without a change, a folder is what it will be. */
  readonly quietMs?: number;
  /** How long a folder with a `checkpoint.json` must have been left alone before it is believed to be whole. */
  readonly settling?: Settling;
}

interface Folder {
  readonly label: string;
  readonly path: string;
  /** Links followed. */
  readonly realPath: string;
}

/**
 * A folder of checkpoints on a file system that this machine sees. A checkpoint is a direct subfolder that is
 * named `checkpoint-N` as the Hugging Face Trainer does, or that holds a `checkpoint.json`; anything else in the
 * root is ignored. A checkpoint's label is its folder's name.
 */
export function directoryRegistry(root: string, options: DirectoryOptions = {}): RegistryAdapter {
  const { stableMs = 200, quietMs = 60_000, settling = defaultSettling } = options;
  const restOf = (seen: SeenFolder) => restSince(seen, quietMs, settling);

  async function list(signal: AbortSignal): Promise<readonly ListedCheckpoint[]> {
    return withRegistryErrors(root, signal, async () => {
      const realRoot = await realpath(root);
      const folders = await foldersIn(root, realRoot, signal);
      const first = [];
      for (const folder of folders) first.push(await read(folder, realRoot, restOf, signal));
      if (first.some((entry) => entry !== null)) await sleep(stableMs, undefined, { signal });
      const listed = [];
      for (const entry of first) {
        const again = entry === null ? null : await settle(entry, realRoot, signal);
        if (again !== null) listed.push(again);
      }
      return listed.sort(byStepThenLabel);
    });
  }

  async function identify(
    checkpoint: ListedCheckpoint,
    beat: () => void,
    signal: AbortSignal,
  ): Promise<string> {
    return withRegistryErrors(root, signal, async () => {
      const realRoot = await realpath(root);
      const folder = await unlessGone(realpath(checkpoint.location));
      const before = folder === null ? null : await contentAt(folder, realRoot, signal);
      if (folder === null || before === null) throw await lost(checkpoint.label);
      const digest = await unlessGone(digestOf(before.files, beat, signal));
      const after = digest === null ? null : await contentAt(folder, realRoot, signal);
      const names = new Set(after?.files.map((file) => file.name));
      if (digest === null || after === null || before.files.some((file) => !names.has(file.name))) {
        throw await lost(checkpoint.label);
      }
      if (!sameLook(before, after)) throw checkpointChanged(checkpoint.label);
      return digest;
    });
  }

  /** A checkpoint is lost only where its registry is still there; a disk that went away takes none with it. */
  async function lost(label: string): Promise<RegistryError> {
    await stat(root);
    return checkpointLost(label);
  }

  return { scheme: 'dir', list, identify, close: async () => undefined };
}

/** Subfolders that are checkpoints; of a folder and links to it in the same root only the folder itself. */
async function foldersIn(root: string, realRoot: string, signal: AbortSignal): Promise<readonly Folder[]> {
  const found: Folder[] = [];
  for (const entry of await readdir(realRoot, { withFileTypes: true })) {
    signal.throwIfAborted();
    if (!entry.isDirectory() && !entry.isSymbolicLink()) continue;
    if (entry.name.startsWith('.')) continue;
    const path = join(realRoot, entry.name);
    const realPath = await unlessGone(realpath(path));
    if (realPath === null || !(await isCheckpoint(entry.name, realPath))) continue;
    found.push({ label: entry.name, path: join(root, entry.name), realPath });
  }
  const itself = (folder: Folder) => basename(folder.realPath) === folder.label;
  const reached = new Set(found.filter(itself).map((folder) => folder.realPath));
  return found.filter((folder) => itself(folder) || !reached.has(folder.realPath));
}

async function isCheckpoint(name: string, realPath: string): Promise<boolean> {
  try {
    if (trainerFolder.test(name)) return (await unlessGone(stat(realPath)))?.isDirectory() ?? false;
    return (await unlessGone(stat(join(realPath, checkpointFile))))?.isFile() ?? false;
  } catch {
    // A folder that cannot be looked into does not say that it is a checkpoint.
    return false;
  }
}

interface Entry {
  readonly folder: Folder;
  readonly seen: SeenFolder;
  readonly description: Description;
}

/** The first look at a folder and what it says of itself; null when it is gone. */
async function read(
  folder: Folder,
  realRoot: string,
  restOf: (seen: SeenFolder) => Rest,
  signal: AbortSignal,
): Promise<Entry | null> {
  const broken = (reason: string): Entry => ({
    folder,
    seen: { files: [], temporaries: [], touchedMs: 0, fault: reason },
    description: { state: 'broken', reason },
  });
  if (!isInside(folder.realPath, realRoot)) return broken('It is a link that leads out of the registry.');
  try {
    const seen = await lookAt(folder.realPath, realRoot, signal);
    if (seen === null) return null;
    return { folder, seen, description: await describe(folder.label, seen, restOf(seen)) };
  } catch (error) {
    signal.throwIfAborted();
    const code = fileErrorCode(error);
    if (code === null) throw error;
    return broken(`It cannot be read (${code}).`);
  }
}

/** The second look: what has changed since the first is still being written, whatever it says of itself. */
async function settle(
  { folder, seen, description }: Entry,
  realRoot: string,
  signal: AbortSignal,
): Promise<ListedCheckpoint | null> {
  const fingerprint = fingerprintOf(contentOf(seen.files));
  const place = { identity: null, label: folder.label, location: folder.path, fingerprint };
  if (description.state === 'broken' && seen.fault !== null) return { ...place, ...description };
  const again = await unreadable(lookAt(folder.realPath, realRoot, signal), signal);
  if (again === null) return null;
  if (again !== undefined && sameLook(seen, again)) return { ...place, ...description };
  return { ...place, ...description, state: 'writing', reason: 'It changed while it was listed.' };
}

/** Undefined in place of an error of the file system. */
async function unreadable<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
  try {
    return await result;
  } catch (error) {
    signal.throwIfAborted();
    if (fileErrorCode(error) === null) throw error;
    return undefined;
  }
}

async function contentAt(folder: string, realRoot: string, signal: AbortSignal): Promise<SeenFolder | null> {
  if (!isInside(folder, realRoot)) {
    throw new RegistryError('RegistryForbidden', 'The checkpoint lies outside of its registry.');
  }
  const seen = await lookAt(folder, realRoot, signal);
  if (seen === null) return null;
  if (seen.fault !== null) throw new RegistryError('RegistryMalformed', seen.fault);
  const files = contentOf(seen.files);
  return files.length === 0 ? null : { ...seen, files };
}

/** Turns errors of the file system into the registry's own. Those of one checkpoint are handled before. */
async function withRegistryErrors<Result>(
  root: string,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    const code = fileErrorCode(error);
    if (error instanceof RegistryError || code === null) throw error;
    const place = JSON.stringify(root.slice(0, 200));
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new RegistryError('RegistryNotFound', `There is no folder ${place}.`);
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new RegistryError('RegistryForbidden', `The folder ${place} may not be read.`);
    }
    throw new RegistryError('RegistryUnavailable', `The folder ${place} cannot be read (${code}).`);
  }
}
