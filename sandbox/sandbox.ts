import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { CallOutcome, Ended, Language, Limits, RunResult, Trial } from './contract.ts';
import { compileQuickJs } from './javascript/compilation.ts';
import { compilePython } from './python/compilation.ts';
import type { ThreadData, ThreadMessage, ThreadTask } from './thread.ts';
import { cpuMsOf, watchTime } from './time-limit.ts';

export const defaultLimits: Limits = {
  timeMs: 2_000,
  memoryBytes: 128 * 2 ** 20,
  outputBytes: 2 ** 20,
};

/** An interpreter that keeps its own time ends a run by itself; after so much more its thread is ended instead. */
const graceMs = 150;
/** Of the thread's own JavaScript, beside the interpreter's memory. */
const threadHeapMb = 128;

/**
 * Runs programs that nobody trusts. Each runs in a fresh interpreter compiled to WebAssembly, in a thread that is
 * ended at the limit: it reaches no file, network, environment, process or object of ours, and wastes nothing but
 * its own limits. Time is CPU time of the thread: a busy machine fails no answer that is fast enough on a quiet one.
 * What the right results are never enters the sandbox, so that no output can be forged to equal them.
 */
export interface Sandbox {
  /** Never rejects for what a program does. */
  run(this: void, trial: Trial): Promise<RunResult>;
  close(): Promise<void>;
}

/** Threads of a language start with its first program and then stay warm, `threads` of them at most. */
export function createSandbox(
  limits: Limits = defaultLimits,
  threads: number = availableParallelism(),
): Sandbox {
  const pools = new Map<Language, Promise<Piscina<ThreadTask, Ended>>>();
  const poolOf = (language: Language) => {
    const pool = pools.get(language) ?? startPool(language, limits, threads);
    pools.set(language, pool);
    return pool;
  };
  return {
    run: async (trial) => runWithin(limits, await poolOf(trial.program.language), trial),
    async close() {
      await Promise.all([...pools.values()].map(async (pool) => (await pool).destroy()));
    },
  };
}

async function startPool(
  language: Language,
  limits: Limits,
  threads: number,
): Promise<Piscina<ThreadTask, Ended>> {
  const module = await (language === 'python' ? compilePython(limits.memoryBytes) : compileQuickJs());
  return new Piscina<ThreadTask, Ended>({
    filename: new URL(`./${language}/thread.ts`, import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    // Node holds a thread's own environment, arguments and options back from it only where that is said.
    env: {},
    argv: [],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: threadHeapMb },
    workerData: { limits, module } satisfies ThreadData,
  });
}

async function runWithin(
  { timeMs }: Limits,
  pool: Piscina<ThreadTask, Ended>,
  { program, calls }: Trial,
): Promise<RunResult> {
  const { port1, port2 } = new MessageChannel();
  const overdue = new AbortController();
  const outcomes: CallOutcome[] = [];
  let startedAt = performance.now();
  let endedAfterMs: number | null = null;
  let stopWatch: (() => void) | undefined;
  const take = (message: ThreadMessage) => {
    if (message.kind !== 'started') {
      outcomes.push(message);
      return;
    }
    // Time counts from when a thread takes the program up, not from when it began to wait for one.
    startedAt = performance.now();
    const thread = pool.threads.find(({ threadId }) => threadId === message.threadId);
    if (thread === undefined) return;
    const spentMs = async () => (await cpuMsOf(thread)) - message.cpuMs;
    stopWatch = watchTime(timeMs + graceMs, spentMs, (spent) => {
      endedAfterMs = spent;
      overdue.abort();
    });
  };
  port1.on('message', take);
  const ended = await pool
    .run({ program, calls, port: port2 }, { transferList: [port2], signal: overdue.signal })
    .catch((error: unknown): Ended => {
      if (overdue.signal.aborted) return { end: 'time', message: null };
      return { end: 'exit', message: `The thread ended: ${String(error)}` };
    });
  const elapsedMs = performance.now() - startedAt;
  for (const message of undelivered(port1)) take(message);
  stopWatch?.();
  port1.close();
  return { ...ended, outcomes, elapsedMs, endedAfterMs };
}

/** What was sent and not yet delivered when the run ended. */
function undelivered(port: MessagePort): ThreadMessage[] {
  const messages: ThreadMessage[] = [];
  for (;;) {
    const received = receiveMessageOnPort(port) as { readonly message: ThreadMessage } | undefined;
    if (received === undefined) return messages;
    messages.push(received.message);
  }
}
