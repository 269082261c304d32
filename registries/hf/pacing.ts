import { setTimeout as sleep } from 'node:timers/promises';
import { retryAfterMs } from '../../http/pacing-headers.ts';
import type { RegistryHttp } from '../http.ts';

/**
 * Holds requests back once an answer says that its limit is used up (`RateLimit: "api";r=0;t=55`), for as long as it
 * says. The signal ends a wait.
 */
export function paced(http: RegistryHttp): RegistryHttp {
  let freeAtMs = 0;

  async function turn(signal: AbortSignal): Promise<void> {
    for (let waitMs = freeAtMs - Date.now(); waitMs > 0; waitMs = freeAtMs - Date.now()) {
      await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  function note(headers: Headers): void {
    if (!/;\s*r=0\s*(?:[;,]|$)/.test(headers.get('ratelimit') ?? '')) return;
    const waitMs = retryAfterMs(Object.fromEntries(headers), Date.now()) ?? 0;
    freeAtMs = Math.max(freeAtMs, Date.now() + waitMs);
  }

  return {
    json: async (url, schema, request) => {
      await turn(request.signal);
      const found = await http.json(url, schema, request);
      note(found.headers);
      return found;
    },
    answer: async (url, request) => {
      await turn(request.signal);
      const response = await http.answer(url, request);
      note(response.headers);
      return response;
    },
    close: http.close,
  };
}
