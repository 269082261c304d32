import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CheckpointFolder {
  readonly step: number;
  /** What stands for weights: the same text is the same checkpoint. */
  readonly weights?: string;
}

/** Makes an empty registry folder below `parent` and returns its address. */
export function makeRegistry(parent: string, name: string): { folder: string; address: string } {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  return { folder, address: `dir:${folder}` };
}

/**
 * Puts a whole checkpoint folder into the registry at once, as a move from elsewhere on its disk does, and marked as
 * whole, so that it is found at the next look.
 */
export function putCheckpoint(registry: string, label: string, { step, weights }: CheckpointFolder): string {
  const folder = join(registry, label);
  const aside = join(registry, `.${label}`);
  mkdirSync(aside);
  writeFileSync(join(aside, 'weights.bin'), weights ?? `weights of ${label}`);
  writeFileSync(join(aside, 'checkpoint.json'), describedAt(step));
  markWhole(aside);
  renameSync(aside, folder);
  return folder;
}

/** Says that nothing more comes, which is believed until something does. */
export function markWhole(folder: string): void {
  writeFileSync(join(folder, 'STABLE'), '');
}

/** Text of a `checkpoint.json` whose compute is its step. */
export function describedAt(step: number): string {
  return `${JSON.stringify({ step, compute: { value: step, unit: 'search-nodes' } })}\n`;
}
