import { describe, expect, it } from 'vitest';
import { geminiContent } from '../support/wire-formats.ts';
import { opensKind, withServer } from './asking.ts';
import { providerContract } from './contract.ts';

interface Content {
  readonly role: 'user' | 'model';
  readonly parts: readonly { readonly text: string }[];
}

interface GenerationConfig {
  readonly maxOutputTokens: number;
  readonly temperature: number;
  readonly seed: number;
}

const textOf = ({ parts }: Pick<Content, 'parts'>): string => parts.map(({ text }) => text).join('');

providerContract('google', {
  format: geminiContent,
  finishReasons: [
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['PROHIBITED_CONTENT', 'content-filter'],
    ['BLOCKLIST', 'content-filter'],
    ['RECITATION', 'content-filter'],
    ['SPII', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'other'],
    ['OTHER', 'other'],
    ['SOMETHING_NEW', 'other'],
  ],
  open: opensKind('google'),
  read: ({ body, model }) => ({
    model,
    messages: [
      { role: 'system' as const, content: textOf(body.systemInstruction as Content) },
      ...(body.contents as Content[]).map((content) => ({
        role: content.role === 'model' ? ('assistant' as const) : content.role,
        content: textOf(content),
      })),
    ],
    ...settingsOf(body.generationConfig as GenerationConfig),
  }),
  keyOf: ({ headers }) => headers['x-goog-api-key'] ?? null,
});

function settingsOf({ maxOutputTokens, temperature, seed }: GenerationConfig) {
  return { maxTokens: maxOutputTokens, temperature, seed };
}

describe('google', () => {
  it('counts thoughts as written, also where the limit left room for nothing else', async () => {
    await withServer('google', geminiContent, async (server, ask) => {
      server.next({
        kind: 'status',
        status: 200,
        body: {
          candidates: [{ content: { role: 'model' }, finishReason: 'MAX_TOKENS', index: 0 }],
          usageMetadata: {
            promptTokenCount: 12,
            totalTokenCount: 75,
            promptTokensDetails: [{ modality: 'TEXT', tokenCount: 12 }],
            thoughtsTokenCount: 63,
          },
          modelVersion: 'gemini-2.5-flash',
          responseId: 'r-1',
        },
      });
      expect(await ask()).toMatchObject({
        text: '',
        finishReason: 'length',
        usage: { promptTokens: 12, completionTokens: 63, reasoningTokens: 63 },
      });
    });
  });

  it('reads a prompt that was blocked as refused', async () => {
    await withServer('google', geminiContent, async (server, ask) => {
      const body = {
        promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
        usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 },
        modelVersion: 'gemini-2.5-flash',
      };
      server.next({ kind: 'status', status: 200, body });
      expect(await ask()).toMatchObject({
        text: '',
        finishReason: 'content-filter',
        usage: { promptTokens: 9, completionTokens: null },
      });
    });
  });

  it('does not go on with an answer by a request that nobody has counted', async () => {
    await withServer('google', geminiContent, async (server, ask) => {
      const candidate = {
        content: { parts: [{ text: 'The first part of' }], role: 'model' },
        finishReason: 'CONTINUATION',
        continuationToken: 'go-on',
        index: 0,
      };
      server.next({ kind: 'status', status: 200, body: { candidates: [candidate] } });
      expect(await ask()).toMatchObject({ text: 'The first part of', finishReason: 'length' });
      expect(server.requests).toHaveLength(1);
    });
  });

  it('waits as long as the words of a refusal say, since no header does', async () => {
    await withServer('google', geminiContent, async (server, ask) => {
      const error = {
        code: 429,
        message: 'You exceeded your current quota. Please retry in 34.07s.',
        status: 'RESOURCE_EXHAUSTED',
        details: [
          { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId: 'PerMinute' }] },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.07s' },
        ],
      };
      server.next({ kind: 'status', status: 429, body: { error } });
      await expect(ask()).rejects.toMatchObject({ code: 'Throttled', retryAfterMs: 34_070 });
    });
  });

  it('takes the 400 for a key that is unknown for what it is', async () => {
    await withServer('google', geminiContent, async (server, ask) => {
      const error = {
        code: 400,
        message: 'API key not valid. Please pass a valid API key.',
        status: 'INVALID_ARGUMENT',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'API_KEY_INVALID',
            domain: 'googleapis.com',
            metadata: { service: 'generativelanguage.googleapis.com' },
          },
        ],
      };
      server.next({ kind: 'status', status: 400, body: { error } });
      await expect(ask()).rejects.toMatchObject({ code: 'AuthenticationFailed', status: 400 });
    });
  });

  it.each(['../../v1/files/x', 'gemini?alt=sse', 'models/../x', 'a b'])(
    'asks nothing for the name %s, which would change the path',
    async (model) => {
      await withServer('google', geminiContent, async (server, ask) => {
        await expect(ask({ model })).rejects.toMatchObject({ code: 'InvalidRequest' });
        expect(server.requests).toEqual([]);
      });
    },
  );
});
