/** A server that asks for more than a day is asking a person, not a program. */
const waitMaxMs = 24 * 60 * 60 * 1000;

/** One limit as the server states it. */
interface Limit {
  /** What is left of it, null where the server does not say. */
  readonly remaining: number | null;
  readonly resetMs: number;
}

/**
 * How long a throttling server asks to wait, in milliseconds, or null when its headers do not say. Names of
 * headers are lower case. An explicit `retry-after-ms` or `retry-after` wins; otherwise the reset times of the
 * stated limits are read (OpenAI's durations, Anthropic's RFC 3339 times, the IETF's RateLimit fields): the
 * longest among the limits that are used up, and where none is known to be, the shortest, since a wait that is
 * too short costs one more refusal and a wait that is too long costs a run. Answers lie in 0..24 h.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, nowMs: number): number | null {
  const explicit =
    plainNumber(headers['retry-after-ms']) ?? secondsOrDateMs(headers['retry-after'], nowMs) ?? null;
  const waitMs = explicit ?? waitOfLimits(limitsIn(headers, nowMs));
  return waitMs === null ? null : Math.min(Math.max(0, Math.ceil(waitMs)), waitMaxMs);
}

function waitOfLimits(limits: readonly Limit[]): number | null {
  if (limits.length === 0) return null;
  const usedUp = limits.filter((limit) => limit.remaining === 0).map((limit) => limit.resetMs);
  return usedUp.length > 0 ? Math.max(...usedUp) : Math.min(...limits.map((limit) => limit.resetMs));
}

function limitsIn(headers: Readonly<Record<string, string>>, nowMs: number): readonly Limit[] {
  const limits: Limit[] = [];
  const add = (resetMs: number | null, remaining: string | undefined): void => {
    if (resetMs !== null) limits.push({ resetMs, remaining: plainNumber(remaining) });
  };
  for (const [name, value] of Object.entries(headers)) {
    const openai = /^x-ratelimit-reset(-.+)?$/.exec(name);
    if (openai) add(resetMsOf(value, nowMs), headers[`x-ratelimit-remaining${openai[1] ?? ''}`]);
    const anthropic = /^anthropic-ratelimit-(.+)-reset$/.exec(name);
    if (anthropic) add(dateMs(value, nowMs), headers[`anthropic-ratelimit-${anthropic[1]}-remaining`]);
    if (name === 'ratelimit-reset') add(resetMsOf(value, nowMs), headers['ratelimit-remaining']);
    if (name === 'ratelimit') limits.push(...ietfLimits(value));
  }
  return limits;
}

/** `"api";r=0;t=55`, several of them between commas, or the older draft's `limit=10, remaining=0, reset=55`. */
function ietfLimits(value: string): readonly Limit[] {
  const older = /(?:^|[,;\s])reset=(\d+)/.exec(value);
  if (older) {
    const remaining = /(?:^|[,;\s])remaining=(\d+)/.exec(value);
    return [{ resetMs: Number(older[1]) * 1000, remaining: plainNumber(remaining?.[1]) }];
  }
  return value.split(',').flatMap((item) => {
    const seconds = /;\s*t=(\d+)/.exec(item);
    if (!seconds) return [];
    return [{ resetMs: Number(seconds[1]) * 1000, remaining: plainNumber(/;\s*r=(\d+)/.exec(item)?.[1]) }];
  });
}

/** A duration such as `1m2s`, a count of seconds, a Unix time in seconds or milliseconds, or a date. */
function resetMsOf(value: string, nowMs: number): number | null {
  const number = plainNumber(value);
  if (number === null) return durationMs(value) ?? dateMs(value, nowMs);
  if (number >= 1e12) return number - nowMs;
  if (number >= 1e9) return number * 1000 - nowMs;
  return number * 1000;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Sum of a chain of amounts with units, `12ms`, `1m2s`, `1h0m3.5s`; null for anything else. */
function durationMs(value: string): number | null {
  const text = value.trim();
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) return null;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    totalMs += Number(amount) * (unitMs[unit!] ?? 0);
  }
  return totalMs;
}

function secondsOrDateMs(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  const seconds = plainNumber(value);
  return seconds === null ? dateMs(value, nowMs) : seconds * 1000;
}

/** Dates are told from other text by their weekday or year: `Date.parse` alone accepts nearly anything. */
function dateMs(value: string, nowMs: number): number | null {
  if (!/^(?:[A-Z][a-z]{2,8},? |\d{4}-\d{2}-\d{2}T)/.test(value.trim())) return null;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : atMs - nowMs;
}

function plainNumber(value: string | undefined): number | null {
  return value !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : null;
}
