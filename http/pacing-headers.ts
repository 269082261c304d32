/** A server that asks for more than a day is asking a person, not a program. */
const waitMaxMs = 24 * 60 * 60 * 1000;

/** What a limit counts. */
export type LimitUnit = 'requests' | 'tokens' | 'prompt-tokens' | 'completion-tokens';

/** One limit as the server states it with an answer; null for what it does not say. */
export interface StatedLimit {
  /** The same in every answer of the server. */
  readonly name: string;
  readonly unit: LimitUnit;
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Until all of the limit can be used again. */
  readonly resetMs: number | null;
  /** Over which the limit is meant. */
  readonly windowMs: number | null;
  /** What is used comes back bit by bit, not all at once at the reset. */
  readonly refills: boolean;
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
  const waitMs = explicit ?? waitOfLimits(statedLimits(headers, nowMs));
  return waitMs === null ? null : Math.min(Math.max(0, Math.ceil(waitMs)), waitMaxMs);
}

function waitOfLimits(limits: readonly StatedLimit[]): number | null {
  const resets = (chosen: readonly StatedLimit[]) => chosen.flatMap(({ resetMs }) => resetMs ?? []);
  const usedUp = resets(limits.filter(({ remaining }) => remaining === 0));
  if (usedUp.length > 0) return Math.max(...usedUp);
  const all = resets(limits);
  return all.length > 0 ? Math.min(...all) : null;
}

/**
 * The limits that a server states beside an answer: OpenAI's `x-ratelimit-*-requests` and what others made of it
 * (`-tokens-minute`, no ending at all), Anthropic's `anthropic-ratelimit-*`, the IETF's `RateLimit` with
 * `RateLimit-Policy`, and the three fields of its older drafts. Names of headers are lower case.
 */
export function statedLimits(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): readonly StatedLimit[] {
  const endings = new Set<string>();
  const kinds = new Set<string>();
  for (const name of Object.keys(headers)) {
    const ending = /^x-ratelimit-(?:limit|remaining|reset)(-.+)?$/.exec(name);
    if (ending) endings.add(ending[1] ?? '');
    const kind = /^anthropic-ratelimit-(.+)-(?:limit|remaining|reset)$/.exec(name)?.[1];
    if (kind !== undefined) kinds.add(kind);
  }
  return [
    ...[...endings].map((ending) => xRateLimit(headers, ending, nowMs)),
    ...[...kinds].map((kind) => anthropicLimit(headers, kind, nowMs)),
    ...ietfLimits(headers, nowMs),
  ];
}

function xRateLimit(headers: Readonly<Record<string, string>>, ending: string, nowMs: number): StatedLimit {
  const windowMs = windowsMs[/-(second|minute|hour|day)$/.exec(ending)?.[1] ?? ''] ?? null;
  return {
    name: `x-ratelimit${ending}`,
    unit: unitOf(ending),
    limit: plainNumber(headers[`x-ratelimit-limit${ending}`]),
    remaining: plainNumber(headers[`x-ratelimit-remaining${ending}`]),
    resetMs: resetMsOf(headers[`x-ratelimit-reset${ending}`], nowMs),
    windowMs,
    // OpenAI and those who copied its names fill up again bit by bit; the bare names and those of a window count in windows.
    refills: ending !== '' && windowMs === null,
  };
}

function anthropicLimit(headers: Readonly<Record<string, string>>, kind: string, nowMs: number): StatedLimit {
  const field = (name: string) => headers[`anthropic-ratelimit-${kind}-${name}`];
  return {
    name: `anthropic-${kind}`,
    unit: unitOf(kind),
    limit: plainNumber(field('limit')),
    remaining: plainNumber(field('remaining')),
    resetMs: dateMs(field('reset'), nowMs),
    // As documented: all of its limits are a minute's, and fill up bit by bit.
    windowMs: 60_000,
    refills: true,
  };
}

function unitOf(name: string): LimitUnit {
  if (/input-tokens|prompt-tokens/.test(name)) return 'prompt-tokens';
  if (/output-tokens|completion-tokens/.test(name)) return 'completion-tokens';
  return name.includes('token') ? 'tokens' : 'requests';
}

/**
 * `"api";r=0;t=55`, several of them between commas, with the policy `"api";q=10;w=60`; or an older draft's
 * `limit=10, remaining=0, reset=55` or fields of their own, with the policy `10;w=60`.
 */
function ietfLimits(headers: Readonly<Record<string, string>>, nowMs: number): readonly StatedLimit[] {
  const policies = (headers['ratelimit-policy'] ?? '').split(',').map(ietfItem);
  const older = olderDraft(headers, nowMs);
  if (older !== null) {
    const policy = policies.find(({ quota }) => quota === older.limit);
    return [{ ...older, windowMs: policy?.windowMs ?? null }];
  }
  return (headers.ratelimit ?? '').split(',').flatMap((text) => {
    const { name, remaining, resetMs } = ietfItem(text);
    if (remaining === null && resetMs === null) return [];
    const policy = policies.find((candidate) => candidate.name === name);
    return [
      {
        name: `ratelimit ${name}`,
        unit: unitOf(name),
        limit: policy?.quota ?? null,
        remaining,
        resetMs,
        windowMs: policy?.windowMs ?? null,
        refills: false,
      },
    ];
  });
}

function ietfItem(text: string) {
  const parameter = (name: string) => plainNumber(new RegExp(`;\\s*${name}=(\\d+)`).exec(text)?.[1]);
  const windowSeconds = parameter('w');
  const resetSeconds = parameter('t');
  const [name = ''] = text.split(';');
  return {
    name: name.trim(),
    quota: parameter('q') ?? plainNumber(name),
    windowMs: windowSeconds === null ? null : windowSeconds * 1000,
    remaining: parameter('r'),
    resetMs: resetSeconds === null ? null : resetSeconds * 1000,
  };
}

function olderDraft(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): Omit<StatedLimit, 'windowMs'> | null {
  const field = (name: string) =>
    new RegExp(`(?:^|[,;\\s])${name}=(\\d+)`).exec(headers.ratelimit ?? '')?.[1] ??
    headers[`ratelimit-${name}`];
  const resetMs = resetMsOf(field('reset'), nowMs);
  if (resetMs === null) return null;
  return {
    name: 'ratelimit',
    unit: 'requests',
    // Some put the policy behind the limit: `10, 10;w=60`.
    limit: plainNumber(field('limit')?.split(/[,;]/)[0]),
    remaining: plainNumber(field('remaining')),
    resetMs,
    refills: false,
  };
}

/** A duration such as `1m2s`, a count of seconds, a Unix time in seconds or milliseconds, or a date. */
function resetMsOf(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  const number = plainNumber(value);
  if (number === null) return durationMs(value) ?? dateMs(value, nowMs);
  if (number >= 1e12) return number - nowMs;
  if (number >= 1e9) return number * 1000 - nowMs;
  return number * 1000;
}

const windowsMs: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

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
  const seconds = plainNumber(value);
  return seconds === null ? dateMs(value, nowMs) : seconds * 1000;
}

/** Dates are told from other text by their weekday or year: `Date.parse` alone accepts nearly anything. */
function dateMs(value: string | undefined, nowMs: number): number | null {
  if (value === undefined || !/^(?:[A-Z][a-z]{2,8},? |\d{4}-\d{2}-\d{2}T)/.test(value.trim())) return null;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : atMs - nowMs;
}

function plainNumber(value: string | undefined): number | null {
  return value !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : null;
}
