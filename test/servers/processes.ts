import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';

export interface RunningServer {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface ServerCommand {
  readonly command: string;
  /** For a free port. */
  args(port: number): readonly string[];
  /** Answers 200 once the server is up. */
  readonly readyPath: string;
  readonly readyMsMax: number;
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a server on a free port of the loopback, its output in `server.log`, and waits until it answers. */
export async function startServer(server: ServerCommand): Promise<RunningServer> {
  const port = await getPort({ host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}`;
  const log = path.join(server.folder, 'server.log');
  const output = openSync(log, 'w');
  const { PATH, HOME } = process.env;
  const child = spawn(server.command, server.args(port), {
    cwd: server.folder,
    // Of its own process group, so that what it starts ends with it.
    detached: true,
    stdio: ['ignore', output, output],
    env: { PATH, HOME, ...server.environment },
  });
  const stop = () => stopped(child);
  for (const deadlineMs = performance.now() + server.readyMsMax; ; await sleep(200)) {
    const answer = await fetch(`${url}${server.readyPath}`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return { url, stop };
    if (child.exitCode === null && performance.now() < deadlineMs) continue;
    await stop();
    const said = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
    throw new Error(`${path.basename(server.command)} does not come up:\n${said}`);
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  const late = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), 10_000);
  await exited;
  clearTimeout(late);
}
