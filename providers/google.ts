import { createGoogle } from '@ai-sdk/google';
import { z } from 'zod';
import { type AdapterOptions, openAdapter, withoutHeader } from './adapter.ts';
import { type ProviderAdapter, ProviderError, type Usage } from './contract.ts';
import { askLanguageModel, type RawUsage } from './language-model.ts';
import { countIn, sumOfCounts } from './usage.ts';

/** Asks Google's Gemini API. */
export function google(options: AdapterOptions): ProviderAdapter {
  return openAdapter(options, (fetch) => {
    const once = withoutContinuation(fetch);
    const provider = createGoogle({
      baseURL: options.baseUrl.href,
      apiKey: options.apiKey ?? '',
      fetch: options.apiKey === null ? withoutHeader(once, 'x-goog-api-key') : once,
    });
    return (request, sampling) => {
      requireModelName(request.model);
      return askLanguageModel(provider.chat(request.model), request, sampling, {
        usageOf,
        requireCompletion,
      });
    };
  });
}

/** The name becomes a part of the path, which must not lead elsewhere. */
function requireModelName(model: string): void {
  if (/^(?!.*\.\.)[\w.-]+(?:\/[\w.-]+)*$/.test(model)) return;
  throw new ProviderError(
    'InvalidRequest',
    `The name ${JSON.stringify(model.slice(0, 80))} cannot be one of Google's models: it holds other characters than letters, digits, dots, hyphens and slashes.`,
  );
}

const completionSchema = z.union([
  z.looseObject({ candidates: z.array(z.unknown()).min(1) }),
  z.looseObject({ promptFeedback: z.looseObject({ blockReason: z.string() }) }),
]);

/** Every field of an answer may be missing, so the AI SDK reads any object as an answer without text. */
function requireCompletion(body: unknown): void {
  completionSchema.parse(body);
}

/**
 * An answer that reached the limit of one request comes with a token to go on with, which the AI SDK follows by requests
 * that nobody has counted. Without the token the answer ends there, as one that was cut.
 */
function withoutContinuation(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.ok) return response;
    const body = (await response.text()).replaceAll(/"continuationToken"\s*:/g, '"unusedToken":');
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

/** Thoughts are counted apart from the candidates, and both are what the model has written. */
function usageOf(raw: RawUsage): Usage {
  const thoughts = countIn(raw, 'thoughtsTokenCount');
  return {
    promptTokens: countIn(raw, 'promptTokenCount'),
    completionTokens: sumOfCounts(countIn(raw, 'candidatesTokenCount'), thoughts),
    reasoningTokens: thoughts,
  };
}
