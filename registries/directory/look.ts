import type { BigIntStats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Temporary, temporaryOf } from './temporary.ts';

/** One regular file of a checkpoint at one moment. */
export interface SeenFile {
  /** Path inside the checkpoint, `/` between its parts. */
  readonly name: string;
  /** Where the bytes are, links followed. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** When the file came to be as it is here. A copy that keeps the times of its source cannot set this one back. */
  readonly changedMs: number;
  /** Changes whenever the file is replaced or written: path, size, time of change, inode. */
  readonly version: string;
}

/** A checkpoint's folder at one moment. */
export interface SeenFolder {
  readonly files: readonly SeenFile[];
  /** What shows by its name that somebody is at work here; partial files among it are not in `files`. */
  readonly temporaries: readonly Temporary[];
  /** Unix time of the latest change to the folder or to a file in it, temporary ones among them. */
  readonly touchedMs: number;
  /** Why the folder cannot be used whatever its files say, one sentence; null when nothing speaks against it. */
  readonly fault: string | null;
}

const filesMax = 10_000;
const depthMax = 6;
/** Where the Hugging Face Hub's client keeps what it has loaded a part of. */
const cacheFolders = ['.cache', '.huggingface'];

/**
 * Looks at every file below a folder without opening one. Links are followed to files inside the registry's root
 * alone. Hidden files and folders are no part of a checkpoint, as file systems and tools keep their own there, but
 * temporary files among them are noticed. Null when the folder is
 * gone; other errors of the file system are thrown.
 */
export async function lookAt(folder: string, root: string, signal: AbortSignal): Promise<SeenFolder | null> {
  const files: SeenFile[] = [];
  const temporaries: Temporary[] = [];
  let cachedSeen = 0;
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
    const changedMs = Math.max(Number(found.ctimeMs), past(modifiedMs));
    touchedMs = Math.max(touchedMs, changedMs);
    const sizeBytes = Number(found.size);
    files.push({ name, path, sizeBytes, modifiedMs, changedMs, version: versionOf(path, found) });
  }

  async function note(temporary: Temporary, path: string): Promise<void> {
    temporaries.push(temporary);
    const found = await unlessGone(lstat(path));
    if (found === null) return;
    touchedMs = Math.max(touchedMs, Math.floor(found.ctimeMs), past(Math.floor(found.mtimeMs)));
  }

  async function walk(inner: string, depth: number, cached: boolean): Promise<boolean> {
    signal.throwIfAborted();
    const here = join(folder, inner);
    const entries = await unlessGone(readdir(here, { withFileTypes: true }));
    const itself = await unlessGone(stat(here));
    if (entries === null || itself === null) return false;
    if (!cached) touchedMs = Math.max(touchedMs, past(Math.floor(itself.mtimeMs)));
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = inner === '' ? entry.name : `${inner}/${entry.name}`;
      const path = join(folder, name);
      if ((cached ? cachedSeen++ : files.length) >= filesMax || depth > depthMax) {
        // However much a cache holds, it does not speak against the checkpoint.
        if (!cached) fault ??= `It holds more than ${filesMax} files or ${depthMax} levels of folders.`;
        return true;
      }
      const temporary = temporaryOf(name);
      if (temporary?.partial) await note(temporary, path);
      else if (entry.isDirectory()) {
        const isCache = cacheFolders.includes(name);
        if (isCache || !entry.name.startsWith('.')) await walk(name, depth + 1, cached || isCache);
      } else if (!cached) {
        if (temporary !== null) await note(temporary, path);
        if (entry.name.startsWith('.')) continue;
        if (entry.isSymbolicLink()) await follow(name, path);
        else if (entry.isFile()) await add(name, path);
      }
    }
    return true;
  }

  return (await walk('', 1, false)) ? { files, temporaries, touchedMs, fault } : null;
}

/** A time that anybody may set says nothing where it lies in the future. */
function past(timeMs: number): number {
  return timeMs <= Date.now() ? timeMs : 0;
}

export function versionOf(path: string, { size, mtimeNs, ino }: BigIntStats): string {
  return [path, size, mtimeNs, ino].join('\n');
}

/** True when both looks saw the same files and temporary files, no file written to in between. */
export function sameLook(a: SeenFolder, b: SeenFolder): boolean {
  const versions = ({ files, temporaries }: SeenFolder) =>
    [
      ...files.map((file) => `${file.name}\n${file.version}`),
      ...temporaries.map((temporary) => temporary.name),
    ].join('\n\n');
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
