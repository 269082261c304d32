import type { InferenceAnswer } from '../../providers/contract.ts';
import { openProvider } from '../../providers/open.ts';

export interface Question {
  /** Up to `/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly text: string;
  readonly maxTokens: number;
  readonly apiKey?: string;
}

/** Asks a server as an evaluation does. Throws `ProviderError`. */
export async function ask({ baseUrl, model, text, maxTokens, apiKey }: Question): Promise<InferenceAnswer> {
  const provider = openProvider({
    kind: 'openai-compatible',
    baseUrl,
    apiKey: apiKey ?? null,
    timeoutMs: 120_000,
    connectionsMax: 4,
    addresses: 'private',
  });
  try {
    return await provider.ask({
      model,
      messages: [{ role: 'user', content: text }],
      maxTokens,
      temperature: 0,
      seed: 7,
      signal: new AbortController().signal,
    });
  } finally {
    await provider.close();
  }
}
