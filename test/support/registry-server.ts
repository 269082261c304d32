import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendLongBody } from './long-body.ts';

/** What a registry's server does in place of answering. */
export type Misbehaviour =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly kind: 'html' }
  /** A 200 whose JSON ends in the middle. */
  | { readonly kind: 'malformed' }
  /** A 200 with JSON of another API. */
  | { readonly kind: 'stranger' }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'oversize'; readonly bytes: number }
  /** Closes the connection in the middle of an answer. */
  | { readonly kind: 'drop' }
  /** Never answers. */
  | { readonly kind: 'hang' };

export interface RegistryRequestSeen {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body, or undefined without one. */
  readonly body: unknown;
}

export interface RegistryReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

export interface RegistryServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly requests: readonly RegistryRequestSeen[];
  /** Every request from now on is met so; null answers again. */
  misbehave(behaviour: Misbehaviour | null): void;
  close(): Promise<void>;
}

/** Serves a registry's API on a free port of the loopback: `route` says what it answers, undefined for 404. */
export async function startRegistryServer(
  route: (request: RegistryRequestSeen) => RegistryReply | undefined,
): Promise<RegistryServer> {
  const requests: RegistryRequestSeen[] = [];
  let misbehaviour: Misbehaviour | null = null;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const seen: RegistryRequestSeen = {
      method: request.method ?? 'GET',
      url: new URL(request.url ?? '/', 'http://registry'),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
    requests.push(seen);
    if (misbehaviour !== null) {
      misbehaveAs(misbehaviour, response);
      return;
    }
    const { status = 200, headers = {}, json = {} } = route(seen) ?? { status: 404 };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(seen.method === 'HEAD' ? undefined : JSON.stringify(json));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    misbehave: (behaviour) => {
      misbehaviour = behaviour;
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function misbehaveAs(behaviour: Misbehaviour, response: ServerResponse): void {
  const json = { 'content-type': 'application/json' };
  switch (behaviour.kind) {
    case 'status':
      response.writeHead(behaviour.status, { 'content-type': 'text/plain', ...behaviour.headers });
      response.end(behaviour.body ?? 'no');
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Sign in</title><p>Please sign in.');
      return;
    case 'malformed':
      response.writeHead(200, json);
      response.end('{"models": [{"name": "half a na');
      return;
    case 'stranger':
      response.writeHead(200, json);
      response.end('{"weather": ["rain", 7]}');
      return;
    case 'redirect':
      response.writeHead(302, { location: behaviour.location });
      response.end();
      return;
    case 'oversize':
      sendLongBody(response, { head: '{', fill: ' ', bytes: behaviour.bytes, tail: '}' });
      return;
    case 'drop':
      response.writeHead(200, { ...json, 'content-length': '1000' });
      response.write('{"half":');
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
      return;
    case 'hang':
      return;
  }
}
