import { setTimeout as delay } from 'node:timers/promises';
import { type Backoff, createBackoff } from './backoff.ts';
import { processStart } from './processes.ts';
import type { Say } from './progress.ts';

/** A server that can be started again where it was. */
export interface Restartable<Server> {
  /** As people call it. */
  readonly name: string;
  readonly pid: number;
  /** `host:port` where it listens. */
  readonly address: string;
  /** Starts it at the same address on the same data, once it has died. */
  restart(signal: AbortSignal): Promise<Server>;
}

const pollIntervalMs = 250;

/**
 * Starts a server again each time that it dies, until the signal aborts. It is watched by its pid, since one that
 * was adopted is no child of ours. `onRestart` gets each new one.
 */
export async function supervise<Server extends Restartable<Server>>(
  first: Server,
  options: {
    readonly say: Say;
    readonly signal: AbortSignal;
    readonly onRestart: (server: Server) => void;
  },
): Promise<void> {
  const backoff = createBackoff();
  let server = first;
  try {
    for (;;) {
      await death(server.pid, options.signal);
      server = await revive(server, backoff, options);
      options.onRestart(server);
    }
  } catch (error) {
    if (!options.signal.aborted) throw error;
  }
}

async function death(pid: number, signal: AbortSignal): Promise<void> {
  const start = processStart(pid);
  while (start !== null && processStart(pid) === start) await delay(pollIntervalMs, undefined, { signal });
}

async function revive<Server extends Restartable<Server>>(
  dead: Server,
  backoff: Backoff,
  { say, signal }: { readonly say: Say; readonly signal: AbortSignal },
): Promise<Server> {
  let waitMs = backoff.nextMs();
  say(`${dead.name} (process ${dead.pid}) died: it is started again at ${dead.address} in ${waitMs} ms`);
  for (let failures = 0; ; failures += 1) {
    await delay(waitMs, undefined, { signal });
    try {
      const server = await dead.restart(signal);
      if (failures > 0) say(`${dead.name} runs again at ${dead.address}`);
      return server;
    } catch (error) {
      signal.throwIfAborted();
      const [reason] = (error as Error).message.split('\n');
      waitMs = backoff.nextMs();
      say(`${dead.name} is not back: ${reason}; the next try is in ${waitMs} ms`);
    }
  }
}
