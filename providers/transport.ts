import { Agent, type Dispatcher, request } from 'undici';
import { ProviderError } from './contract.ts';

/** An answer of a model is kilobytes; eight megabytes is a server gone wrong. */
const bodyMaxBytes = 8 * 1024 * 1024;

/** A redirect's body is thrown away so that the connection can be used again. */
const redirectMaxBytes = 64 * 1024;

/** A reachable server accepts a connection in less, whatever its model needs afterwards. */
const connectMaxMs = 10_000;

const timeoutCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

interface Transport {
  /** As the standard's `fetch`, for requests with a text body or none; throws `ProviderError` alone. */
  readonly fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

interface TransportOptions {
  /** What messages call the other side. */
  readonly endpoint: string;
  readonly connectionsMax: number;
  /** Bound on a whole request: waiting for a connection, sending, thinking, reading the body. */
  readonly timeoutMs: number;
}

/**
 * One pool of connections to one endpoint. It follows no redirect (the prompt and the key would go to a host
 * that nobody named), reads no more than 8 MB of a body, repeats nothing, and gives the body back whole, so that
 * every way a request can fail on the wire is told apart in this file.
 */
export function openTransport(options: TransportOptions): Transport {
  const { endpoint, timeoutMs } = options;
  const agent = new Agent({
    connections: options.connectionsMax,
    pipelining: 1,
    connect: { timeout: Math.min(connectMaxMs, timeoutMs) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });

  async function send(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    // undici's `request` takes a quarter less processor time than its `fetch`, and knows no redirects; it does
    // not undo compression either, so none is asked for.
    const { statusCode, headers, body } = await request(url, {
      method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: { ...Object.fromEntries(new Headers(init.headers)), 'accept-encoding': 'identity' },
      body: typeof init.body === 'string' ? init.body : null,
      dispatcher: agent,
      signal,
    });
    if (statusCode >= 300 && statusCode < 400) {
      await body.dump({ limit: redirectMaxBytes, signal });
      throw redirectRefused(endpoint, statusCode, headers.location, url);
    }
    const bytes = await readBounded(body, endpoint);
    return new Response(statusCode === 204 || statusCode === 205 ? null : bytes, {
      status: statusCode,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    });
  }

  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    // A controller of its own for each request, since a signal joined to one that lives long is never freed.
    const controller = new AbortController();
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      controller.abort();
    }, timeoutMs);
    const caller = init.signal ?? null;
    const onAbort = (): void => controller.abort();
    caller?.addEventListener('abort', onAbort, { once: true });
    try {
      if (caller?.aborted) controller.abort();
      return await send(url, init, controller.signal);
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      if (caller?.aborted) throw new ProviderError('Cancelled', 'The request was cancelled.');
      throw wireFailure(error, timedOut, options);
    } finally {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    }
  };

  return { fetch, close: () => agent.destroy() };
}

async function readBounded(
  stream: AsyncIterable<Uint8Array>,
  endpoint: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop by a throw cancels the stream and with it the connection.
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > bodyMaxBytes) {
      throw new ProviderError('Unavailable', `The endpoint ${endpoint} sent a body of more than 8 MB.`);
    }
    chunks.push(chunk);
  }
  const body = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

function redirectRefused(
  endpoint: string,
  status: number,
  location: string | string[] | undefined,
  url: string,
): ProviderError {
  const known = typeof location === 'string' && URL.canParse(location, url);
  const host = known ? new URL(location, url).host.slice(0, 100) : 'an unreadable address';
  return new ProviderError(
    'Unavailable',
    `The endpoint ${endpoint} redirects to ${host} (${status}), and redirects are not followed.`,
    { status },
  );
}

function wireFailure(error: unknown, timedOut: boolean, options: TransportOptions): ProviderError {
  const code = codeInChain(error);
  const after = `The endpoint ${options.endpoint} did not answer within ${options.timeoutMs} ms.`;
  if (timedOut) return new ProviderError('TimedOut', after);
  if (code !== null && timeoutCodes.has(code)) {
    return new ProviderError(
      'TimedOut',
      `The endpoint ${options.endpoint} did not answer in time (${code}).`,
    );
  }
  return new ProviderError(
    'Unavailable',
    `The endpoint ${options.endpoint} could not be reached or broke off (${code ?? 'no code'}).`,
  );
}

/** The first error code from the outermost error inwards; undici hides the reason under one or more causes. */
function codeInChain(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    if ('code' in current && typeof current.code === 'string') return current.code.slice(0, 60);
    current = current.cause;
  }
  return null;
}
