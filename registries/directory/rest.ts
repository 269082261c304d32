import { isWeights, stableMarker } from './content.ts';
import type { SeenFolder } from './look.ts';

/** For how long a folder has been left alone, as far as it matters. */
export interface Rest {
  /** So long that nothing more will come. */
  readonly quiet: boolean;
  /** So long that whoever writes it has most likely finished. Holds whenever `quiet` does. */
  readonly settled: boolean;
}

export interface Settling {
  readonly withWeightsMs: number;
  readonly withoutWeightsMs: number;
}

/**
 * A copy stalls between two files and within one. Five seconds are longer than NFS shows a client the old size and
 * times of a file that has just been written (3 s unless it is told otherwise); small files are often copied before
 * large ones, so that the weights may still come where there are none.
 */
export const defaultSettling: Settling = { withWeightsMs: 5_000, withoutWeightsMs: 10_000 };

export function restSince(seen: SeenFolder, quietMs: number, settling: Settling): Rest {
  const restMs = Date.now() - seen.touchedMs;
  const quiet = restMs >= quietMs;
  const weights = seen.files.some((file) => isWeights(file.name));
  const settled = quiet || restMs >= (weights ? settling.withWeightsMs : settling.withoutWeightsMs);
  return { quiet, settled };
}

/**
 * True when the folder is marked as whole. A copy may bring the marker before the files that it speaks of, so that
 * it is believed at once only where it is the newest file.
 */
export function isMarkedWhole(seen: SeenFolder, { settled }: Rest): boolean {
  const marker = seen.files.find((file) => file.name === stableMarker);
  if (marker === undefined) return false;
  return settled || seen.files.every((file) => file.changedMs <= marker.changedMs);
}

/** Why a folder that describes itself is not believed yet, one sentence; null when it is. */
export function unsettled({ settled }: Rest, marked: boolean): string | null {
  if (settled || marked) return null;
  return `It changed only seconds ago, and no file ${stableMarker} was written last to say that it is whole.`;
}

/**
 * What temporary files speak against the folder, one sentence; null when none does. While something moves, every one
 * does, a lock or an unknown hidden file unless the folder is marked as whole. Once it is quiet, these are passed
 * over, and so is a partial file beside the whole one that it was to become: the transfer was done again.
 */
export function workUnderWay(
  { files, temporaries }: SeenFolder,
  { quiet, marked }: { readonly quiet: boolean; readonly marked: boolean },
): string | null {
  if (!quiet) {
    const first = temporaries.find((temporary) => temporary.partial || !marked);
    if (first === undefined) return null;
    return `It holds a temporary file, as a copy that goes on does: ${quoted(first.name)}.`;
  }
  const names = new Set(files.map((file) => file.name));
  const left = temporaries.filter(({ partial, target }) => partial && !(target && names.has(target)));
  if (left.length === 0) return null;
  const shown = left.slice(0, 3).map(({ name }) => quoted(name));
  return `Temporary files are left over: ${shown.join(', ')}${left.length > 3 ? ' and others' : ''}.`;
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
