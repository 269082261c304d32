import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { watchParent } from '../engine/parent.ts';
import { roles } from '../ids.ts';
import { engineAddresses, nothingRuns } from './context.ts';
import { UsageError } from './output.ts';

interface Options {
  readonly role?: string;
}

const example = `
Example:
  $ etude worker --role infer`;

export function workerCommand(): Command {
  return new Command('worker')
    .description('run another worker on the running engine, until Ctrl-C')
    .option('--role <roles>', `what it does, separated by commas: ${roles.join(', ')} (all)`)
    .addHelpText('after', example)
    .action(runWorker);
}

/** The worker is a process of its own: it ends when its work is drained, whatever happens to this one. */
async function runWorker({ role }: Options): Promise<void> {
  const unknown = role?.split(',').find((name) => !roles.some((known) => known === name.trim()));
  if (unknown !== undefined) {
    throw new UsageError(`--role: there is no role ${JSON.stringify(unknown)}; there is ${roles.join(', ')}`);
  }
  const config = readConfig(process.env);
  const { databaseUrl, temporalAddress } = await engineAddresses(config);
  if (!databaseUrl || !temporalAddress) throw nothingRuns(config);
  const script = fileURLToPath(new URL(`../worker${extname(import.meta.url)}`, import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    stdio: 'inherit',
    env: {
      ...process.env,
      ETUDE_DATABASE_URL: databaseUrl,
      ETUDE_TEMPORAL_ADDRESS: temporalAddress,
      ...(role === undefined ? {} : { ETUDE_ROLES: role }),
    },
  });
  process.exitCode = await exitOf(child);
}

/** Passes signals on and gives the child's exit code; 128 and the number if a signal ended it. */
function exitOf(child: ChildProcess): Promise<number> {
  const stopWatching = watchParent(() => child.kill('SIGTERM'));
  // A terminal sends its Ctrl-C to the child as well: a second one would mean "at once".
  const forward = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const forwarded = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
  for (const name of forwarded) process.on(name, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      stopWatching();
      for (const name of forwarded) process.off(name, forward);
      resolve(signal === null ? (code ?? 0) : 128 + constants.signals[signal]);
    });
  });
}
