import { describe, expect, it } from 'vitest';
import type { Message } from '../../providers/contract.ts';
import { anthropicMessages } from '../support/wire-formats.ts';
import { opensKind, withServer } from './asking.ts';
import { providerContract } from './contract.ts';

interface Block {
  readonly type: 'text';
  readonly text: string;
}

const textOf = (blocks: unknown): string => (blocks as Block[]).map(({ text }) => text).join('');

providerContract('anthropic', {
  format: anthropicMessages,
  finishReasons: [
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'content-filter'],
    ['tool_use', 'other'],
    ['something new', 'other'],
  ],
  cannot: {
    sendSeed: 'the API has no seed',
    leaveOutCounts: 'the API always states both counts, and the AI SDK reads no answer without them',
  },
  open: opensKind('anthropic'),
  read: ({ body }) => ({
    model: body.model as string,
    messages: [
      { role: 'system' as const, content: textOf(body.system) },
      ...(body.messages as { role: Message['role']; content: unknown }[]).map(({ role, content }) => ({
        role,
        content: textOf(content),
      })),
    ],
    maxTokens: body.max_tokens as number,
    temperature: body.temperature as number,
    seed: (body.seed ?? null) as number | null,
  }),
  keyOf: ({ headers }) => headers['x-api-key'] ?? null,
});

describe('anthropic', () => {
  it('says which version of the API it speaks', async () => {
    await withServer('anthropic', anthropicMessages, async (server, ask) => {
      await ask();
      expect(server.requests[0]!.headers['anthropic-version']).toBe('2023-06-01');
    });
  });

  it('counts the cached part of a prompt, and no reasoning where none is reported apart', async () => {
    await withServer('anthropic', anthropicMessages, async (server, ask) => {
      server.next({
        kind: 'answer',
        text: 'x',
        usage: {
          input_tokens: 21,
          cache_creation_input_tokens: 188,
          cache_read_input_tokens: 1000,
          cache_creation: { ephemeral_5m_input_tokens: 188, ephemeral_1h_input_tokens: 0 },
          output_tokens: 393,
          service_tier: 'standard',
        },
      });
      expect((await ask()).usage).toEqual({
        promptTokens: 1209,
        completionTokens: 393,
        reasoningTokens: null,
      });
    });
  });

  it('tells a refusal without a word from an answer that is empty', async () => {
    await withServer('anthropic', anthropicMessages, async (server, ask) => {
      const message = (stop_reason: string) => ({
        id: 'msg_013Zva2CMHLNnXjNJJKqJ2EF',
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-4-5-20250929',
        content: [],
        stop_reason,
        stop_sequence: null,
        usage: { input_tokens: 12, output_tokens: 1 },
      });
      for (const reason of ['refusal', 'end_turn', 'max_tokens']) {
        server.next({ kind: 'status', status: 200, body: message(reason) });
      }
      const answers = [await ask(), await ask(), await ask()];
      expect(answers.map(({ text, finishReason }) => [text, finishReason])).toEqual([
        ['', 'content-filter'],
        ['', 'stop'],
        ['', 'length'],
      ]);
    });
  });

  it('waits for an API that is overloaded', async () => {
    await withServer('anthropic', anthropicMessages, async (server, ask) => {
      const body = {
        type: 'error',
        error: { type: 'overloaded_error', message: 'Overloaded' },
        request_id: 'req_1',
      };
      server.next({ kind: 'status', status: 529, body });
      await expect(ask()).rejects.toMatchObject({ code: 'Throttled', status: 529, retryAfterMs: null });
    });
  });

  it('leaves out a temperature once a model has refused it, and sends none to a model known to refuse it', async () => {
    await withServer('anthropic', anthropicMessages, async (server, ask) => {
      const error = { type: 'invalid_request_error', message: '`temperature` is deprecated for this model.' };
      server.next({ kind: 'status', status: 400, body: { type: 'error', error, request_id: 'req_2' } });
      await expect(ask()).rejects.toMatchObject({ code: 'Unavailable', status: 400 });
      await ask();
      await ask({ model: 'claude-opus-4-7' });
      await ask({ model: 'claude-haiku-4-5' });
      expect(server.requests.map(({ body }) => body.temperature)).toEqual([0, undefined, undefined, 0]);
    });
  });
});
