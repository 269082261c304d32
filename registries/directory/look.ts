import type { BigIntStats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** One regular file of a checkpoint at one moment. */
export interface SeenFile {
  /** Path inside the checkpoint, `/` between its parts. */
  readonly name: string;
  /** Where the bytes are, links followed. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Changes whenever the file is replaced or written: path, size, time of change, inode. */
  readonly version: string;
}

/** A checkpoint's folder at one moment. */
export interface SeenFolder {
  readonly files: readonly SeenFile[];
  /** Unix time of the latest change to the folder or to a file in it. */
  readonly touchedMs: number;
  /** Why the folder cannot be used whatever its files say, one sentence; null when nothing speaks against it. */
  readonly fault: string | null;
}

const filesMax = 10_000;
const depthMax = 6;

/**
 * Looks at every file below a folder without opening one. Links are followed to files inside the registry's root
 * alone; hidden files are passed over, as file systems and tools keep their own there. Null when the folder is
 * gone; other errors of the file system are thrown.
 */
export async function lookAt(folder: string, root: string, signal: AbortSignal): Promise<SeenFolder | null> {
  const files: SeenFile[] = [];
  let touchedMs = 0;
  let fault: string | null = null;

  async function follow(name: string, path: string): Promise<void> {
    const target = await unlessGone(realpath(path));
    if (target === null) fault ??= `It holds a link that leads nowhere: ${name}.`;
    else if (!isInside(target, root)) fault ??= `It holds a link that leads out of the registry: ${name}.`;
    else await add(name, target);
  }

  async function add(name: string, path: string): Promise<void> {
    const found = await unlessGone(stat(path, { bigint: true }));
    if (found === null) return;
    if (!found.isFile()) {
      fault ??= `It holds a link to something that is no file: ${name}.`;
      return;
    }
    const modifiedMs = Number(found.mtimeMs);
    touchedMs = Math.max(touchedMs, modifiedMs);
    files.push({ name, path, sizeBytes: Number(found.size), modifiedMs, version: versionOf(path, found) });
  }

  async function walk(inner: string, depth: number): Promise<boolean> {
    signal.throwIfAborted();
    const here = join(folder, inner);
    const entries = await unlessGone(readdir(here, { withFileTypes: true }));
    const itself = await unlessGone(stat(here));
    if (entries === null || itself === null) return false;
    touchedMs = Math.max(touchedMs, itself.mtimeMs);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const name = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (files.length >= filesMax || depth > depthMax) {
        fault ??= `It holds more than ${filesMax} files or ${depthMax} levels of folders.`;
        return true;
      }
      if (entry.isDirectory()) await walk(name, depth + 1);
      else if (entry.isSymbolicLink()) await follow(name, join(folder, name));
      else if (entry.isFile()) await add(name, join(folder, name));
    }
    return true;
  }

  return (await walk('', 1)) ? { files, touchedMs, fault } : null;
}

export function versionOf(path: string, { size, mtimeNs, ino }: BigIntStats): string {
  return [path, size, mtimeNs, ino].join('\n');
}

/** True when both looks saw the same files, none of them written to in between. */
export function sameLook(a: SeenFolder, b: SeenFolder): boolean {
  const versions = (seen: SeenFolder) =>
    seen.files.map((file) => `${file.name}\n${file.version}`).join('\n\n');
  return versions(a) === versions(b);
}

export function isInside(path: string, root: string): boolean {
  const steps = relative(root, path);
  return steps === '' || (steps !== '..' && !steps.startsWith(`..${sep}`) && join(root, steps) === path);
}

/** The code of an error of the file system, e.g. ENOENT, or null for another error. */
export function fileErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Null in place of an error that says that a path is not, or no longer, there. */
export async function unlessGone<Result>(result: Promise<Result>): Promise<Result | null> {
  try {
    return await result;
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESTALE') return null;
    throw error;
  }
}
