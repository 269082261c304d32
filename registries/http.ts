import type { z } from 'zod';
import type { AddressPolicy } from '../http/addresses.ts';
import { HttpError, type HttpErrorCode } from '../http/failure.ts';
import { retryAfterMs } from '../http/pacing-headers.ts';
import { openTransport } from '../http/transport.ts';
import { RegistryError, type RegistryErrorCode } from './contract.ts';

/** A listing of thousands of checkpoints is a few megabytes. */
const bodyMaxBytes = 32 * 1024 * 1024;
/** Requests at once to one registry. */
const connectionsMax = 4;

export interface RegistryHttpOptions {
  /** What messages call the registry, such as `The registry hf:org/model`. */
  readonly name: string;
  /** Sent as a bearer token with every request; null for none. */
  readonly token: string | null;
  readonly addresses: AddressPolicy;
  /** Bound on one whole request. */
  readonly timeoutMs: number;
}

export interface RegistryRequest {
  readonly method?: 'GET' | 'POST' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

export interface RegistryHttp {
  /** The answer's JSON, checked; throws `RegistryError`, or the signal's reason when that aborts. */
  json<Schema extends z.ZodType>(
    url: URL,
    schema: Schema,
    request: RegistryRequest,
  ): Promise<{ readonly body: z.infer<Schema>; readonly headers: Headers }>;
  /** The answer whatever its body is; throws as `json` does. */
  answer(url: URL, request: RegistryRequest): Promise<Response>;
  close(): Promise<void>;
}

const codesOnTheWire: Readonly<Record<HttpErrorCode, RegistryErrorCode>> = {
  AddressRefused: 'RegistryForbidden',
  TimedOut: 'RegistryUnavailable',
  Cancelled: 'RegistryUnavailable',
  ConnectionReset: 'RegistryUnavailable',
  Unreachable: 'RegistryUnavailable',
  Redirected: 'RegistryForbidden',
  Oversize: 'RegistryMalformed',
};

/**
 * Asks a registry over HTTP: no redirects, bounded bodies, only hosts that may be asked. Whatever goes wrong is a
 * `RegistryError` whose message names the registry and holds neither token nor body.
 */
export function openRegistryHttp(options: RegistryHttpOptions): RegistryHttp {
  const { name, token } = options;
  const transport = openTransport({ ...options, connectionsMax, bodyMaxBytes });

  async function answer(url: URL, request: RegistryRequest): Promise<Response> {
    const { method = 'GET', headers = {}, body, signal } = request;
    signal.throwIfAborted();
    try {
      const response = await transport.fetch(url.href, {
        method,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal,
      });
      if (!response.ok) throw failureOfStatus(name, response);
      return response;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof HttpError) {
        throw new RegistryError(codesOnTheWire[error.code], error.message, { cause: error });
      }
      throw error;
    }
  }

  async function json<Schema extends z.ZodType>(url: URL, schema: Schema, request: RegistryRequest) {
    const response = await answer(url, request);
    const parsed = schema.safeParse(parsedJson(name, await response.text()));
    if (parsed.success) return { body: parsed.data, headers: response.headers };
    const issue = parsed.error.issues[0];
    const place = issue?.path.join('.') || 'the whole';
    throw malformed(`${name} sent JSON of another form: ${place} ${issue?.message ?? 'does not fit'}`);
  }

  return { json, answer, close: transport.close };
}

function failureOfStatus(name: string, { status, headers }: Response): RegistryError {
  if (status === 401 || status === 403) {
    const advice = 'name a variable that holds a token which may read it (--registry-key-env)';
    return new RegistryError(
      'RegistryForbidden',
      `${name} may not be read with what it was sent (${status}): ${advice}.`,
    );
  }
  if (status === 404 || status === 410) {
    return new RegistryError('RegistryNotFound', `${name} is not there (${status}).`);
  }
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const wait = retryAfterMs(Object.fromEntries(headers), Date.now());
    return new RegistryError('RegistryUnavailable', `${name} does not answer now (${status}).`, {
      retryAfterMs: wait,
    });
  }
  return malformed(`${name} refuses the request (${status})`);
}

function parsedJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const kind = /^\s*</.test(text) ? 'HTML' : 'something else';
    throw malformed(`${name} sent ${kind} in place of JSON: is the address that of its API?`);
  }
}

function malformed(message: string): RegistryError {
  return new RegistryError('RegistryMalformed', `${message.slice(0, 280).replace(/[.?]$/, '')}.`);
}
