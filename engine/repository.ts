import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder that holds package.json. */
export const repositoryDirectory = dirname(import.meta.dirname);

/**
 * Where downloaded and built programs are kept for all commands of this clone: its own `.etude/bin`, or a
 * folder of the user's where the clone is not theirs to write.
 */
export function programCache(): string {
  const own = join(repositoryDirectory, '.etude', 'bin');
  try {
    mkdirSync(own, { recursive: true });
    accessSync(own, constants.W_OK);
    return own;
  } catch {
    const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
    const shared = join(base, 'etude-eval', 'bin');
    mkdirSync(shared, { recursive: true });
    return shared;
  }
}
