import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type SeenFile, versionOf } from './look.ts';

const chunkBytes = 1024 * 1024;
/** Enough for a hundred checkpoints of a hundred files; an entry is some 300 bytes. */
const cachedMax = 10_000;
/** A file written this recently may be written again within the resolution of its time of change. */
const settlingMs = 2_000;

const hashes = new Map<string, string>();

/**
 * SHA-256 over the sorted list of names, sizes and content hashes, 64 hex digits. The name of the folder, times
 * and owners are no part of it. Hashes of files are remembered in this process by path, size, time of change and
 * inode. `beat` is called for each megabyte read. Throws errors of the file system and the signal's reason.
 */
export async function digestOf(
  files: readonly SeenFile[],
  beat: () => void,
  signal: AbortSignal,
): Promise<string> {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const listing = createHash('sha256');
  for (const file of sorted) {
    signal.throwIfAborted();
    beat();
    const hash = hashes.get(file.version) ?? (await hashOf(file, beat, signal));
    listing.update(`${JSON.stringify([file.name, file.sizeBytes, hash])}\n`);
  }
  return listing.digest('hex');
}

/** Changes whenever one of the files is written or replaced, and is had without opening one; 64 hex digits. */
export function fingerprintOf(files: readonly SeenFile[]): string {
  const versions = files.map((file) => JSON.stringify([file.name, file.version])).sort();
  return createHash('sha256').update(versions.join('\n')).digest('hex');
}

async function hashOf(file: SeenFile, beat: () => void, signal: AbortSignal): Promise<string> {
  // The path has had its links followed; one that has become a link since then is not followed anew.
  const handle = await open(file.path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
      signal.throwIfAborted();
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      beat();
    }
    const digest = hash.digest('hex');
    const unchanged = versionOf(file.path, await handle.stat({ bigint: true })) === file.version;
    if (unchanged && Date.now() - file.modifiedMs > settlingMs) remember(file.version, digest);
    return digest;
  } finally {
    await handle.close();
  }
}

/** Forgets the oldest entry when full: a map iterates in the order of insertion. */
function remember(version: string, digest: string): void {
  if (hashes.size >= cachedMax) hashes.delete(hashes.keys().next().value!);
  hashes.set(version, digest);
}
