import { Context } from '@temporalio/activity';

/**
 * Tells the server that the activity lives for as long as its work lasts, four times within the time after which it
 * would count as dead. The signal aborts when the activity is cancelled.
 */
export async function withHeartbeats<Result>(
  heartbeatTimeoutMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const context = Context.current();
  const beating = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / 4);
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(beating);
  }
}
