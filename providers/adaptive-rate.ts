import type { Sent } from './stated-limits.ts';

/** What refusals teach about how fast and how many at once a server may be asked. */
export interface AdaptiveRate {
  /** Requests that may be under way at once. */
  readonly concurrency: number;
  /** Requests a millisecond, given what the server states; null for no bound. */
  ratePerMs(statedPerMs: number | null, nowMs: number): number | null;
  accepted(statedPerMs: number | null): void;
  /** True for the first refusal since the rate was last lowered: the others were on their way by then. */
  refused(sent: Sent, last: Sent, statedPerMs: number | null, nowMs: number): boolean;
}

/** What a server is asked at once before it has answered. */
const concurrencyFirst = 8;
const concurrencyDecrease = 0.7;
const rateDecrease = 0.9;
/** What is added to the rate, as a part of it after the last decrease, by the square of the seconds since then. */
const increase = 0.01;
/** A rate that has grown to so many times what it was without a refusal bounds nothing. */
const growthMax = 4;
/** Of what a server states, what is asked of it at least, however often it refuses. */
const shareMin = 0.1;
/** Requests that say how fast a server takes them. */
const evidenceMin = 10;
const evidenceMinMs = 1_000;

/**
 * Additive increase and multiplicative decrease. A server that states no limits is asked more and more at once until it
 * refuses; from then on it is asked somewhat slower than it took requests between two refusals, and at fewer at once.
 * Of one that states its limits, a share of them is asked, less than all of it after a refusal. The increase begins
 * slowly, where the last refusal was, and is the faster the longer none comes.
 */
export function createAdaptiveRate(concurrencyMax: number, startMs: number): AdaptiveRate {
  let concurrency = Math.min(concurrencyFirst, concurrencyMax);
  let everRefused = false;
  let share = 1;
  /** A millisecond, right after the last decrease. */
  let ownRate: number | null = null;
  /** Since the rate was last lowered. */
  let epoch = { atMs: startMs, ordinal: 0 };

  const growth = (nowMs: number) => 1 + increase * ((nowMs - epoch.atMs) / 1_000) ** 2;
  const shareAt = (nowMs: number) => Math.min(1, share + growth(nowMs) - 1);
  const ownRateAt = (nowMs: number) =>
    ownRate === null || growth(nowMs) > growthMax ? null : ownRate * growth(nowMs);

  function lowerOwn(last: Sent, nowMs: number): void {
    const before = ownRateAt(nowMs);
    const admitted = last.ordinal - epoch.ordinal - 1;
    const seen = admitted < evidenceMin ? null : admitted / Math.max(evidenceMinMs, nowMs - epoch.atMs);
    const lowest = before === null ? 0 : before / 2;
    const least = Math.min(before ?? Number.POSITIVE_INFINITY, seen ?? Number.POSITIVE_INFINITY);
    ownRate = Number.isFinite(least) ? Math.max(lowest, rateDecrease * least) : null;
    concurrency = Math.max(1, Math.floor(concurrency * concurrencyDecrease));
  }

  return {
    get concurrency() {
      return Math.floor(concurrency);
    },
    ratePerMs: (statedPerMs, nowMs) =>
      statedPerMs === null ? ownRateAt(nowMs) : statedPerMs * shareAt(nowMs),
    accepted: (statedPerMs) => {
      // Whoever says how fast it may be asked bounds by that how much it is asked at once.
      const step = statedPerMs !== null ? concurrencyMax : everRefused ? 1 / concurrency : 1;
      concurrency = Math.min(concurrencyMax, concurrency + step);
    },
    refused: (sent, last, statedPerMs, nowMs) => {
      if (sent.ordinal <= epoch.ordinal) return false;
      if (statedPerMs === null) lowerOwn(last, nowMs);
      else share = Math.max(shareMin, shareAt(nowMs) * rateDecrease);
      everRefused = true;
      epoch = { atMs: nowMs, ordinal: last.ordinal };
      return true;
    },
  };
}
