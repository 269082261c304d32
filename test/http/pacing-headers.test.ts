import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../http/pacing-headers.ts';

const now = Date.parse('2026-03-04T05:06:07Z');
const day = 24 * 60 * 60 * 1000;

describe('how long a throttling server asks to wait', () => {
  it.each<[Record<string, string>, number | null]>([
    [{}, null],
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after': '-1' }, null],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '999999999' }, day],
    [{ 'retry-after': 'Wed, 04 Mar 2026 05:06:27 GMT' }, 20_000],
    [{ 'retry-after': 'Wed, 04 Mar 2026 05:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '12.2', 'retry-after': '9' }, 13],
    [{ 'retry-after': '3', 'x-ratelimit-reset-requests': '1m' }, 3_000],
    [{ 'x-ratelimit-reset-requests': '12ms' }, 12],
    [{ 'x-ratelimit-reset-tokens': '1m2s' }, 62_000],
    [{ 'x-ratelimit-reset-tokens': '1h0m3.5s' }, 3_603_500],
    [{ 'x-ratelimit-reset-tokens': '1m2' }, null],
    [{ 'x-ratelimit-reset': '30' }, 30_000],
    [{ 'x-ratelimit-reset': String(now / 1000 + 7) }, 7_000],
    [{ 'x-ratelimit-reset': String(now + 7) }, 7],
    [{ 'anthropic-ratelimit-requests-reset': '2026-03-04T05:06:17Z' }, 10_000],
    [{ 'anthropic-ratelimit-requests-reset': '2026-03-04T06:06:17.5+01:00' }, 10_500],
    [{ ratelimit: '"api";r=0;t=55' }, 55_000],
    [{ ratelimit: '"burst";r=0;t=5, "daily";r=40;t=4000' }, 5_000],
    [{ ratelimit: 'limit=10, remaining=0, reset=55' }, 55_000],
    [{ 'ratelimit-reset': '8', 'ratelimit-remaining': '0' }, 8_000],
  ])('is read from %j', (headers, expected) => {
    expect(retryAfterMs(headers, now)).toBe(expected);
  });

  it('is the longest reset of the limits that are used up, and else the shortest', () => {
    const resets = { 'x-ratelimit-reset-requests': '2s', 'x-ratelimit-reset-tokens': '6m0s' };
    const left = (requests: string, tokens: string) => ({
      'x-ratelimit-remaining-requests': requests,
      'x-ratelimit-remaining-tokens': tokens,
    });
    expect(retryAfterMs({ ...resets, ...left('0', '99') }, now)).toBe(2_000);
    expect(retryAfterMs({ ...resets, ...left('0', '0') }, now)).toBe(360_000);
    expect(retryAfterMs({ ...resets, ...left('5', '99') }, now)).toBe(2_000);
    expect(retryAfterMs(resets, now)).toBe(2_000);
  });

  it('is null or 0 to 24 hours in whole milliseconds, whatever the headers say', () => {
    const names = [
      'retry-after',
      'retry-after-ms',
      'x-ratelimit-reset',
      'anthropic-ratelimit-tokens-reset',
      'ratelimit',
    ];
    const value = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[-0-9.dhms]{1,12}$/),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      fc.nat().map((seconds) => `"a";r=0;t=${seconds}`),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (headers) => {
        const wait = retryAfterMs(headers, now);
        expect(wait === null || (Number.isInteger(wait) && wait >= 0 && wait <= day)).toBe(true);
      }),
    );
  });
});
