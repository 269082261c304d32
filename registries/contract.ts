import type { AddressPolicy } from '../http/addresses.ts';

/** One set of weights as a registry shows it. Step, tokens, FLOPs and time are attributes, never identity. */
export interface ListedCheckpoint {
  /** The registry's own name for the exact content, or null when `identify` must hash it first. */
  readonly identity: string | null;
  readonly label: string;
  readonly step?: number;
  readonly compute?: { readonly value: number; readonly unit: ComputeUnit };
  readonly tokens?: number;
  readonly flops?: number;
  readonly createdAt?: string;
  readonly location: string;
  /** Changes whenever the content may have changed and costs no reading; saves hashing what is known. */
  readonly fingerprint?: string;
  /** True where the registry shows nothing that pins the content (a list of model names). */
  readonly weakIdentity?: boolean;
  /** `ready` may be evaluated; `writing` is looked at again at the next poll; `broken` is reported and left. */
  readonly state: 'ready' | 'writing' | 'broken';
  /** Why it is `broken` or still `writing`, one sentence. */
  readonly reason?: string;
}

export const computeUnits = ['flops', 'tokens', 'gpu-seconds', 'usd', 'search-nodes'] as const;
export type ComputeUnit = (typeof computeUnits)[number];

export interface RegistryOptions {
  /** Which hosts may be asked. */
  readonly addresses: AddressPolicy;
  /** Bound on one request. */
  readonly timeoutMs: number;
  /** Null for a registry that is read without one. */
  readonly token: string | null;
  /** Where `hf:` asks. */
  readonly huggingFaceEndpoint: string;
}

export interface RegistryAdapter {
  /** The scheme of the address, without the colon. */
  readonly scheme: string;
  /**
   * Every checkpoint the registry holds now, in the registry's order, pages followed. A checkpoint that
   * changes while it is listed comes out as `writing`. Throws `RegistryError`.
   */
  list(signal: AbortSignal): Promise<readonly ListedCheckpoint[]>;
  /** Content digest (64 hex digits) of a ready checkpoint; calls `beat` at least once a second of work. */
  identify(checkpoint: ListedCheckpoint, beat: () => void, signal: AbortSignal): Promise<string>;
  /** Ends its connections. */
  close(): Promise<void>;
}

export type RegistryErrorCode =
  | 'RegistryForbidden'
  | 'RegistryNotFound'
  | 'RegistryUnavailable'
  | 'RegistryMalformed'
  | 'CheckpointLost';

export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: RegistryErrorCode;
  /** How long a registry that is unavailable asked to wait, in milliseconds. */
  readonly retryAfterMs: number | null;
  constructor(
    code: RegistryErrorCode,
    message: string,
    options: ErrorOptions & { readonly retryAfterMs?: number | null } = {},
  ) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
