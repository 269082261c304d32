import type { Usage } from '../../providers/contract.ts';

interface WireAnswer {
  readonly model: string;
  readonly text: string;
  readonly reasoning?: string;
  /** Counts in the API's own terms; null leaves them out. */
  readonly usage: Readonly<Record<string, unknown>> | null;
  /** In the API's own terms; its word for an answer that is whole when absent. */
  readonly finishReason?: string;
}

/** How one API puts its requests and answers, with all the fields that the real ones have. */
export interface WireFormat {
  /** Path of its base URL. */
  readonly base: string;
  /** What follows it in a request for a completion. */
  readonly path: RegExp;
  modelOf(path: string, body: Readonly<Record<string, unknown>>): string;
  /** The API's own object for these counts; what is not stated is left out. */
  usage(counts: Partial<Usage>): Readonly<Record<string, unknown>>;
  answer(answer: WireAnswer): unknown;
}

const modelInBody: WireFormat['modelOf'] = (_, body) => String(body.model);

function openAIUsage({ promptTokens, completionTokens, reasoningTokens }: Partial<Usage>) {
  return {
    ...(promptTokens !== undefined && { prompt_tokens: promptTokens }),
    ...(completionTokens !== undefined && { completion_tokens: completionTokens }),
    ...(reasoningTokens !== undefined && {
      completion_tokens_details: { reasoning_tokens: reasoningTokens, audio_tokens: 0 },
    }),
  };
}

/** OpenAI's chat completions as model servers of one's own speak them. */
export const chatCompletions: WireFormat = {
  base: '/v1',
  path: /^\/chat\/completions$/,
  modelOf: modelInBody,
  usage: openAIUsage,
  answer: ({ model, text, reasoning, usage, finishReason = 'stop' }) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text,
          ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
        },
        finish_reason: finishReason,
      },
    ],
    ...(usage === null ? {} : { usage }),
  }),
};

/** The same as OpenAI itself speaks them. */
export const openAIChat: WireFormat = {
  ...chatCompletions,
  answer: ({ model, text, usage, finishReason = 'stop' }) => ({
    id: 'chatcmpl-CkQ2mTzH0bN8sWcVxUe5yAf7dLr1J',
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: finishReason,
      },
    ],
    ...(usage === null ? {} : { usage }),
    service_tier: 'default',
    system_fingerprint: 'fp_b547601dbd',
  }),
};

/** OpenAI's older completions, of plain text; vLLM, llama.cpp and others speak them too. */
export const textCompletions: WireFormat = {
  base: '/v1',
  path: /^\/completions$/,
  modelOf: modelInBody,
  usage: openAIUsage,
  answer: ({ model, text, usage, finishReason = 'stop' }) => ({
    id: 'cmpl-8f2b6c0d1e9a4c7d',
    object: 'text_completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: [
      {
        index: 0,
        text,
        logprobs: null,
        finish_reason: finishReason,
        stop_reason: null,
        prompt_logprobs: null,
      },
    ],
    ...(usage === null ? {} : { usage }),
  }),
};

export const anthropicMessages: WireFormat = {
  base: '/v1',
  path: /^\/messages$/,
  modelOf: modelInBody,
  usage: ({ promptTokens, completionTokens, reasoningTokens }) => ({
    ...(promptTokens !== undefined && { input_tokens: promptTokens }),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    ...(completionTokens !== undefined && { output_tokens: completionTokens }),
    ...(reasoningTokens !== undefined && { output_tokens_details: { thinking_tokens: reasoningTokens } }),
    service_tier: 'standard',
  }),
  answer: ({ model, text, reasoning, usage, finishReason = 'end_turn' }) => ({
    model,
    id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
    type: 'message',
    role: 'assistant',
    content: [
      ...(reasoning === undefined
        ? []
        : [{ type: 'thinking', thinking: reasoning, signature: 'EqoBCkgIARAB' }]),
      { type: 'text', text },
    ],
    stop_reason: finishReason,
    stop_sequence: null,
    ...(usage === null ? {} : { usage }),
  }),
};

export const geminiContent: WireFormat = {
  base: '/v1beta',
  path: /^\/models\/[^/]+:generateContent$/,
  modelOf: (path) => /\/models\/([^/]+):/.exec(path)?.[1] ?? '',
  usage: ({ promptTokens, completionTokens, reasoningTokens }) => ({
    ...(promptTokens !== undefined && {
      promptTokenCount: promptTokens,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokens }],
    }),
    ...(typeof completionTokens === 'number' && {
      candidatesTokenCount: completionTokens - (reasoningTokens ?? 0),
    }),
    ...(reasoningTokens !== undefined && { thoughtsTokenCount: reasoningTokens }),
    totalTokenCount: (promptTokens ?? 0) + (completionTokens ?? 0),
  }),
  answer: ({ model, text, reasoning, usage, finishReason = 'STOP' }) => ({
    candidates: [
      {
        content: {
          parts: [...(reasoning === undefined ? [] : [{ text: reasoning, thought: true }]), { text }],
          role: 'model',
        },
        finishReason,
        index: 0,
      },
    ],
    ...(usage === null ? {} : { usageMetadata: usage }),
    modelVersion: model,
    responseId: 'mWnMaKvdFZ2gz7IPkI2ZgQk',
  }),
};
