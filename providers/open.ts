import type { AddressPolicy } from '../http/addresses.ts';
import { endpointUrl } from '../http/secrets.ts';
import type { ProviderKind } from '../schema/registration.ts';
import type { AdapterOptions } from './adapter.ts';
import { anthropic } from './anthropic.ts';
import { completions } from './completions.ts';
import { type ProviderAdapter, ProviderError } from './contract.ts';
import { google } from './google.ts';
import { openAI } from './openai.ts';
import { openAICompatible } from './openai-compatible.ts';

export interface ProviderSettings {
  /** Which API the endpoint speaks, e.g. `openai-compatible`. */
  readonly kind: string;
  readonly baseUrl: string;
  /** Null for an endpoint that asks for none. */
  readonly apiKey: string | null;
  /** Bound on one whole request. */
  readonly timeoutMs: number;
  /** Connections, and so requests, that may be open at once. */
  readonly connectionsMax: number;
  /** Which hosts may be asked. */
  readonly addresses: AddressPolicy;
}

type OpenAdapter = (options: AdapterOptions) => ProviderAdapter;

/** Every provider adapter there is; a new one is one file and one line here. */
const adapters: Readonly<Record<ProviderKind, OpenAdapter>> = {
  'openai-compatible': openAICompatible,
  openai: openAI,
  anthropic,
  google,
  completions,
};

/**
 * Opens the adapter of an endpoint; the caller closes it. Throws `SecretError` for an address that may not be
 * asked and `ProviderError` InvalidRequest for settings that cannot work.
 */
export function openProvider(settings: ProviderSettings): ProviderAdapter {
  const { kind, ...rest } = settings;
  if (!isKnown(kind)) {
    throw new ProviderError(
      'InvalidRequest',
      `There is no provider ${JSON.stringify(kind.slice(0, 40))}; known are ${Object.keys(adapters).join(', ')}.`,
    );
  }
  const baseUrl = endpointUrl(settings.baseUrl);
  if (baseUrl.search !== '' || baseUrl.hash !== '') {
    throw new ProviderError(
      'InvalidRequest',
      'The endpoint must be a base URL without a query or a fragment.',
    );
  }
  return adapters[kind]({ ...rest, baseUrl });
}

function isKnown(kind: string): kind is ProviderKind {
  return Object.hasOwn(adapters, kind);
}
