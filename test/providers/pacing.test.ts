import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StyleName, styles } from '../../bench/pacing/styles.ts';
import { ProviderError } from '../../providers/contract.ts';
import { createEndpointLimiter } from '../../providers/limiter.ts';

const perSecond = 20;
const tasks = 500;
const usage = { promptTokens: 10, completionTokens: 10, reasoningTokens: null };

/** A token bucket that answers after some time and refuses at once. */
function bucketServer(style: StyleName, burst: number, latencyMs: number) {
  const { always } = styles[style];
  let left = burst;
  let filledAtMs = Date.now();
  let refused = 0;
  const ask = async () => {
    left = Math.min(burst, left + ((Date.now() - filledAtMs) / 1_000) * perSecond);
    filledAtMs = Date.now();
    if (left < 1) {
      refused++;
      throw new ProviderError('Throttled', 'The endpoint asks to wait.');
    }
    left--;
    const headers = always({ capacity: burst, left, perSecond });
    await new Promise((resolve) => setTimeout(resolve, latencyMs));
    return { headers, usage };
  };
  return { ask, refused: () => refused };
}

/** Puts all tasks to the server, in the clock of the test, and those that it refused again afterwards. */
async function paced(style: StyleName, burst: number, latencyMs: number) {
  const server = bucketServer(style, burst, latencyMs);
  const limiter = createEndpointLimiter({
    name: 'The endpoint',
    concurrencyMax: 64,
    coolDownDefaultMs: 100,
  });
  const never = new AbortController().signal;
  const beganMs = Date.now();
  for (let open = tasks; open > 0; ) {
    const asked = Promise.allSettled(
      Array.from({ length: open }, () => limiter.run(async (observe) => observe(await server.ask()), never)),
    );
    let outcomes: Awaited<typeof asked> | null = null;
    asked.then((all) => {
      outcomes = all;
    });
    while (outcomes === null) await vi.advanceTimersByTimeAsync(20);
    open = (outcomes as Awaited<typeof asked>).filter(({ status }) => status === 'rejected').length;
  }
  const ideal = (tasks - burst) / perSecond + latencyMs / 1_000;
  return { ratio: (Date.now() - beganMs) / 1_000 / ideal, refused: server.refused() };
}

describe('the pace of requests to a server that lets 20 a second through', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each<[StyleName, number, number]>([
    ['openai', 20, 20],
    ['openai', 20, 100],
    ['openai', 20, 1_000],
    ['openai', 5, 100],
    ['anthropic', 20, 20],
    ['anthropic', 20, 100],
    ['anthropic', 20, 1_000],
    ['anthropic', 5, 100],
    ['ietf', 20, 20],
    ['ietf', 20, 100],
    ['ietf', 20, 1_000],
    ['none', 20, 20],
    ['none', 20, 100],
  ])(
    'is within 1.05 of the ideal and few are refused: headers of %s, bursts of %i, answers in %i ms',
    async (style, burst, latencyMs) => {
      const { ratio, refused } = await paced(style, burst, latencyMs);
      expect(ratio).toBeLessThanOrEqual(1.05);
      expect(refused).toBeLessThan(25);
    },
  );

  it.each([
    [5, 20],
    [5, 100],
    [60, 1_000],
  ])(
    'is near it where nothing is stated, bursts are of %i and answers take %i ms',
    async (burst, latencyMs) => {
      const { ratio, refused } = await paced('none', burst, latencyMs);
      expect(ratio).toBeLessThanOrEqual(1.25);
      expect(refused).toBeLessThan(25);
    },
  );
});
