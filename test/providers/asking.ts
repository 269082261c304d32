import type { InferenceAnswer, InferenceRequest, ProviderAdapter } from '../../providers/contract.ts';
import { openProvider } from '../../providers/open.ts';
import type { ProviderKind } from '../../schema/registration.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import type { WireFormat } from '../support/wire-formats.ts';
import type { ProviderHarness } from './contract.ts';

/** Opens an adapter of this kind as the contract's tests do. */
export function opensKind(kind: ProviderKind): ProviderHarness['open'] {
  return (settings) => openProvider({ kind, connectionsMax: 4, addresses: 'private', ...settings });
}

/** Runs with a server and one adapter that asks it, and closes both. */
export async function withServer(
  kind: ProviderKind,
  format: WireFormat,
  run: (
    server: ModelServer,
    ask: (change?: Partial<InferenceRequest>) => Promise<InferenceAnswer>,
  ) => Promise<void>,
): Promise<void> {
  const server = await startModelServer(format);
  const adapter: ProviderAdapter = opensKind(kind)({ baseUrl: server.url, apiKey: 'k-1', timeoutMs: 5_000 });
  try {
    await run(server, (change) =>
      adapter.ask({
        model: 'model-1',
        messages: [{ role: 'user', content: 'What is the colour of the ninth lantern?' }],
        maxTokens: 64,
        temperature: 0,
        seed: 7,
        signal: new AbortController().signal,
        ...change,
      }),
    );
  } finally {
    await adapter.close();
    await server.close();
  }
}
