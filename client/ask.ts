import { setTimeout as sleep } from 'node:timers/promises';
import {
  type InferenceAnswer,
  type InferenceRequest,
  isFatal,
  ProviderError,
} from '../providers/contract.ts';
import type { OpenEndpoint } from '../providers/endpoint.ts';
import { waitMaxMs } from '../providers/limiter.ts';

/** Tries of one request; being asked to wait is none. */
const triesMax = 5;
/** First wait after a failure, in milliseconds; doubled each time. */
const backoffFirstMs = 500;

/**
 * Asks until there is an answer: a refusal that asks to wait is waited out as long as anybody waits, other passing
 * failures get five tries, at once where the connection was closed.
 * Once `stop` aborts nothing more is sent and what waits ends with `Cancelled`; a request that is under way is left
 * to be answered. Throws the last `ProviderError`, at once where asking again can never help.
 */
export async function askPatiently(
  { provider, limiter }: OpenEndpoint,
  request: Omit<InferenceRequest, 'signal'>,
  stop: AbortSignal,
): Promise<InferenceAnswer> {
  const { signal } = new AbortController();
  for (let tries = 0; ; ) {
    try {
      return await limiter.run(async (observe) => {
        const answer = await provider.ask({ ...request, signal });
        observe(answer);
        return answer;
      }, stop);
    } catch (error) {
      if (!(error instanceof ProviderError) || isFatal(error) || error.code === 'Cancelled') throw error;
      if (error.code === 'Throttled') {
        if ((error.retryAfterMs ?? 0) > waitMaxMs) throw error;
        continue;
      }
      tries++;
      if (tries === triesMax) throw error;
      // Who was waited for in vain has had its time, and a closed connection is no sign of trouble.
      if (error.code === 'TimedOut' || error.code === 'ConnectionReset') continue;
      await sleep(backoffFirstMs * 2 ** (tries - 1), undefined, { signal: stop }).catch(() => undefined);
    }
  }
}
