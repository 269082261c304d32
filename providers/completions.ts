import { z } from 'zod';
import { type AdapterOptions, openAdapter, type Sampling } from './adapter.ts';
import { baseModelPrompt, stopSequences, upToStop } from './base-model-prompt.ts';
import type { InferenceAnswer, InferenceRequest, ProviderAdapter } from './contract.ts';
import { ServerReplyError } from './server-errors.ts';
import { completionUsage } from './usage.ts';

const completionSchema = z.looseObject({
  choices: z.array(z.looseObject({ text: z.string(), finish_reason: z.string().nullish() })).min(1),
  usage: z.looseObject({}).nullish(),
});

/** Asks base models, which know no chat: `/completions` is given the messages as plain text. */
export function completions(options: AdapterOptions): ProviderAdapter {
  const url = `${options.baseUrl.href.replace(/\/$/, '')}/completions`;
  const headers = {
    'content-type': 'application/json',
    ...(options.apiKey === null ? {} : { authorization: `Bearer ${options.apiKey}` }),
  };
  return openAdapter(options, (fetch) => async (request, sampling) => {
    const body = JSON.stringify(requestBody(request, sampling));
    const response = await fetch(url, { method: 'POST', headers, body, signal: request.signal });
    return answerOf(response.status, Object.fromEntries(response.headers), await response.text());
  });
}

function requestBody({ model, messages, maxTokens }: InferenceRequest, sampling: Sampling): unknown {
  return {
    model,
    prompt: baseModelPrompt(messages),
    max_tokens: maxTokens,
    ...sampling,
    stop: stopSequences,
    echo: false,
  };
}

function answerOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): Omit<InferenceAnswer, 'latencyMs'> {
  const completion = status === 200 ? completionSchema.safeParse(parsedJson(body)) : null;
  const choice = completion?.data?.choices[0];
  if (choice === undefined) throw new ServerReplyError({ status, headers, body });
  const { text, stopped } = upToStop(choice.text);
  return {
    text,
    usage: completionUsage(completion?.data?.usage),
    finishReason: stopped ? 'stop' : finishReasonOf(choice.finish_reason ?? ''),
    headers,
  };
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function finishReasonOf(reason: string): InferenceAnswer['finishReason'] {
  if (reason === 'content_filter') return 'content-filter';
  return reason === 'stop' || reason === 'length' ? reason : 'other';
}
