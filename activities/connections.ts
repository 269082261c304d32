import type { ProviderAdapter } from '../providers/contract.ts';
import { createLimiters } from '../providers/limiter.ts';
import { openProvider } from '../providers/open.ts';
import { endpointOrigin, resolveApiKey } from '../providers/secrets.ts';
import type { InferenceDependencies } from './inference.ts';

export interface ConnectionOptions {
  readonly requestTimeoutMs: number;
  readonly keyVariables: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Wait after a refusal that does not say how long, in milliseconds. */
const coolDownDefaultMs = 2_000;

/** One adapter and one limiter an endpoint, kept for the life of the process. Keys are read here and nowhere else. */
export function createConnections(options: ConnectionOptions): {
  connect: InferenceDependencies['connect'];
  close: () => Promise<void>;
} {
  const providers = new Map<number, ProviderAdapter>();
  const limiterOf = createLimiters();

  function connect(endpoint: Parameters<InferenceDependencies['connect']>[0]) {
    const limiter = limiterOf(String(endpoint.endpointId), {
      concurrencyMax: endpoint.connectionsMax,
      coolDownDefaultMs,
    });
    const known = providers.get(endpoint.endpointId);
    if (known) return { provider: known, limiter };
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
    });
    providers.set(endpoint.endpointId, provider);
    return { provider, limiter };
  }

  async function close(): Promise<void> {
    await Promise.all([...providers.values()].map((provider) => provider.close()));
  }

  return { connect, close };
}
