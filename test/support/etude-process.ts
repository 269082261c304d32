import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { endProcess, processStart } from '../../engine/processes.ts';
import { repositoryDirectory } from '../../engine/repository.ts';

export interface FinishedCommand {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningEngine {
  readonly pid: number;
  readonly workerPid: number;
  /** Does what Ctrl-C in its terminal does; settles, once the command has ended, with its exit code. */
  interrupt(): Promise<number | null>;
}

const program = join(repositoryDirectory, 'etude');
const killSteps = [['SIGKILL', 5_000]] as const;

/** Runs `./etude` with these arguments on the state folder, to its end. */
export async function etude(stateDirectory: string, ...args: readonly string[]): Promise<FinishedCommand> {
  const child = spawn(program, args, {
    env: environmentOf(stateDirectory),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

/** Starts `./etude up` on the state folder; settles once it says that its worker runs. */
export async function startUp(stateDirectory: string): Promise<RunningEngine> {
  // A process group of its own, as a shell gives to a command: Ctrl-C goes to all of it.
  const child = spawn(program, ['up'], {
    env: environmentOf(stateDirectory),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const pid = child.pid as number;
  const ended = once(child, 'exit');
  endAfterTest(pid);
  let said = '';
  const workerPid = await new Promise<number>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const worker = /^up: worker (\d+),/m.exec(said)?.[1];
      if (worker !== undefined) resolve(Number(worker));
    });
    ended.then(([code]) => reject(new Error(`up ended with ${code}: ${said}`)));
  });
  endAfterTest(workerPid);
  const interrupt = async () => {
    process.kill(-pid, 'SIGINT');
    const [code] = await ended;
    return code as number | null;
  };
  return { pid, workerPid, interrupt };
}

/** Ends what is left of this very process after the test; a later one that got its pid is none of ours. */
function endAfterTest(pid: number): void {
  const start = processStart(pid);
  onTestFinished(async () => {
    if (start !== null && processStart(pid) === start) await endProcess(pid, killSteps);
  });
}

/** Our environment without settings of a developer's own, which would lead the command to another engine. */
function environmentOf(stateDirectory: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('ETUDE_'));
  return { ...Object.fromEntries(own), ETUDE_STATE: stateDirectory, NO_COLOR: '1' };
}
