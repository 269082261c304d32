import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import semver from 'semver';
import { formatElapsed, type Say, withProgress } from './progress.ts';
import { executablesOnPath, goRange, goVersionOf, temporalVersion } from './temporal-version.ts';

const modulePath = 'github.com/temporalio/cli/cmd/temporal';
const downloadProgram = join(import.meta.dirname, 'temporal-download.ts');
const outputBytesMax = 16 * 1024 * 1024;

/**
 * Lets the SDK download the server to `target`. The SDK cannot be told to stop and marks its process as in
 * use, so that a process of its own does it. Throws with what to do instead.
 */
export async function downloadTemporal(
  target: string,
  limitMs: number,
  say: Say,
  signal?: AbortSignal,
): Promise<void> {
  const work = (directory: string) =>
    promisify(execFile)(process.execPath, [downloadProgram, directory], {
      timeout: limitMs,
      killSignal: 'SIGKILL',
      ...(signal ? { signal } : {}),
    });
  try {
    await installTo(target, (directory) =>
      withProgress(say, `downloading Temporal ${temporalVersion}`, () => work(directory)),
    );
  } catch (cause) {
    const { killed, stderr, message } = cause as Error & { killed?: boolean; stderr?: string };
    const reason = killed ? `took longer than ${formatElapsed(limitMs)}` : lastLine(stderr) || message;
    const place = 'https://github.com/temporalio/cli/releases';
    throw new Error(`download failed (${reason}): put temporal ${temporalVersion} of ${place} on PATH`, {
      cause,
    });
  }
}

/** Builds the server with the first Go toolchain on PATH that is new enough. Throws with what to do instead. */
export async function buildTemporal(
  target: string,
  path: string | undefined,
  say: Say,
  signal?: AbortSignal,
): Promise<void> {
  const go = await findGo(path);
  if (!go)
    throw new Error(
      `no Go toolchain ${goRange} on PATH: install one from https://go.dev/dl to build Temporal`,
    );
  const args = ['install', '-trimpath', '-ldflags', '-s -w', `${modulePath}@v${temporalVersion}`];
  const work = (directory: string) =>
    promisify(execFile)(go, args, {
      // A folder without a module: the caller's must not decide what is built.
      cwd: directory,
      env: { ...process.env, PATH: path, CGO_ENABLED: '0', GOBIN: directory, GOWORK: 'off' },
      maxBuffer: outputBytesMax,
      ...(signal ? { signal } : {}),
    });
  try {
    await installTo(target, (directory) =>
      withProgress(
        say,
        `building Temporal ${temporalVersion} with Go, once, 3 to 6 minutes on two cores`,
        () => work(directory),
      ),
    );
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new Error(`go install failed (${lastLine(stderr) || message}): mend that and start again`, {
      cause,
    });
  }
}

/** The first Go toolchain on the PATH that can build the server. */
export async function findGo(path: string | undefined): Promise<string | null> {
  for (const go of executablesOnPath('go', path)) {
    const version = await goVersionOf(go);
    if (version && semver.satisfies(version, goRange)) return go;
  }
  return null;
}

/**
 * Runs work that leaves one program in an empty folder, and moves that program to its place in one step:
 * two commands that do this at the same time both end with a whole file.
 */
async function installTo(target: string, work: (directory: string) => Promise<unknown>): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const directory = await mkdtemp(`${target}.unfinished-`);
  try {
    await work(directory);
    const [program] = (await readdir(directory)).filter((name) => name.startsWith('temporal'));
    if (!program) throw new Error('it left no program');
    await chmod(join(directory, program), 0o755);
    await rename(join(directory, program), target);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function lastLine(text: string | undefined): string | undefined {
  return text?.trim().split('\n').at(-1);
}
