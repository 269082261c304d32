import {
  closeSync,
  copyFileSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';

const bytesMax = 8 * 1024 * 1024;
const tailBytes = 8 * 1024;
const tailLines = 5;
/** A failure's message has to hold it. */
const tailCharactersMax = 300;

export interface ServingLog {
  readonly path: string;
  /** For the standard output of a process; closed by `close`. */
  readonly descriptor: number;
  /** Keeps it bounded: what is beyond goes to a second file, in place of what was there. */
  bound(): void;
  /** The end of what this process has written, on one line. */
  tail(): string;
  close(): void;
}

/** Where what a family's server says of a checkpoint is kept. */
export function servingLogPath(
  directory: string,
  { family, label, digest }: { readonly family: string; readonly label: string; readonly digest: string },
): string {
  const plain = label.replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 100);
  // Two labels may look alike once they are file names.
  return join(directory, `${family}-${plain === label ? label : `${plain}-${digest.slice(0, 8)}`}.log`);
}

/** Opens a log to append to. */
export function openServingLog(path: string): ServingLog {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  const descriptor = openSync(path, 'a+', 0o600);
  const before = fstatSync(descriptor).size;

  function bound(): void {
    if (statSync(path).size <= bytesMax) return;
    copyFileSync(path, `${path}.1`);
    // It is written at its end wherever that is: the process need not know.
    truncateSync(path);
  }

  function tail(): string {
    const { size } = fstatSync(descriptor);
    const from = Math.max(size < before ? 0 : before, size - tailBytes);
    const bytes = Buffer.alloc(size - from);
    readSync(descriptor, bytes, 0, bytes.length, from);
    const lines = bytes
      .toString('utf8')
      .split('\n')
      .map((line) => line.replaceAll(/\p{Cc}+/gu, ' ').trim())
      .filter((line) => line !== '');
    return lines.slice(-tailLines).join(' / ').slice(-tailCharactersMax);
  }

  return { path, descriptor, bound, tail, close: () => closeSync(descriptor) };
}
