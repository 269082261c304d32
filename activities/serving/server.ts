/** What serves one checkpoint. */
export interface Server {
  /** What messages call it. */
  readonly name: string;
  /** How it ended by itself, in words; null while it serves. */
  ended(): string | null;
  /** The end of what it wrote, behind a blank, or nothing. */
  lastWords(): string;
  /** Looked after now and then. */
  tend(): void;
  /** Ends it; `isCurrent` says that nobody else serves the checkpoint by now. */
  stop(isCurrent: boolean): Promise<void>;
}
