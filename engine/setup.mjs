// Plain JavaScript that runs on Node 20: it installs the dependencies, then goes on with Node 24.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { installDependencies, root } from './install.mjs';

const nodeMajorMin = 24;
const usage =
  'usage: node engine/setup.mjs install | demo | test | oracles | servers | check | bench NAME, and arguments';

const commands = {
  install: async () => 0,
  demo: (args) => run(['cli.ts', 'demo', ...args], embeddedEnvironment()),
  test: async (args) => {
    // The server may have to be built: that is shown here, where no test hides it and none times out.
    const code = await run(['engine/temporal-ensure.ts'], embeddedEnvironment());
    return code || run([bin('vitest', 'vitest'), 'run', ...args], embeddedEnvironment());
  },
  oracles: (args) => run(['test/oracles/run.mjs', ...args], process.env),
  servers: (args) => run(['test/servers/run.ts', ...args], process.env),
  check: async () => {
    const steps = [
      [bin('typescript', 'tsc'), '-p', '.'],
      [bin('@biomejs/biome', 'biome'), 'ci', '--error-on-warnings', '.'],
      [bin('knip', 'knip')],
    ];
    let worst = 0;
    for (const step of steps) worst = Math.max(worst, await run(step, process.env));
    return worst;
  },
  bench: ([name, ...args]) => {
    if (!name || !/^[a-z0-9-]+$/.test(name)) throw new Error(usage);
    return run([`bench/${name}.ts`, ...args], process.env);
  },
};

try {
  const [name, ...args] = process.argv.slice(2);
  if (!Object.hasOwn(commands, name ?? '')) throw new Error(usage);
  await installDependencies();
  process.exitCode = await commands[name](args);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Runs a program of ours in the repository; gives its exit code, 128 and the number if a signal ended it. */
function run(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(nodePath(), ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: root,
      stdio: 'inherit',
      env,
    });
    // A terminal sends its Ctrl-C to the child as well: a second one would mean "at once".
    const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'];
    const forward = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of signals) process.on(signal, forward);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(signal ? 128 + constants.signals[signal] : code);
    });
  });
}

/** The running Node if it is new enough, else the one among the dependencies, by its path. */
function nodePath() {
  if (Number.parseInt(process.versions.node, 10) >= nodeMajorMin) return process.execPath;
  const installed = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(installed)) return installed;
  throw new Error(
    `Node ${nodeMajorMin} is needed and there is no package of it for this platform: install it from https://nodejs.org`,
  );
}

/** The script behind a package's command, so that it runs on the Node that we chose. */
function bin(name, command) {
  const directory = join(root, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return join(directory, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]);
}

/** The demo and the tests always run on servers of their own. */
function embeddedEnvironment() {
  const { ETUDE_DATABASE_URL, ETUDE_TEMPORAL_ADDRESS, ...env } = process.env;
  return env;
}
