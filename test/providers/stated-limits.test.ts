import { describe, expect, it } from 'vitest';
import { statedLimits } from '../../http/pacing-headers.ts';
import { type Sent, trackStatedLimits } from '../../providers/stated-limits.ts';

const startMs = Date.parse('2026-03-04T05:06:07Z');

/** What is known after answers with these headers, each sent and heard this many seconds after the start. */
function known(...answers: { headers: Record<string, string>; sent: number; heard: number }[]) {
  const limits = trackStatedLimits();
  let last: Sent = { ordinal: 0, atMs: startMs };
  for (const { headers, sent, heard } of answers) {
    last = { ordinal: last.ordinal + 1, atMs: startMs + 1_000 * sent };
    const heardMs = startMs + 1_000 * heard;
    limits.observe(statedLimits(headers, heardMs), last, last, heardMs);
  }
  return {
    limits,
    perSecond: (seconds: number) => {
      const rate = limits.ratePerMs(last, startMs + 1_000 * seconds);
      return rate === null ? null : 1_000 * rate;
    },
    holdMs: (seconds: number, sentSince = 0) =>
      limits.holdMs({ ...last, ordinal: last.ordinal + sentSince }, startMs + 1_000 * seconds),
  };
}

function openai(unit: string, limit: number, remaining: number, reset: string): Record<string, string> {
  return {
    [`x-ratelimit-limit-${unit}`]: String(limit),
    [`x-ratelimit-remaining-${unit}`]: String(remaining),
    [`x-ratelimit-reset-${unit}`]: reset,
  };
}

function anthropic(limit: number, remaining: number, reset: string): Record<string, string> {
  return {
    'anthropic-ratelimit-requests-limit': String(limit),
    'anthropic-ratelimit-requests-remaining': String(remaining),
    'anthropic-ratelimit-requests-reset': reset,
  };
}

describe('what the limits that a server states come to', () => {
  it('is nothing before any is known', () => {
    const { perSecond, holdMs } = known();
    expect(perSecond(0)).toBeNull();
    expect(holdMs(0)).toBe(0);
  });

  it.each([
    ['what was used and when it is back', openai('requests', 60, 30, '30s'), 1],
    ['the window of a documented limit', anthropic(60, 30, '2026-03-04T05:06:37Z'), 1],
    ['the window of a policy', { 'ratelimit-policy': '"a";q=50;w=10', ratelimit: '"a";r=25;t=5' }, 5],
    ['the older draft', { 'ratelimit-policy': '50;w=10', ratelimit: 'limit=50, remaining=25, reset=5' }, 5],
    ['a name that holds the window', { 'x-ratelimit-limit-requests-minute': '60' }, 1],
  ])('is a rate by %s', (_, headers, perSecond) => {
    expect(known({ headers, sent: 0, heard: 0 }).perSecond(0)).toBeCloseTo(perSecond, 1);
  });

  it('is the rate of a shorter window where a documented limit comes back so fast', () => {
    const headers = anthropic(20, 10, '2026-03-04T05:06:07.600Z');
    expect(known({ headers, sent: 0, heard: 0.1 }).perSecond(0.1)).toBeGreaterThan(15);
  });

  it('is no rate for a quota of a day, which is spent as it is needed and held when it is used up', () => {
    const day = (remaining: number) => openai('requests', 200, remaining, `${432 * (200 - remaining)}s`);
    const some = known({ headers: day(3), sent: 0, heard: 1 });
    expect(some.perSecond(1)).toBeNull();
    expect(some.holdMs(1)).toBe(0);
    expect(some.holdMs(1, 3)).toBeCloseTo(431_000, -3);
  });

  it('holds until the reset where a window is used up, whenever the server took note of it', () => {
    const headers = { 'ratelimit-policy': '"a";q=5;w=30', ratelimit: '"a";r=0;t=20' };
    const { holdMs } = known({ headers, sent: 0, heard: 2 });
    expect([3, 21.9, 22].map((seconds) => holdMs(seconds))).toEqual([19_000, 100, 0]);
  });

  it('counts tokens by what requests have taken so far, and not before', () => {
    const { limits, perSecond, holdMs } = known({
      headers: openai('tokens', 60_000, 30_000, '30s'),
      sent: 0,
      heard: 0,
    });
    expect(perSecond(0)).toBeNull();
    limits.spend({ promptTokens: 400, completionTokens: 100, reasoningTokens: null });
    expect(perSecond(0)).toBeCloseTo(2, 5);
    expect(holdMs(0, 59)).toBe(0);
    expect(holdMs(0, 61)).toBeGreaterThan(0);
  });

  it('is by the newest request, not by the answer that came last', () => {
    const limits = trackStatedLimits();
    const [early, late] = [
      { ordinal: 1, atMs: startMs },
      { ordinal: 2, atMs: startMs + 1 },
    ];
    const hear = (sent: Sent, remaining: number) =>
      limits.observe(
        statedLimits(openai('requests', 10, remaining, '5s'), startMs + 2),
        sent,
        late,
        startMs + 2,
      );
    hear(late, 0);
    hear(early, 9);
    expect(limits.holdMs(late, startMs + 2)).toBeGreaterThan(0);
  });
});
