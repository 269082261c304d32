export type HttpErrorCode =
  /** The host may not be asked from here. */
  | 'AddressRefused'
  | 'TimedOut'
  | 'Cancelled'
  /** A connection that was still good when it was last used had been closed by the other side. */
  | 'ConnectionReset'
  /** Connection refused, name unknown, certificate not trusted, answer broken off. */
  | 'Unreachable'
  | 'Redirected'
  | 'Oversize';

/** A request that brought no answer. Messages are one sentence and hold nothing of a request but its host. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: HttpErrorCode;
  /** Of a redirect. */
  readonly status: number | null;
  constructor(code: HttpErrorCode, message: string, status: number | null = null) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
