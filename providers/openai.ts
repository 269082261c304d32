import { createOpenAI } from '@ai-sdk/openai';
import { type AdapterOptions, openAdapter, withoutHeader } from './adapter.ts';
import type { ProviderAdapter } from './contract.ts';
import { askLanguageModel } from './language-model.ts';
import { completionUsage } from './usage.ts';

/**
 * Asks OpenAI's own API. Chat completions rather than responses, because they take a seed and store nothing. The AI SDK
 * knows OpenAI's models by name: to those that reason it sends no temperature, and the system's words as a developer's.
 */
export function openAI(options: AdapterOptions): ProviderAdapter {
  return openAdapter(options, (fetch) => {
    const provider = createOpenAI({
      baseURL: options.baseUrl.href,
      apiKey: options.apiKey ?? '',
      fetch: options.apiKey === null ? withoutHeader(fetch, 'authorization') : fetch,
    });
    return (request, sampling) =>
      askLanguageModel(provider.chat(request.model), request, sampling, {
        usageOf: completionUsage,
        // All of OpenAI's models take this name of the limit; those that reason take no other.
        limit: (maxTokens) => ({ providerOptions: { openai: { maxCompletionTokens: maxTokens } } }),
      });
  });
}
