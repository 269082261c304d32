import { type EndpointOptions, type OpenEndpoint, openEndpoint } from '../providers/endpoint.ts';
import type { InferenceDependencies } from './inference.ts';

/** One adapter and one limiter an endpoint, kept for the life of the process. */
export function createConnections(options: EndpointOptions): {
  connect: InferenceDependencies['connect'];
  close: () => Promise<void>;
} {
  const open = new Map<number, OpenEndpoint>();

  function connect(endpoint: Parameters<InferenceDependencies['connect']>[0]): OpenEndpoint {
    const known = open.get(endpoint.endpointId) ?? openEndpoint(endpoint, options);
    open.set(endpoint.endpointId, known);
    return known;
  }

  async function close(): Promise<void> {
    await Promise.all([...open.values()].map(({ provider }) => provider.close()));
  }

  return { connect, close };
}
