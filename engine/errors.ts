export type EngineErrorCode =
  | 'AlreadyRunning'
  | 'PlatformUnsupported'
  | 'PostgresFailed'
  | 'TemporalUnavailable'
  | 'TemporalFailed';

/** Why the engine could not start. The message is one that a user can act on. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
