import type { Sent } from './stated-limits.ts';

/** What refusals teach about how fast and how many at once a server may be asked. */
export interface AdaptiveRate {
  /** Requests that may be under way at once; it grows by itself as long as nothing is refused. */
  concurrency(nowMs: number): number;
  /** By how much a request may be earlier than evenly spaced, to make up for one that was late. */
  readonly catchUpMs: number;
  /** Requests a millisecond, given what the server states; null for no bound. */
  ratePerMs(statedPerMs: number | null, nowMs: number): number | null;
  /** Takes note of a request: the first one begins the time over which requests are counted. */
  sent(sent: Sent): void;
  accepted(statedPerMs: number | null): void;
  /** True for the first refusal since the rate was last lowered: the others were on their way by then. */
  refused(sent: Sent, last: Sent, statedPerMs: number | null, nowMs: number): boolean;
}

/** What a server is asked at once before it has answered. */
const concurrencyFirst = 8;
/** A server that cannot take more says so at once, however long its answers take. */
const concurrencyDoublesMs = 1_000;
const concurrencyDecrease = 0.7;
const catchUpFirstMs = 100;
const catchUpDecrease = 0.5;
const rateDecrease = 0.9;
/** What is added to the rate, as a part of it after the last decrease, by the cube of the seconds since then. */
const increase = 0.01;
/** A rate that has grown to so many times what it was without a refusal bounds nothing. */
const growthMax = 4;
/** Of what a server states, what is asked of it at least, however often it refuses. */
const shareMin = 0.1;
/** Requests between two refusals that say how fast a server takes them; before the first it may have let a burst through. */
const evidenceMin = 3;
const evidenceFirstMin = 10;
const evidenceMinMs = 1_000;

/**
 * Additive increase and multiplicative decrease. A server that states no limits is asked more and more at once until it
 * refuses; from then on it is asked somewhat slower than it took requests between two refusals or, where these are too few
 * to tell, less at once. Of one that states its limits, a share of them is asked, less than all of it after a refusal. The
 * increase begins slowly, where the last refusal was, and is the faster the longer none comes.
 */
export function createAdaptiveRate(concurrencyMax: number): AdaptiveRate {
  let concurrency = Math.min(concurrencyFirst, concurrencyMax);
  let everRefused = false;
  let catchUpMs = catchUpFirstMs;
  let share = 1;
  /** A millisecond, right after the last decrease. */
  let ownRate: number | null = null;
  /** When the rate was last lowered, and the last request before that; at first, the first request. */
  let epoch: Sent = { ordinal: 0, atMs: 0 };

  const growth = (nowMs: number) => 1 + increase * ((nowMs - epoch.atMs) / 1_000) ** 3;
  const shareAt = (nowMs: number) => Math.min(1, share + growth(nowMs) - 1);
  const ownRateAt = (nowMs: number) =>
    ownRate === null || growth(nowMs) > growthMax ? null : ownRate * growth(nowMs);

  function lowerOwn(last: Sent, nowMs: number): void {
    const before = ownRateAt(nowMs);
    const admitted = last.ordinal - epoch.ordinal - 1;
    const enough = admitted >= (everRefused ? evidenceMin : evidenceFirstMin);
    const seen = enough ? admitted / Math.max(everRefused ? 1 : evidenceMinMs, nowMs - epoch.atMs) : null;
    const lowest = before === null ? 0 : before / 2;
    const least = Math.min(before ?? Number.POSITIVE_INFINITY, seen ?? Number.POSITIVE_INFINITY);
    ownRate = Number.isFinite(least) ? Math.max(lowest, rateDecrease * least) : null;
    // A rate bounds what is under way by itself.
    if (ownRate === null) concurrency = Math.max(1, Math.floor(concurrency * concurrencyDecrease));
  }

  return {
    concurrency: (nowMs) => {
      const grown =
        everRefused || epoch.atMs === 0
          ? 0
          : concurrencyFirst * 2 ** ((nowMs - epoch.atMs) / concurrencyDoublesMs);
      return Math.floor(Math.min(concurrencyMax, Math.max(concurrency, grown)));
    },
    get catchUpMs() {
      return catchUpMs;
    },
    ratePerMs: (statedPerMs, nowMs) =>
      statedPerMs === null ? ownRateAt(nowMs) : statedPerMs * shareAt(nowMs),
    sent: (sent) => {
      if (sent.ordinal === 1) epoch = { ordinal: 0, atMs: sent.atMs };
    },
    accepted: (statedPerMs) => {
      // Whoever says how fast it may be asked bounds by that how much it is asked at once.
      const step =
        statedPerMs !== null ? concurrencyMax : everRefused && ownRate === null ? 1 / concurrency : 1;
      concurrency = Math.min(concurrencyMax, concurrency + step);
    },
    refused: (sent, last, statedPerMs, nowMs) => {
      if (sent.ordinal <= epoch.ordinal) return false;
      if (statedPerMs === null) lowerOwn(last, nowMs);
      else share = Math.max(shareMin, shareAt(nowMs) * rateDecrease);
      catchUpMs *= catchUpDecrease;
      everRefused = true;
      epoch = { atMs: nowMs, ordinal: last.ordinal };
      return true;
    },
  };
}
