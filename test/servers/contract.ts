/** What came of trying one real server. */
export interface ServerOutcome {
  /** With its version, such as `MLflow 3.4.0`. */
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** Why nothing was tried: the server cannot be had here. */
  readonly skipped?: string;
}

export interface ServerTools {
  /** A folder of its own that is kept from run to run: what is installed goes there. */
  readonly folder: string;
  readonly say: (message: string) => void;
}

/** Installs a real server, starts it on the loopback, checks us against it, and stops it. */
export type ServerTest = (tools: ServerTools) => Promise<ServerOutcome>;
