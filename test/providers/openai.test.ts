import { describe, expect, it } from 'vitest';
import { openAIChat } from '../support/wire-formats.ts';
import { opensKind, withServer } from './asking.ts';
import { providerContract } from './contract.ts';

providerContract('openai', {
  format: openAIChat,
  finishReasons: [
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['tool_calls', 'other'],
    ['something new', 'other'],
  ],
  open: opensKind('openai'),
  read: ({ body }) => ({
    model: body.model as string,
    messages: body.messages as { role: 'user'; content: string }[],
    maxTokens: body.max_completion_tokens as number,
    temperature: body.temperature as number,
    seed: body.seed as number,
  }),
  keyOf: ({ headers }) => headers.authorization?.replace(/^Bearer /, '') ?? null,
});

describe('openai', () => {
  it('sends no temperature to a model that reasons, and its system’s words as a developer’s', async () => {
    await withServer('openai', openAIChat, async (server, ask) => {
      await ask({
        model: 'o4-mini',
        messages: [
          { role: 'system', content: 'Answer with JSON.' },
          { role: 'user', content: 'Which?' },
        ],
      });
      const { body } = server.requests[0]!;
      expect(body).toMatchObject({ model: 'o4-mini', seed: 7, max_completion_tokens: 64 });
      expect(body).not.toHaveProperty('temperature');
      expect(body).not.toHaveProperty('max_tokens');
      expect(body.messages).toEqual([
        { role: 'developer', content: 'Answer with JSON.' },
        { role: 'user', content: 'Which?' },
      ]);
    });
  });

  it('reads an answer of a model that reasons with its tokens', async () => {
    await withServer('openai', openAIChat, async (server, ask) => {
      server.next({
        kind: 'answer',
        text: '{"order":[2,1]}',
        usage: {
          prompt_tokens: 1117,
          completion_tokens: 1686,
          total_tokens: 2803,
          prompt_tokens_details: { cached_tokens: 1024, audio_tokens: 0 },
          completion_tokens_details: {
            reasoning_tokens: 1664,
            audio_tokens: 0,
            accepted_prediction_tokens: 0,
            rejected_prediction_tokens: 0,
          },
        },
      });
      expect((await ask()).usage).toEqual({
        promptTokens: 1117,
        completionTokens: 1686,
        reasoningTokens: 1664,
      });
    });
  });

  it('reads a refusal as what a filter kept back, with the words of it', async () => {
    await withServer('openai', openAIChat, async (server, ask) => {
      const choice = {
        index: 0,
        message: {
          role: 'assistant',
          content: null,
          refusal: "I'm sorry, I can't assist with that.",
          annotations: [],
        },
        logprobs: null,
        finish_reason: 'stop',
      };
      server.next({
        kind: 'status',
        status: 200,
        body: {
          id: 'chatcmpl-1',
          object: 'chat.completion',
          created: 1764337000,
          model: 'gpt-4.1-2025-04-14',
          choices: [choice],
          usage: { prompt_tokens: 20, completion_tokens: 9, total_tokens: 29 },
        },
      });
      expect(await ask()).toMatchObject({
        text: "I'm sorry, I can't assist with that.",
        finishReason: 'content-filter',
      });
    });
  });

  it('does not wait for an account without credit as for one that is too fast', async () => {
    await withServer('openai', openAIChat, async (server, ask) => {
      const error = {
        message: 'You exceeded your current quota, please check your plan and billing details.',
        type: 'insufficient_quota',
        param: null,
        code: 'insufficient_quota',
      };
      server.next({ kind: 'status', status: 429, body: { error } });
      await expect(ask()).rejects.toMatchObject({
        code: 'Unavailable',
        status: 429,
        message: expect.stringContaining('You exceeded your current quota'),
      });
    });
  });
});
