import type { AddressPolicy } from '../http/addresses.ts';
import { openTransport } from '../http/transport.ts';
import type { InferenceAnswer, InferenceRequest, ProviderAdapter } from './contract.ts';
import { ProviderError } from './contract.ts';
import { providerErrorOf, serverReplyOf } from './failures.ts';
import { refusedSetting, type SamplingSetting } from './server-errors.ts';

export interface AdapterOptions {
  /** Up to and without the path that its API adds, e.g. `http://host:8000/v1`. */
  readonly baseUrl: URL;
  readonly apiKey: string | null;
  readonly timeoutMs: number;
  readonly connectionsMax: number;
  readonly addresses: AddressPolicy;
}

/** The settings of a request that its model takes; without one, the model's own default applies. */
export type Sampling = Partial<Pick<InferenceRequest, SamplingSetting>>;

/** Sends one request and reads its answer; throws whatever it likes. */
type Ask = (request: InferenceRequest, sampling: Sampling) => Promise<Omit<InferenceAnswer, 'latencyMs'>>;

/** An answer of a model is kilobytes; eight megabytes is a server gone wrong. */
const bodyMaxBytes = 8 * 1024 * 1024;

/** What every adapter does alike, around the one thing in which they differ: how a request and an answer look. */
export function openAdapter(
  options: AdapterOptions,
  connect: (fetch: typeof globalThis.fetch) => Ask,
): ProviderAdapter {
  const endpoint = `${options.baseUrl.origin}${options.baseUrl.pathname}`.slice(0, 120);
  const transport = openTransport({ ...options, name: `The endpoint ${endpoint}`, bodyMaxBytes });
  const send = connect(transport.fetch);
  const refused = new Set<string>();

  async function ask(request: InferenceRequest): Promise<InferenceAnswer> {
    if (request.signal.aborted) throw new ProviderError('Cancelled', 'The request was cancelled.');
    const startedMs = performance.now();
    const sampling = samplingOf(request, refused);
    try {
      const answer = await send(request, sampling);
      return { ...answer, latencyMs: performance.now() - startedMs };
    } catch (error) {
      throw (
        settingRefusal(error, request, sampling, refused) ??
        providerErrorOf(error, {
          endpoint,
          model: request.model,
          apiKey: options.apiKey,
          prompts: request.messages.map((message) => message.content),
          signal: request.signal,
        })
      );
    }
  }

  return { ask, close: transport.close };
}

function samplingOf({ model, temperature, seed }: InferenceRequest, refused: ReadonlySet<string>): Sampling {
  return {
    ...(!refused.has(settingKey(model, 'temperature')) && { temperature }),
    ...(!refused.has(settingKey(model, 'seed')) && { seed }),
  };
}

/**
 * Where a model refuses to be told its temperature or seed, it is asked without from now on. This request has failed
 * all the same, so that every request is counted by whoever asks, and so that rows say what was left out.
 */
function settingRefusal(
  error: unknown,
  { model }: InferenceRequest,
  sampling: Sampling,
  refused: Set<string>,
): ProviderError | null {
  const reply = serverReplyOf(error);
  const setting = reply === null ? null : refusedSetting(reply);
  if (reply === null || setting === null || sampling[setting] === undefined) return null;
  refused.add(settingKey(model, setting));
  return new ProviderError(
    'Unavailable',
    `The model ${JSON.stringify(model.slice(0, 80))} takes no ${setting} (${reply.status}) and is asked without one from now on.`,
    { status: reply.status },
  );
}

function settingKey(model: string, setting: SamplingSetting): string {
  return `${setting} ${model}`;
}

/** The same without a header that the AI SDK insists on; it would look for a key in the environment otherwise. */
export function withoutHeader(fetch: typeof globalThis.fetch, header: string): typeof globalThis.fetch {
  return (input, init = {}) => {
    const headers = new Headers(init.headers);
    headers.delete(header);
    return fetch(input, { ...init, headers });
  };
}
