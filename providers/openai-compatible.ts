import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4, LanguageModelV4GenerateResult, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { AddressPolicy } from '../http/addresses.ts';
import { openTransport } from '../http/transport.ts';
import type { InferenceAnswer, InferenceRequest, Message, ProviderAdapter, Usage } from './contract.ts';
import { ProviderError } from './contract.ts';
import { providerErrorOf } from './failures.ts';

interface OpenAICompatibleOptions {
  /** Up to and without `/chat/completions`, e.g. `http://host:8000/v1`. */
  readonly baseUrl: URL;
  readonly apiKey: string | null;
  readonly timeoutMs: number;
  readonly connectionsMax: number;
  readonly addresses: AddressPolicy;
}

/** An answer of a model is kilobytes; eight megabytes is a server gone wrong. */
const bodyMaxBytes = 8 * 1024 * 1024;

/**
 * Asks a server that speaks OpenAI's chat completions. Of the AI SDK only the provider layer is used, which
 * builds the request and reads the answer and never retries.
 */
export function openAICompatible(options: OpenAICompatibleOptions): ProviderAdapter {
  const endpoint = `${options.baseUrl.origin}${options.baseUrl.pathname}`.slice(0, 120);
  const transport = openTransport({ ...options, name: `The endpoint ${endpoint}`, bodyMaxBytes });
  const provider = createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: options.baseUrl.href,
    fetch: transport.fetch,
    ...(options.apiKey === null ? {} : { apiKey: options.apiKey }),
  });

  async function ask(request: InferenceRequest): Promise<InferenceAnswer> {
    if (request.signal.aborted) throw new ProviderError('Cancelled', 'The request was cancelled.');
    const startedMs = performance.now();
    try {
      const result = await generate(provider.chatModel(request.model), request);
      return answerOf(result, performance.now() - startedMs);
    } catch (error) {
      throw providerErrorOf(error, {
        endpoint,
        model: request.model,
        apiKey: options.apiKey,
        prompts: request.messages.map((message) => message.content),
        signal: request.signal,
      });
    }
  }

  return { ask, close: transport.close };
}

async function generate(
  model: LanguageModelV4,
  request: InferenceRequest,
): Promise<LanguageModelV4GenerateResult> {
  return model.doGenerate({
    prompt: request.messages.map(promptMessageOf),
    maxOutputTokens: request.maxTokens,
    temperature: request.temperature,
    seed: request.seed,
    abortSignal: request.signal,
  });
}

function promptMessageOf({ role, content }: Message): LanguageModelV4Prompt[number] {
  return role === 'system' ? { role, content } : { role, content: [{ type: 'text', text: content }] };
}

function answerOf(result: LanguageModelV4GenerateResult, latencyMs: number): InferenceAnswer {
  return {
    text: result.content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    usage: usageOf(result.usage.raw),
    finishReason: finishReasonOf(result.finishReason.unified),
    latencyMs,
    headers: result.response?.headers ?? {},
  };
}

/** Read from the server's own object, because the SDK puts 0 where a count is missing. */
function usageOf(raw: LanguageModelV4GenerateResult['usage']['raw']): Usage {
  return {
    promptTokens: countIn(raw, 'prompt_tokens'),
    completionTokens: countIn(raw, 'completion_tokens'),
    reasoningTokens: countIn(raw?.completion_tokens_details, 'reasoning_tokens'),
  };
}

/** A count beyond this is no count of tokens. */
const countMax = 2 ** 31 - 1;

function countIn(counts: unknown, name: string): number | null {
  if (typeof counts !== 'object' || counts === null) return null;
  const count: unknown = Reflect.get(counts, name);
  return Number.isInteger(count) && (count as number) >= 0 && (count as number) <= countMax
    ? (count as number)
    : null;
}

function finishReasonOf(unified: string): InferenceAnswer['finishReason'] {
  return unified === 'stop' || unified === 'length' || unified === 'content-filter' ? unified : 'other';
}
