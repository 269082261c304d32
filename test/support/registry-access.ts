import type { RegistryAccess } from '../../registries/access.ts';
import type { RegistryOptions } from '../../registries/contract.ts';

const timeoutMs = 5_000;
/** Nobody answers there. */
const huggingFaceEndpoint = 'http://127.0.0.1:9';

/** Registries of this machine, read without keys. */
export const localAccess: RegistryAccess = {
  addresses: 'private',
  keyVariables: [],
  environment: {},
  registryTimeoutMs: timeoutMs,
  huggingFaceEndpoint,
};

export const localRegistries: RegistryOptions = {
  addresses: 'private',
  timeoutMs,
  token: null,
  huggingFaceEndpoint,
};
