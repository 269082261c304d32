import {
  ApplicationFailure,
  CancellationScope,
  condition,
  defineSignal,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { checkpointServed, siblingQueue } from '../ids.ts';
import { serving, waiting } from './proxies.ts';

/** Comes again where the server had to be started again. */
const served = defineSignal(checkpointServed);

/**
 * Does work while the evaluation's checkpoint is served, from its server's first answer on. The server is gone when this
 * settles; one that fails for good takes the work with it.
 */
export async function whileServed(
  evaluationId: number,
  heartbeatTimeoutMs: number,
  work: () => Promise<void>,
): Promise<void> {
  await waiting.takeServing(evaluationId);
  let isServed = false;
  setHandler(served, () => {
    isServed = true;
  });
  const { serveCheckpoint } = serving(siblingQueue(workflowInfo().taskQueue, 'serving'), heartbeatTimeoutMs);
  const scopes = { server: new CancellationScope(), work: new CancellationScope() };
  const server = scopes.server.run(() => serveCheckpoint(evaluationId)).then(endedByItself);
  let working: Promise<void> | undefined;
  try {
    await Promise.race([server, condition(() => isServed)]);
    working = scopes.work.run(work);
    await Promise.race([server, working]);
  } finally {
    scopes.work.cancel();
    await Promise.allSettled([working]);
    scopes.server.cancel();
    await Promise.allSettled([server]);
  }
}

/** It serves until it is cancelled; nobody waits for its word by then. */
function endedByItself(): never {
  throw ApplicationFailure.nonRetryable('the checkpoint is no longer served', 'ServingFailed');
}
