import { describe, expect, it } from 'vitest';
import { readServerError, refusedSetting } from '../../providers/server-errors.ts';

const said = (body: unknown) => readServerError(JSON.stringify(body));
const nothing = { message: null, code: null, parameter: null, retryDelayMs: null };

describe('what a server says of an error', () => {
  it.each<[string, unknown, Partial<ReturnType<typeof said>>]>([
    [
      'OpenAI',
      { error: { message: 'No.', type: 'invalid_request_error', param: 'seed', code: 'unsupported_value' } },
      { message: 'No.', parameter: 'seed', code: 'unsupported_value' },
    ],
    [
      'Anthropic',
      { type: 'error', error: { type: 'overloaded_error', message: 'Busy.' } },
      { message: 'Busy.' },
    ],
    [
      'Google, in a list',
      [{ error: { code: 429, message: 'Slower.', details: [{ retryDelay: '7s' }] } }],
      { message: 'Slower.', retryDelayMs: 7_000 },
    ],
    ['Ollama', { error: 'model "x" not found' }, { message: 'model "x" not found' }],
    ['vLLM', { object: 'error', message: 'Too long.', code: 400, param: null }, { message: 'Too long.' }],
    ['FastAPI', { detail: 'Not Found' }, { message: 'Not Found' }],
    [
      'FastAPI of a field',
      { detail: [{ type: 'extra_forbidden', loc: ['body', 'seed'], msg: 'Extra inputs are not permitted' }] },
      { message: 'Extra inputs are not permitted', code: 'extra_forbidden', parameter: 'seed' },
    ],
  ])('is read as %s puts it', (_, body, expected) => {
    expect(said(body)).toEqual({ ...nothing, ...expected });
  });

  it.each(['', '<html>', 'null', '7', '[]', '{"error":7}', '{"error":{"details":{}},"detail":[7]}'])(
    'is nothing in %s',
    (body) => {
      expect(readServerError(body)).toEqual(nothing);
    },
  );

  it('holds no wait that is beyond a day or no duration', () => {
    for (const retryDelay of ['9999999s', '-3s', '3', '3m', {}]) {
      expect(said({ error: { details: [{ retryDelay }] } }).retryDelayMs).toBeNull();
    }
  });
});

describe('a setting that a model refuses', () => {
  const refusedIn = (status: number, body: unknown) =>
    refusedSetting({ status, headers: {}, body: JSON.stringify(body) });

  it.each<[string | null, number, unknown]>([
    ['temperature', 400, { error: { message: 'x', param: 'temperature', code: 'unsupported_parameter' } }],
    [
      'temperature',
      400,
      { type: 'error', error: { message: '`temperature` is deprecated for this model.' } },
    ],
    ['temperature', 400, { error: { message: 'temperature is not supported by this model' } }],
    [
      'seed',
      422,
      {
        object: 'error',
        message: {
          detail: [
            {
              type: 'extra_forbidden',
              loc: ['body', 'seed'],
              msg: 'Extra inputs are not permitted',
              input: 7,
            },
          ],
        },
        type: 'invalid_request_error',
        param: null,
        code: null,
      },
    ],
    [null, 400, { error: { message: 'x', param: 'messages', code: 'unsupported_value' } }],
    [
      null,
      400,
      { error: { message: 'temperature must be below 2', param: 'temperature', code: 'invalid_value' } },
    ],
    [null, 400, { error: { message: 'The model is not supported' } }],
    [null, 500, { error: { message: 'x', param: 'temperature', code: 'unsupported_parameter' } }],
  ])('is %s in an answer of status %i', (setting, status, body) => {
    expect(refusedIn(status, body)).toBe(setting);
  });
});
