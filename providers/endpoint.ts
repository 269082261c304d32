import type { AddressPolicy } from '../http/addresses.ts';
import { endpointOrigin, resolveApiKey } from '../http/secrets.ts';
import type { ProviderAdapter } from './contract.ts';
import { createEndpointLimiter, type EndpointLimiter } from './limiter.ts';
import { openProvider } from './open.ts';

export interface EndpointSettings {
  /** Which API the endpoint speaks, e.g. `openai-compatible`. */
  readonly provider: string;
  readonly baseUrl: string;
  /** Where the key was said to belong when it was configured. */
  readonly origin: string;
  /** Null for an endpoint that asks for none. */
  readonly apiKeyVariable: string | null;
  readonly connectionsMax: number;
}

export interface EndpointOptions {
  readonly requestTimeoutMs: number;
  /** Variables beside `ETUDE_KEY_*` that may hold keys. */
  readonly keyVariables: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Which hosts this process may ask. */
  readonly addresses: AddressPolicy;
}

export interface OpenEndpoint {
  readonly provider: ProviderAdapter;
  readonly limiter: EndpointLimiter;
}

/** Wait after a refusal that does not say how long, in milliseconds; doubled until an answer comes. */
const coolDownDefaultMs = 100;

/** An endpoint's adapter behind its limiter. The key is read here and nowhere else. Throws `SecretError`. */
export function openEndpoint(endpoint: EndpointSettings, options: EndpointOptions): OpenEndpoint {
  const apiKey =
    endpoint.apiKeyVariable === null
      ? null
      : resolveApiKey({
          variable: endpoint.apiKeyVariable,
          allowedVariables: options.keyVariables,
          boundOrigin: endpoint.origin,
          endpointOrigin: endpointOrigin(endpoint.baseUrl),
          environment: options.environment,
        });
  const provider = openProvider({
    kind: endpoint.provider,
    baseUrl: endpoint.baseUrl,
    apiKey,
    timeoutMs: options.requestTimeoutMs,
    connectionsMax: endpoint.connectionsMax,
    addresses: options.addresses,
  });
  const limiter = createEndpointLimiter({
    name: `The endpoint ${endpoint.baseUrl.slice(0, 120)}`,
    concurrencyMax: endpoint.connectionsMax,
    coolDownDefaultMs,
  });
  return { provider, limiter };
}
