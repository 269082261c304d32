import { expect, it } from 'vitest';
import type { ReceivedRequest } from '../support/model-server.ts';
import { chatCompletions } from '../support/wire-formats.ts';
import { opensKind, withServer } from './asking.ts';
import { providerContract } from './contract.ts';

providerContract('openai-compatible', {
  format: chatCompletions,
  finishReasons: [
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['tool_calls', 'other'],
    ['something new', 'other'],
  ],
  open: opensKind('openai-compatible'),
  read: ({ body }: ReceivedRequest) => ({
    model: body.model as string,
    messages: body.messages as { role: 'user'; content: string }[],
    maxTokens: body.max_tokens as number,
    temperature: body.temperature as number,
    seed: body.seed as number,
  }),
  keyOf: ({ headers }) => headers.authorization?.replace(/^Bearer /, '') ?? null,
});

it('openai-compatible leaves out a temperature from the next request on, once a model has refused it', async () => {
  await withServer('openai-compatible', chatCompletions, async (server, ask) => {
    const error = {
      message:
        "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      type: 'invalid_request_error',
      param: 'temperature',
      code: 'unsupported_value',
    };
    server.next({ kind: 'status', status: 400, body: { error } });
    await expect(ask()).rejects.toMatchObject({
      code: 'Unavailable',
      status: 400,
      message: 'The model "model-1" takes no temperature (400) and is asked without one from now on.',
    });
    await ask();
    await ask({ model: 'model-2' });
    expect(server.requests.map(({ body }) => body.temperature)).toEqual([0, undefined, 0]);
    expect(server.requests.map(({ body }) => body.seed)).toEqual([7, 7, 7]);
  });
});

it('openai-compatible takes a refusal of a value that is out of range for what it is', async () => {
  await withServer('openai-compatible', chatCompletions, async (server, ask) => {
    const error = {
      message: 'temperature must be below 2',
      param: 'temperature',
      code: 'decimal_above_max_value',
    };
    server.next({ kind: 'status', status: 400, body: { error } });
    await expect(ask()).rejects.toMatchObject({ code: 'InvalidRequest' });
    await ask();
    expect(server.requests[1]!.body.temperature).toBe(0);
  });
});
