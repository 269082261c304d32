import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { type AdapterOptions, openAdapter } from './adapter.ts';
import type { ProviderAdapter } from './contract.ts';
import { askLanguageModel } from './language-model.ts';
import { completionUsage } from './usage.ts';

/** Asks a server that speaks OpenAI's chat completions, as model servers and routers do. */
export function openAICompatible(options: AdapterOptions): ProviderAdapter {
  return openAdapter(options, (fetch) => {
    const provider = createOpenAICompatible({
      name: 'openai-compatible',
      baseURL: options.baseUrl.href,
      fetch,
      ...(options.apiKey === null ? {} : { apiKey: options.apiKey }),
    });
    return (request, sampling) =>
      askLanguageModel(provider.chatModel(request.model), request, sampling, { usageOf: completionUsage });
  });
}
