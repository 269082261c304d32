import type { AddressPolicy } from '../../http/addresses.ts';
import { HttpError } from '../../http/failure.ts';
import { endpointOrigin, resolveApiKey } from '../../http/secrets.ts';
import { openTransport } from '../../http/transport.ts';
import type { EndpointSettings } from '../../providers/endpoint.ts';
import { Refusal } from '../failure.ts';

const bodyMaxBytes = 1024 * 1024;

export interface ProbeOptions {
  readonly keyVariables: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly addresses: AddressPolicy;
  /** Bound on one request. */
  readonly timeoutMs: number;
}

/** `silent` where nothing listens, `starting` where something does and cannot be asked yet. */
export type EndpointState = 'silent' | 'starting' | 'ready';

export interface ProbeAnswer {
  readonly status: number;
  readonly text: string;
}

export interface EndpointProbe {
  state(): Promise<EndpointState>;
  /** Asks for a path below the endpoint. Throws `HttpError` where nothing comes back. */
  get(path: string): Promise<ProbeAnswer>;
  /** Sends JSON there. */
  post(path: string, body: object): Promise<ProbeAnswer>;
}

/** Speaks to an endpoint beside what it is asked: whether it is there, and what it is to load. */
export function createEndpointProbe(
  endpoint: Pick<EndpointSettings, 'baseUrl' | 'origin' | 'apiKeyVariable'>,
  options: ProbeOptions,
): EndpointProbe {
  const { addresses, timeoutMs } = options;
  const base = endpoint.baseUrl.replace(/\/+$/, '');
  const headers = authorization(endpoint, options);

  /**
   * A server's `/health` is believed where it has one: llama-server lists its model while it still loads it. Other
   * servers are ready once they list their models, or refuse to.
   */
  async function state(): Promise<EndpointState> {
    try {
      const health = await send(`${base.replace(/\/v\d+$/, '')}/health`, { headers });
      if (health.status < 300) return 'ready';
      if (health.status >= 500) return 'starting';
      return (await get('models')).status < 500 ? 'ready' : 'starting';
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (error.code === 'AddressRefused') throw new Refusal('ServingFailed', error.message);
      return error.code === 'Unreachable' ? 'silent' : 'starting';
    }
  }

  const get = (path: string) => send(`${base}/${path}`, { headers });

  const post = (path: string, body: object) =>
    send(`${base}/${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  /** On a connection of its own: between two requests, the server may have become another one. */
  async function send(url: string, init: RequestInit): Promise<ProbeAnswer> {
    const transport = openTransport({
      name: `The endpoint ${base}`,
      addresses,
      connectionsMax: 1,
      timeoutMs,
      bodyMaxBytes,
    });
    const response = await transport.fetch(url, init).finally(() => transport.close());
    return { status: response.status, text: await response.text() };
  }

  return { state, get, post };
}

function authorization(
  { apiKeyVariable, baseUrl, origin }: Pick<EndpointSettings, 'baseUrl' | 'origin' | 'apiKeyVariable'>,
  { keyVariables, environment }: ProbeOptions,
): Record<string, string> {
  if (apiKeyVariable === null) return {};
  const key = resolveApiKey({
    variable: apiKeyVariable,
    allowedVariables: keyVariables,
    boundOrigin: origin,
    endpointOrigin: endpointOrigin(baseUrl),
    environment,
  });
  return { authorization: `Bearer ${key}` };
}
