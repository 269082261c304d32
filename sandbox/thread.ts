import type { MessagePort } from 'node:worker_threads';
import type { Call, CallOutcome, Ended, Interpreter, Limits, Program } from './contract.ts';

/** What a thread is given once, when it starts. */
export interface ThreadData {
  readonly limits: Limits;
  /** The compiled interpreter, shared by the threads. */
  readonly module: WebAssembly.Module;
}

export interface ThreadTask {
  readonly program: Program;
  readonly calls: readonly Call[];
  /** Takes `started`, then each outcome as it comes: what was sent before a thread is ended still arrives. */
  readonly port: MessagePort;
}

export type ThreadMessage = 'started' | CallOutcome;

/** One run of a thread. */
export async function runTask(
  interpreter: Interpreter,
  { program, calls, port }: ThreadTask,
): Promise<Ended> {
  const tell = (message: ThreadMessage) => port.postMessage(message);
  tell('started');
  try {
    return await interpreter.run(program, calls, tell);
  } finally {
    port.close();
  }
}
