export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface InferenceRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  /** Aborts the request; the adapter adds the endpoint's own time-out. */
  readonly signal: AbortSignal;
}

/** Token counts as the server reported them; null where it said nothing, never 0 in its place. */
export interface Usage {
  readonly promptTokens: number | null;
  /** All that the model has written, its reasoning included. */
  readonly completionTokens: number | null;
  /** The part of them that was reasoning. */
  readonly reasoningTokens: number | null;
}

export interface InferenceAnswer {
  readonly text: string;
  readonly usage: Usage;
  /** `length`: cut at the limit; `content-filter`: refused by the model or its server. */
  readonly finishReason: 'stop' | 'length' | 'content-filter' | 'other';
  readonly latencyMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ProviderAdapter {
  /** Sends one request, once: no hidden retries. Throws `ProviderError`. */
  ask(request: InferenceRequest): Promise<InferenceAnswer>;
  close(): Promise<void>;
}

export type ProviderErrorCode =
  /** 429, 503 or 529: the server asks to wait; never counted against the task. */
  | 'Throttled'
  /** 5xx, connection refused, malformed or oversize body, redirect. */
  | 'Unavailable'
  /** The connection was closed by the other side, as servers do with one that was kept alive: worth asking again at once. */
  | 'ConnectionReset'
  | 'TimedOut'
  | 'Cancelled'
  /** 400, 413, 422: this request can never work. */
  | 'InvalidRequest'
  /** 401, 403. */
  | 'AuthenticationFailed'
  /** 404: the endpoint does not serve this model. */
  | 'ModelNotFound'
  /** The endpoint's host may not be asked from here. */
  | 'AddressRefused';

export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: ProviderErrorCode;
  readonly status: number | null;
  /** How long the server asked to wait, from its headers. */
  readonly retryAfterMs: number | null;
  constructor(
    code: ProviderErrorCode,
    message: string,
    details: { status?: number; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

const fatalCodes: ReadonlySet<ProviderErrorCode> = new Set([
  'InvalidRequest',
  'AuthenticationFailed',
  'ModelNotFound',
  'AddressRefused',
]);

/** True where asking again can never help, for this task or any other of the session. */
export function isFatal({ code }: ProviderError): boolean {
  return fatalCodes.has(code);
}
