// Exports tasks of every skill and has them checked by tools that are not ours; and measures what the hidden inputs of
// programs are worth. See README.md.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const cache = join(root, '.cache', 'oracles');
const pythonMinorMin = 10;
const newEnough = `import sys; sys.exit(sys.version_info < (3, ${pythonMinorMin}))`;

// Parameters of skills that say more in their exports than at their defaults.
const settings = { 'reasoning/B2': ['--set', 'openWorld=0.5'] };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: 'oracles' } },
});

const skills = skillsNamed(positionals);
// What needs no Python: programs in our own sandbox, and what hidden inputs are worth.
const counted = ['--count', values.count, '--seed', values.seed];
process.exitCode = node([join(here, 'kills.ts'), ...counted, ...skills], 'inherit').status ?? 1;

const python = findPython();
if (python === null) {
  process.stdout.write(
    `skipped: the checks need Python 3.${pythonMinorMin} or newer, and there is none on the path\n`,
  );
} else {
  const environment = virtualEnvironment(python);
  process.exitCode ||= run(environment, [join(here, 'check.py'), ...skills.map(exported)]).status ?? 1;
}

/** The first Python on the path that is new enough. */
function findPython() {
  const names = ['python3', 'python'];
  return names.find((name) => run(name, ['-c', newEnough], { stdio: 'ignore' }).status === 0) ?? null;
}

/** The Python of a virtual environment with the pinned packages, made once for each list of them. */
function virtualEnvironment(systemPython) {
  const requirements = join(here, 'requirements.txt');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const directory = join(cache, 'environment');
  const mark = join(directory, 'installed');
  const scripts = process.platform === 'win32' ? 'Scripts' : 'bin';
  const own = join(directory, scripts, 'python');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return own;
  process.stderr.write('installing the packages of test/oracles/requirements.txt …\n');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  mustSucceed(run(systemPython, ['-m', 'venv', directory]), 'making a virtual environment');
  mustSucceed(run(own, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]), 'pip');
  writeFileSync(mark, digest);
  return own;
}

/** All skills, or those named, a domain standing for all of its own. */
function skillsNamed(names) {
  const { status, stdout } = etude(['domain', 'list', '--json'], 'pipe');
  mustSucceed({ status }, 'etude domain list');
  const listed = JSON.parse(stdout).flatMap(({ skills }) => skills);
  const every = listed.map(({ domain, id }) => `${domain}/${id}`);
  if (names.length === 0) return every;
  return names.flatMap((name) => {
    const own = every.filter((skill) => skill === name || skill.startsWith(`${name}/`));
    if (own.length === 0) {
      process.stderr.write(
        `there is neither a domain nor a skill ${name}; \`./etude domain list\` names them\n`,
      );
      process.exit(1);
    }
    return own;
  });
}

/** Writes tasks of a skill to a file; gives its path. */
function exported(skill) {
  const path = join(cache, `${skill.replace('/', '-')}.jsonl`);
  const arguments_ = ['task', 'generate', skill, ...counted, '--jsonl', ...(settings[skill] ?? [])];
  mustSucceed(etude(arguments_, openSync(path, 'w')), `etude task generate ${skill}`);
  return path;
}

function etude(arguments_, stdout) {
  return node([join(root, 'cli.ts'), ...arguments_], stdout);
}

function node(command, stdout) {
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', ...command], {
    stdio: ['ignore', stdout, 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
}

function run(command, arguments_, options = { stdio: 'inherit' }) {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  return spawnSync(command, arguments_, { cwd: root, env, ...options });
}

function mustSucceed({ status }, what) {
  if (status !== 0) throw new Error(`${what} failed`);
}
