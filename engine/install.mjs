// Plain JavaScript that runs on Node 20: it installs what everything else needs.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Whether node_modules is what package-lock.json says. */
export function dependenciesFresh(repository = root) {
  const lock = read(join(repository, 'package-lock.json'));
  if (lock === null) return false;
  if (read(markPath(repository)) === digest(lock)) return true;
  // Somebody may have run npm by hand. It writes its own list last: without one it was interrupted.
  if (!existsSync(join(repository, 'node_modules', '.package-lock.json'))) return false;
  if (!installedAsLocked(repository, JSON.parse(lock).packages)) return false;
  markFresh(repository);
  return true;
}

/**
 * Runs `npm ci` if node_modules is missing or stale, and tells so on stderr. Throws with what to do when it
 * fails; its output goes to stderr too, since stdout belongs to the command that needs it.
 */
export async function installDependencies(repository = root) {
  if (dependenciesFresh(repository)) return;
  const beganMs = performance.now();
  const elapsed = () => `${Math.round((performance.now() - beganMs) / 1000)} s`;
  const terminal = process.stderr.isTTY;
  process.stderr.write('installing dependencies (npm ci) …\n');
  const timer = terminal ? setInterval(() => process.stderr.write(`\r  ${elapsed()}`), 1000) : undefined;
  const failure = await runNpm(repository);
  clearInterval(timer);
  if (terminal) process.stderr.write('\r\u001b[2K');
  if (failure) {
    throw new Error(
      `${failure}: check the network and the disk, then run \`npm ci\` in ${repository} to see all of it`,
    );
  }
  markFresh(repository);
  process.stderr.write(`dependencies installed in ${elapsed()}\n`);
}

function runNpm(repository) {
  // Under `npm run` the very same npm is named; elsewhere it is the one on PATH.
  const own = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : null;
  const [command, ...args] = own ? [process.execPath, own] : ['npm'];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, 'ci', '--loglevel=error', '--no-audit', '--no-fund'], {
      cwd: repository,
      stdio: ['ignore', process.stderr, process.stderr],
      shell: process.platform === 'win32',
    });
    child.once('error', (error) => resolve(`npm cannot be run (${error.message})`));
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? null : `npm ci ${signal ? `was ended by ${signal}` : `failed with ${code}`}`),
    );
  });
}

function markFresh(repository) {
  const lock = read(join(repository, 'package-lock.json'));
  mkdirSync(join(repository, 'node_modules'), { recursive: true });
  writeFileSync(markPath(repository), digest(lock));
}

/** Looks at the packages themselves: npm's own list also names what `--package-lock-only` never installed. */
function installedAsLocked(repository, packages) {
  return Object.entries(packages).every(([path, { version, optional, devOptional }]) => {
    const manifest = read(join(repository, path, 'package.json'));
    // Optional packages may be left out: most are for other platforms.
    if (manifest === null) return Boolean(optional || devOptional);
    return path === '' || version === undefined || JSON.parse(manifest).version === version;
  });
}

const markPath = (repository) => join(repository, 'node_modules', '.etude-lock');
const digest = (text) => createHash('sha256').update(text).digest('hex');

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
