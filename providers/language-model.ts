import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { Sampling } from './adapter.ts';
import type { InferenceAnswer, InferenceRequest, Message, Usage } from './contract.ts';

/** A server's own object of counts. */
export type RawUsage = Readonly<Record<string, unknown>>;

/** What is peculiar to one API. */
interface Dialect {
  usageOf(raw: RawUsage): Usage;
  /** How the bound on the answer's tokens is said. */
  readonly limit?: (maxTokens: number) => Partial<LanguageModelV4CallOptions>;
  /** Throws for a body that the AI SDK reads, and that holds no completion. */
  readonly requireCompletion?: (body: unknown) => void;
}

/**
 * Asks a model of the AI SDK. Only its provider layer is used, which builds the request, reads the answer and never
 * retries.
 */
export async function askLanguageModel(
  model: LanguageModelV4,
  { messages, maxTokens, signal }: InferenceRequest,
  sampling: Sampling,
  { usageOf, limit = (tokens) => ({ maxOutputTokens: tokens }), requireCompletion }: Dialect,
): Promise<Omit<InferenceAnswer, 'latencyMs'>> {
  const result = await model.doGenerate({
    prompt: messages.map(promptMessageOf),
    ...limit(maxTokens),
    ...sampling,
    abortSignal: signal,
  });
  requireCompletion?.(result.response?.body);
  return {
    text: result.content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    usage: usageOf(result.usage.raw ?? {}),
    finishReason: finishReasonOf(result.finishReason.unified),
    headers: result.response?.headers ?? {},
  };
}

function promptMessageOf({ role, content }: Message): LanguageModelV4Prompt[number] {
  return role === 'system' ? { role, content } : { role, content: [{ type: 'text', text: content }] };
}

function finishReasonOf(unified: string): InferenceAnswer['finishReason'] {
  return unified === 'stop' || unified === 'length' || unified === 'content-filter' ? unified : 'other';
}
