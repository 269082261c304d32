import type { LimitUnit, StatedLimit } from '../http/pacing-headers.ts';
import type { Usage } from './contract.ts';

/** A request that was sent: its number in the order of sending, and when, as Unix time in milliseconds. */
export interface Sent {
  readonly ordinal: number;
  readonly atMs: number;
}

/** What a server's own words on its limits come to. */
export interface StatedLimits {
  /** Takes in what the answer to a request says; `last` is the last one that was sent before the answer came. */
  observe(limits: readonly StatedLimit[], sent: Sent, last: Sent, nowMs: number): void;
  /** Takes in what a request took, from which it is known what the next ones will. */
  spend(usage: Usage): void;
  /** How long nothing may be sent after this request, in milliseconds, because a limit is used up. */
  holdMs(last: Sent, nowMs: number): number;
  /** Requests a millisecond that keep every limit, evenly spaced; null where nothing is stated that says. */
  ratePerMs(last: Sent, nowMs: number): number | null;
}

/** The newest word on one limit, and what all words on it together say of how fast it comes back. */
interface Known {
  readonly stated: StatedLimit;
  readonly sent: Sent;
  readonly last: Sent;
  readonly heardMs: number;
  /** Of a limit that refills: what was used and how long it would take to come back, newer words counting more. */
  readonly used: number;
  readonly usedResetMs: number;
  readonly resetMaxMs: number;
  /** The shortest window that what was used and the time that it takes to come back amount to. */
  readonly windowSeenMs: number;
}

/** Limits of longer windows are spent as needed: a day's worth of requests is not spread over the day. */
const evenWindowMaxMs = 90_000;
/** Of windows this short a full bucket is worth going faster for. */
const shortWindowMs = 10_000;
const olderWordsCount = 0.9;
/** Windows that people think of limits in. */
const usualWindowsMs = [1_000, 10_000, 60_000, 3_600_000, 86_400_000];
/** Part of a limit that is to be used before its reset, which may be in whole seconds, says something of the window. */
const usedPartMin = 0.2;
const costWeight = 0.1;

export function trackStatedLimits(): StatedLimits {
  const known = new Map<string, Known>();
  const costs = new Map<LimitUnit, number>([['requests', 1]]);

  function observe(limits: readonly StatedLimit[], sent: Sent, last: Sent, nowMs: number): void {
    for (const stated of limits) {
      const before = known.get(stated.name);
      // An answer that took longer tells of a time that is further back.
      if (before && before.sent.ordinal > sent.ordinal) continue;
      known.set(stated.name, updated(before, stated, { sent, last, heardMs: nowMs }));
    }
  }

  function spend({ promptTokens, completionTokens }: Usage): void {
    const sum = promptTokens === null || completionTokens === null ? null : promptTokens + completionTokens;
    for (const [unit, tokens] of [
      ['prompt-tokens', promptTokens],
      ['completion-tokens', completionTokens],
      ['tokens', sum],
    ] as const) {
      if (tokens === null) continue;
      const before = costs.get(unit) ?? tokens;
      costs.set(unit, before + costWeight * (tokens - before));
    }
  }

  /** What a request takes of a limit, all of it at most; null before that is known. */
  function costOf({ unit, limit }: StatedLimit): number | null {
    const cost = costs.get(unit);
    return cost === undefined ? null : Math.min(cost, limit ?? cost);
  }

  function holdMs(last: Sent, nowMs: number): number {
    const holds = [...known.values()].map((each) => {
      const cost = costOf(each.stated);
      const level = cost === null ? null : levelOf(each, cost, last, nowMs);
      if (cost === null || level === null || level >= cost) return 0;
      const perMs = perMsOf(each);
      if (each.stated.refills && perMs !== null) return (cost - level) / perMs;
      return each.heardMs + (each.stated.resetMs ?? 0) - nowMs;
    });
    return Math.max(0, ...holds);
  }

  function ratePerMs(last: Sent, nowMs: number): number | null {
    const rates = [...known.values()].flatMap((each) => {
      const cost = costOf(each.stated);
      const perMs = perMsOf(each);
      const { limit } = each.stated;
      if (!cost || !perMs || limit === null || limit / perMs > evenWindowMaxMs) return [];
      return [(perMs * paceOf(each, limit / perMs, levelOf(each, cost, last, nowMs))) / cost];
    });
    return rates.length === 0 ? null : Math.min(...rates);
  }

  return { observe, spend, holdMs, ratePerMs };
}

function updated(
  before: Known | undefined,
  stated: StatedLimit,
  heard: Pick<Known, 'sent' | 'last' | 'heardMs'>,
): Known {
  const { limit, remaining, resetMs } = stated;
  const used = limit === null || remaining === null || resetMs === null ? 0 : Math.max(0, limit - remaining);
  // A date may be from when the request came in.
  const sinceSentMs = (resetMs ?? 0) + heard.heardMs - heard.sent.atMs;
  const tells = limit !== null && used >= usedPartMin * limit;
  return {
    stated,
    ...heard,
    used: olderWordsCount * (before?.used ?? 0) + used,
    usedResetMs: olderWordsCount * (before?.usedResetMs ?? 0) + (used > 0 ? Math.max(0, resetMs ?? 0) : 0),
    resetMaxMs: Math.max(before?.resetMaxMs ?? 0, resetMs ?? 0),
    windowSeenMs: Math.min(
      before?.windowSeenMs ?? Number.POSITIVE_INFINITY,
      tells ? (sinceSentMs * limit) / used : Number.POSITIVE_INFINITY,
    ),
  };
}

/** How much of a limit comes back a millisecond; null while that cannot be told. */
function perMsOf({ stated, used, usedResetMs, resetMaxMs, windowSeenMs }: Known): number | null {
  const { limit, windowMs, refills } = stated;
  if (refills && windowMs === null) return used > 0 && usedResetMs > 0 ? used / usedResetMs : null;
  // Some have taken the names of a documented limit over for one of a shorter window.
  const overMs = refills ? Math.min(windowMs ?? 0, usualWindowMs(windowSeenMs)) : (windowMs ?? resetMaxMs);
  return limit === null || overMs <= 0 ? null : limit / overMs;
}

/** The usual window that is nearest, by ratio. */
function usualWindowMs(windowMs: number): number {
  const distance = (usual: number) => Math.abs(Math.log(usual / Math.max(1, windowMs)));
  if (!Number.isFinite(windowMs)) return windowMs;
  return usualWindowsMs.reduce((nearest, usual) => (distance(usual) < distance(nearest) ? usual : nearest));
}

/**
 * What is left of a limit now: what the newest word said, with what has come back since the request was sent that it
 * answers, less what was sent after that one. Null where it was not said.
 */
function levelOf(known: Known, cost: number, last: Sent, nowMs: number): number | null {
  const { stated, sent, heardMs } = known;
  const { limit, remaining, resetMs, refills } = stated;
  if (remaining === null) return null;
  const since = (last.ordinal - sent.ordinal) * cost;
  const perMs = perMsOf(known);
  const full = limit ?? Number.POSITIVE_INFINITY;
  if (refills && perMs !== null) return Math.min(full, remaining + perMs * (nowMs - sent.atMs) - since);
  if (resetMs === null) return null;
  // Nobody knows whether the word is from when the request came in or from when its answer went out.
  if (nowMs < sent.atMs + resetMs) return remaining - since;
  return nowMs < heardMs + resetMs ? remaining - (last.ordinal - known.last.ordinal) * cost : full;
}

/**
 * Faster or slower than the limit comes back. Of one that refills, about half stays for what nobody foresees. One that
 * counts in windows is used up in each of them and a little less than evenly, since who spaces requests over a window
 * exactly gets one too many into it by the jitter of the network.
 */
function paceOf({ stated }: Known, windowMs: number, level: number | null): number {
  const { limit, refills } = stated;
  if (level === null || limit === null) return 1;
  const part = Math.max(0, level) / limit;
  if (!refills) return 0.96 + 0.06 * part;
  return Math.min(windowMs <= shortWindowMs ? 1.25 : 1, 0.75 + 0.5 * part);
}
