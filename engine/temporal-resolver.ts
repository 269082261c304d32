import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import semver from 'semver';
import { EngineError } from './errors.ts';
import type { Say } from './progress.ts';
import { buildTemporal, downloadTemporal } from './temporal-install.ts';
import {
  executablesOnPath,
  isExecutable,
  temporalRange,
  temporalVersion,
  temporalVersionOf,
  versionText,
} from './temporal-version.ts';

export interface TemporalProgram {
  readonly path: string;
  readonly version: string;
  readonly from: 'cache' | 'path' | 'download' | 'go';
}

export interface ResolverOptions {
  readonly cacheDirectory: string;
  /** The PATH to look on; the environment's unless given. */
  readonly path?: string | undefined;
  readonly downloadLimitMs?: number;
  readonly say: Say;
  readonly signal?: AbortSignal | undefined;
}

/** Why a step gave nothing, and what to do about it: one line. */
export interface SkippedStep {
  readonly step: TemporalProgram['from'];
  readonly reason: string;
}

const downloadLimitMs = 60_000;

/** Where the cache keeps the server of our release. */
export function cachedTemporal(cacheDirectory: string): string {
  return join(cacheDirectory, `temporal-${temporalVersion}`);
}

/** Looks for a Temporal server that is already here: in the cache, then on PATH. Fetches nothing. */
export async function findTemporal(
  options: Pick<ResolverOptions, 'cacheDirectory' | 'path'>,
): Promise<{ program: TemporalProgram | null; skipped: SkippedStep[] }> {
  const skipped: SkippedStep[] = [];
  const cached = cachedTemporal(options.cacheDirectory);
  // It runs once here: a clone may have been used on another kind of machine before.
  if (isExecutable(cached) && (await versionText(cached, ['--version'])) !== null) {
    return { program: { path: cached, version: temporalVersion, from: 'cache' }, skipped };
  }
  const found = executablesOnPath('temporal', options.path ?? process.env.PATH);
  for (const path of found) {
    const version = await temporalVersionOf(path);
    if (version && semver.satisfies(version, temporalRange)) {
      return { program: { path, version, from: 'path' }, skipped };
    }
    const is = version ? `version ${version}` : 'of no known version';
    skipped.push({ step: 'path', reason: `${path} is ${is}: install one that is ${temporalRange}` });
  }
  if (found.length === 0) {
    const reason = `no temporal on PATH: put one there that is ${temporalRange}`;
    skipped.push({ step: 'path', reason });
  }
  return { program: null, skipped };
}

/**
 * Gets a Temporal server: from the cache, from PATH, by the SDK's download, by building it with Go. What is
 * downloaded or built stays in the cache. Throws `TemporalUnavailable`, with a line a step that says what to
 * do instead.
 */
export async function resolveTemporal(options: ResolverOptions): Promise<TemporalProgram> {
  const { program, skipped } = await findTemporal(options);
  if (program) return program;
  const { cacheDirectory, say, signal } = options;
  const target = cachedTemporal(cacheDirectory);
  // What lies there does not run on this machine.
  await rm(target, { force: true });
  const path = options.path ?? process.env.PATH;
  const steps = [
    ['download', () => downloadTemporal(target, options.downloadLimitMs ?? downloadLimitMs, say, signal)],
    ['go', () => buildTemporal(target, path, say, signal)],
  ] as const;
  for (const [step, obtain] of steps) {
    try {
      await obtain();
      return { path: target, version: temporalVersion, from: step };
    } catch (error) {
      signal?.throwIfAborted();
      skipped.push({ step, reason: (error as Error).message });
      say(`Temporal: ${(error as Error).message}`);
    }
  }
  const lines = skipped.map(({ reason }) => `  ${reason}`).join('\n');
  throw new EngineError(
    'TemporalUnavailable',
    `there is no Temporal server, and none can be got:\n${lines}\n  or set ETUDE_TEMPORAL_ADDRESS to a running cluster`,
  );
}
