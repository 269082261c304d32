/** Where a token bucket stands: what it holds at most, what is left in it, and what comes back a second. */
export interface Bucket {
  readonly capacity: number;
  readonly left: number;
  readonly perSecond: number;
}

type Headers = Readonly<Record<string, string>>;

interface Style {
  /** Sent with every answer. */
  readonly always: (bucket: Bucket) => Headers;
  /** Sent with a refusal beside them. */
  readonly refusal: (waitSeconds: number) => Headers;
}

const retryAfter = (waitSeconds: number): Headers => ({ 'retry-after': String(Math.ceil(waitSeconds)) });

/** How servers tell of their limits. */
export const styles = {
  openai: {
    always: ({ capacity, left, perSecond }) => ({
      'x-ratelimit-limit-requests': String(capacity),
      'x-ratelimit-remaining-requests': String(Math.floor(left)),
      'x-ratelimit-reset-requests': `${Math.ceil((1_000 * (capacity - left)) / perSecond)}ms`,
    }),
    refusal: (waitSeconds) => ({
      'retry-after-ms': String(Math.ceil(1_000 * waitSeconds)),
      ...retryAfter(waitSeconds),
    }),
  },
  // As documented: a minute's limit that is enforced over shorter times, and a date in whole seconds.
  anthropic: {
    always: ({ capacity, left, perSecond }) => ({
      'anthropic-ratelimit-requests-limit': String(60 * perSecond),
      'anthropic-ratelimit-requests-remaining': String(Math.floor(60 * perSecond - capacity + left)),
      'anthropic-ratelimit-requests-reset': wholeSecond(Date.now() + (1_000 * (capacity - left)) / perSecond),
    }),
    refusal: retryAfter,
  },
  ietf: {
    always: ({ capacity, left, perSecond }) => ({
      'ratelimit-policy': `"default";q=${perSecond};w=1`,
      ratelimit: `"default";r=${Math.floor(left)};t=${Math.ceil((capacity - left) / perSecond)}`,
    }),
    refusal: retryAfter,
  },
  none: { always: () => ({}), refusal: () => ({}) },
} as const satisfies Record<string, Style>;

export type StyleName = keyof typeof styles;

function wholeSecond(unixMs: number): string {
  return new Date(Math.ceil(unixMs / 1_000) * 1_000).toISOString().replace('.000', '');
}
