import { createAnthropic } from '@ai-sdk/anthropic';
import { type AdapterOptions, openAdapter, withoutHeader } from './adapter.ts';
import type { ProviderAdapter, Usage } from './contract.ts';
import { askLanguageModel, type RawUsage } from './language-model.ts';
import { countIn, sumOfCounts } from './usage.ts';

/**
 * Asks Anthropic's messages. The API has no seed; the AI SDK sends no temperature to models that it knows to refuse one
 * and none above 1, and lowers the limit of tokens to that of a model that it knows.
 */
export function anthropic(options: AdapterOptions): ProviderAdapter {
  return openAdapter(options, (fetch) => {
    const provider = createAnthropic({
      baseURL: options.baseUrl.href,
      apiKey: options.apiKey ?? '',
      fetch: options.apiKey === null ? withoutHeader(fetch, 'x-api-key') : fetch,
    });
    return (request, { seed: _, ...sampling }) =>
      askLanguageModel(provider.messages(request.model), request, sampling, { usageOf });
  });
}

/** What was read from or written to a cache was a part of the prompt too, and is counted apart from `input_tokens`. */
function usageOf(raw: RawUsage): Usage {
  const uncached = countIn(raw, 'input_tokens');
  const cached = ['cache_read_input_tokens', 'cache_creation_input_tokens'].map((name) => countIn(raw, name));
  return {
    promptTokens: uncached === null ? null : sumOfCounts(uncached, ...cached),
    completionTokens: countIn(raw, 'output_tokens'),
    reasoningTokens: countIn(raw.output_tokens_details, 'thinking_tokens'),
  };
}
