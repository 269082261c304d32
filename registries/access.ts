import type { AddressPolicy } from '../http/addresses.ts';
import { endpointOrigin, resolveApiKey } from '../http/secrets.ts';
import type { RegistryAdapter } from './contract.ts';
import { addressParts, openRegistry } from './open.ts';

/** A family's registry and the key that it is read with. */
export interface RegistryPlace {
  readonly address: string;
  /** Null for a registry that is read without a key. */
  readonly keyVariable: string | null;
  /** The only origin that the key may be sent to; null for a registry that is no server. */
  readonly boundOrigin: string | null;
}

/** Opens a registry, its key read at that moment; the caller closes it. Throws `RegistryError` and `SecretError`. */
export type OpenRegistry = (place: RegistryPlace) => RegistryAdapter;

export interface RegistryAccess {
  readonly addresses: AddressPolicy;
  /** Variables beside `ETUDE_KEY_*` that may hold keys. */
  readonly keyVariables: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly registryTimeoutMs: number;
  readonly huggingFaceEndpoint: string;
}

/** How a process opens registries. */
export function registryAccess(access: RegistryAccess): OpenRegistry {
  const { addresses, environment, huggingFaceEndpoint, registryTimeoutMs: timeoutMs } = access;
  return ({ address, keyVariable, boundOrigin }) => {
    const token =
      keyVariable === null
        ? null
        : resolveApiKey({
            variable: keyVariable,
            allowedVariables: access.keyVariables,
            boundOrigin: boundOrigin ?? '',
            endpointOrigin: registryOrigin(address, huggingFaceEndpoint) ?? '',
            environment,
          });
    return openRegistry(address, { addresses, timeoutMs, token, huggingFaceEndpoint });
  };
}

/** The origin that an address asks, or null where it asks no server. Throws `SecretError` for one that may not be asked. */
export function registryOrigin(address: string, huggingFaceEndpoint: string): string | null {
  const parts = addressParts(address);
  if (parts?.scheme === 'hf') return endpointOrigin(huggingFaceEndpoint);
  return parts !== null && URL.canParse(parts.place) ? endpointOrigin(parts.place) : null;
}
