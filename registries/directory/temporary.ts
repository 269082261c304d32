import { basename } from 'node:path/posix';
import { isWeights } from './content.ts';

/** A file that shows by its name that somebody is at work in its folder. */
export interface Temporary {
  /** Path inside the checkpoint, `/` between its parts. */
  readonly name: string;
  /**
   * True for a part of the checkpoint under a name that it will not keep; false for what holds no content of it,
   * a lock or a hidden file of unknown purpose.
   */
  readonly partial: boolean;
  /** The path that a partial file is renamed to once it is whole; null where its name does not tell. */
  readonly target: string | null;
}

/**
 * Hidden files that are at home in a finished folder: those of git, of desktops, of NFS; `.metadata` belongs to a
 * sharded checkpoint of PyTorch, which writes it as `.metadata.tmp`.
 */
const harmlessHidden =
  /^\.(?:git(?:attributes|ignore|keep|modules)?|DS_Store|localized|directory|keep|metadata|nfs[0-9a-f]+|_.+)$/;

/** Endings of what browsers, downloaders and programs that replace files at once write first. */
const partialEnding =
  /(?:\.(?:tmp|temp|part|partial|incomplete|download|crdownload|filepart|aria2)|\.tmp(?:\d+|[._-]\w+)|_?\.gstmp)$/i;
/** rclone's `NAME.1a2b3c4d.partial` has a random part more. */
const randomBeforePartial = /\.[0-9a-f]{8}\.partial$/i;
/** The AWS command line's `NAME.1aB2c3D4`, told from other endings by the weights that it stands for. */
const randomHex = /\.[0-9a-f]{8}$/i;
/** rsync's `.NAME.Xy12Z3`; names without a suffix of their own need a random part that is no word. */
const rsync = /^\.(?:(.+\.[^.]+)\.[A-Za-z0-9]{4,12}|(.+)\.(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{6})$/;
/** Places where rsync keeps what is under way, and azcopy's files. */
const hiddenPartial = /^\.(?:~tmp~|rsync-.+|azDownload-.+)$/;

/** What a file or folder inside a checkpoint says by its name, which is a path; null for an ordinary name. */
export function temporaryOf(name: string): Temporary | null {
  const last = basename(name);
  if (harmlessHidden.test(last)) return null;
  const partial = (target: string | null): Temporary => ({
    name,
    partial: true,
    target: target === null || target === '' ? null : name.slice(0, name.length - last.length) + target,
  });
  if (hiddenPartial.test(last)) return partial(null);
  if (partialEnding.test(last)) {
    const ending = randomBeforePartial.exec(last) ?? partialEnding.exec(last)!;
    return partial(last.slice(0, ending.index).replace(/^\./, ''));
  }
  const sent = rsync.exec(last);
  if (sent !== null) return partial(sent[1] ?? sent[2]!);
  const stem = last.replace(randomHex, '');
  if (stem !== last && isWeights(stem)) return partial(stem);
  return last.startsWith('.') || last.endsWith('.lock') ? { name, partial: false, target: null } : null;
}
