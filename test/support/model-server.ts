import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendLongBody } from './long-body.ts';
import { chatCompletions, type WireFormat } from './wire-formats.ts';

/** How the server treats one request. Every kind but `drop` before the work may take its time first. */
export type Behaviour =
  | {
      readonly kind: 'answer';
      readonly text: string;
      readonly reasoning?: string;
      /** In the API's own terms; null leaves it out. Counted from the words when absent. */
      readonly usage?: Readonly<Record<string, unknown>> | null;
      readonly finishReason?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly delayMs?: number;
    }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as it stands when a string, as JSON otherwise. */
      readonly body?: unknown;
      readonly delayMs?: number;
    }
  /** Closes the connection; `after` does the work first, so that the answer is lost and not the effort. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after'; readonly delayMs?: number }
  | { readonly kind: 'html'; readonly delayMs?: number }
  /** A 200 whose JSON ends in the middle. */
  | { readonly kind: 'malformed'; readonly delayMs?: number }
  | {
      readonly kind: 'redirect';
      readonly location: string;
      readonly status?: number;
      readonly delayMs?: number;
    }
  /** A valid answer of about this size. */
  | { readonly kind: 'oversize'; readonly bytes: number; readonly delayMs?: number }
  /** Sends one byte of an answer after another, this far apart, and never the last one. */
  | { readonly kind: 'trickle'; readonly everyMs: number }
  /** Never answers, and holds the connection until the other side or `close` ends it. */
  | { readonly kind: 'hang' };

export interface ReceivedRequest {
  readonly path: string;
  readonly model: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON body. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly receivedAtMs: number;
  /** True once the server has done the work that the request asked for, whether or not the answer got out. */
  worked: boolean;
}

export interface ModelServer {
  /** Base URL of the API, such as `http://127.0.0.1:8000/v1`. */
  readonly url: string;
  /** Every request for a completion, in order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** Most requests that were under way at once. */
  readonly inFlightMax: number;
  /** How many connections the server has accepted. */
  readonly connections: number;
  /** Treats the next requests in this order, one behaviour each; afterwards `otherwise` applies again. */
  next(...behaviours: readonly Behaviour[]): void;
  /** What happens to a request for which nothing was lined up: at first, the answer `ok`. */
  otherwise(behaviour: Behaviour | ((request: ReceivedRequest) => Behaviour)): void;
  close(): Promise<void>;
}

/** Starts a model server on a free port of the loopback. It speaks one API over real HTTP. */
export async function startModelServer(format: WireFormat = chatCompletions): Promise<ModelServer> {
  const requests: ReceivedRequest[] = [];
  const linedUp: Behaviour[] = [];
  let fallback: (request: ReceivedRequest) => Behaviour = () => ({ kind: 'answer', text: 'ok' });
  let inFlight = 0;
  let inFlightMax = 0;
  let connections = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const body = parseBody(await readText(request));
    const asksFor = path.startsWith(format.base) ? path.slice(format.base.length) : '';
    if (request.method === 'GET' && asksFor === '/models') {
      sendJson(response, 200, { object: 'list', data: [] });
    } else if (request.method !== 'POST' || !format.path.test(asksFor)) {
      sendJson(response, 404, { error: { message: `No route for ${path}` } });
    } else {
      const received = receive(request, path, body, format);
      requests.push(received);
      await behave(linedUp.shift() ?? fallback(received), received, response, format);
    }
  }

  const server = createServer((request, response) => {
    inFlight++;
    inFlightMax = Math.max(inFlightMax, inFlight);
    response.once('close', () => inFlight--);
    // A client that goes away while its request is read or delayed is no failure of the server.
    serve(request, response).catch(() => response.destroy());
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}${format.base}`,
    requests,
    get inFlightMax() {
      return inFlightMax;
    },
    get connections() {
      return connections;
    },
    next: (...behaviours) => {
      linedUp.push(...behaviours);
    },
    otherwise: (behaviour) => {
      fallback = typeof behaviour === 'function' ? behaviour : () => behaviour;
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function behave(
  behaviour: Behaviour,
  request: ReceivedRequest,
  response: ServerResponse,
  format: WireFormat,
): Promise<void> {
  if ('delayMs' in behaviour && behaviour.delayMs !== undefined) await sleep(behaviour.delayMs);
  switch (behaviour.kind) {
    case 'answer':
      request.worked = true;
      return sendJson(response, 200, completionOf(behaviour, request, format), behaviour.headers);
    case 'status':
      return sendStatus(response, behaviour.status, behaviour.body, behaviour.headers);
    case 'drop':
      request.worked = behaviour.when === 'after';
      response.socket?.resetAndDestroy();
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Sign in</title><p>Please sign in.');
      return;
    case 'malformed':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"choices": [{"message": {"content": "half an ans');
      return;
    case 'redirect':
      response.writeHead(behaviour.status ?? 307, { location: behaviour.location });
      response.end();
      return;
    case 'oversize':
      return sendOversize(response, behaviour.bytes, format);
    case 'trickle':
      return trickle(response, behaviour.everyMs);
    case 'hang':
      return;
  }
}

function completionOf(
  { text, reasoning, usage, finishReason }: Extract<Behaviour, { kind: 'answer' }>,
  { model, body }: ReceivedRequest,
  format: WireFormat,
): unknown {
  const promptTokens = wordsIn(body.messages ?? body);
  const counted = format.usage({ promptTokens, completionTokens: wordsIn(text) });
  return format.answer({
    model,
    text,
    usage: usage === undefined ? counted : usage,
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(finishReason === undefined ? {} : { finishReason }),
  });
}

function wordsIn(value: unknown): number {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
  return text.split(/\s+/).filter((word) => word !== '').length;
}

function receive(
  request: IncomingMessage,
  path: string,
  body: Readonly<Record<string, unknown>>,
  format: WireFormat,
): ReceivedRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  return { path, model: format.modelOf(path, body), headers, body, receivedAtMs: Date.now(), worked: false };
}

function sendStatus(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): void {
  const text = typeof body === 'string';
  response.writeHead(status, { 'content-type': text ? 'text/plain' : 'application/json', ...headers });
  response.end(text ? body : JSON.stringify(body ?? {}));
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Streams a valid answer of about this many bytes. */
function sendOversize(response: ServerResponse, bytes: number, format: WireFormat): void {
  const split = '<here>';
  const whole = JSON.stringify(
    format.answer({
      model: 'large',
      text: split,
      usage: format.usage({ promptTokens: 1, completionTokens: 1 }),
    }),
  );
  const [head = '', tail = ''] = whole.split(split);
  sendLongBody(response, { head, fill: 'a', bytes, tail });
}

function trickle(response: ServerResponse, everyMs: number): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), everyMs);
  response.once('close', () => clearInterval(timer));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): Readonly<Record<string, unknown>> {
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
