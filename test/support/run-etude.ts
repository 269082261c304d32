import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const cliScript = fileURLToPath(new URL('../../cli.ts', import.meta.url));
const etudeScript = fileURLToPath(new URL('./etude-domains.ts', import.meta.url));

/** Runs `etude` with these arguments and this standard input to its end. */
export function runEtude(args: readonly string[], input = ''): Promise<Finished> {
  return finish(process.execPath, [etudeScript, ...args], input);
}

/** Runs the whole `etude` on the engine that has this database. */
export function runEtudeOn(databaseUrl: string, args: readonly string[]): Promise<Finished> {
  return finish(process.execPath, [cliScript, ...args], '', { ETUDE_DATABASE_URL: databaseUrl });
}

/** Runs a command of the shell in which `$etude` is the command line of `etude`, with further variables. */
export function runShell(
  command: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const etude = `${process.execPath} ${etudeScript}`;
  return finish('/bin/sh', ['-c', command], '', { ...variables, etude });
}

function finish(
  executable: string,
  args: readonly string[],
  input: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { env: { ...process.env, NO_COLOR: '1', ...environment } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
    // A command that ends before it has read its input is not the test's failure.
    child.stdin.on('error', () => undefined).end(input);
  });
}
