import { type MessagePort, threadId } from 'node:worker_threads';
import type { Call, CallOutcome, Ended, Interpreter, Limits, Program } from './contract.ts';
import { ownCpuMs } from './time-limit.ts';

/** What a thread is given once, when it starts. */
export interface ThreadData {
  readonly limits: Limits;
  /** The compiled interpreter, shared by the threads. */
  readonly module: WebAssembly.Module;
}

export interface ThreadTask {
  readonly program: Program;
  readonly calls: readonly Call[];
  /** Takes `Started`, then each outcome as it comes: what was sent before a thread is ended still arrives. */
  readonly port: MessagePort;
}

/** Which thread has taken the program up, and the CPU time that it had spent by then. */
interface Started {
  readonly kind: 'started';
  readonly threadId: number;
  readonly cpuMs: number;
}

export type ThreadMessage = Started | CallOutcome;

/** One run of a thread. */
export async function runTask(
  interpreter: Interpreter,
  { program, calls, port }: ThreadTask,
): Promise<Ended> {
  const tell = (message: ThreadMessage) => port.postMessage(message);
  tell({ kind: 'started', threadId, cpuMs: ownCpuMs() });
  try {
    return await interpreter.run(program, calls, tell);
  } finally {
    port.close();
  }
}
