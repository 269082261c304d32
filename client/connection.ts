import { Client, Connection } from '@temporalio/client';

/** Temporal cannot be reached; the message says what to do. */
export class TemporalUnreachable extends Error {
  override readonly name = 'TemporalUnreachable';
}

export interface TemporalConnection {
  readonly client: Client;
  close(): Promise<void>;
}

const connectTimeoutMs = 10_000;

/** Throws `TemporalUnreachable`. */
export async function connectTemporal(address: string, namespace: string): Promise<TemporalConnection> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: connectTimeoutMs });
    return { client: new Client({ connection, namespace }), close: () => connection.close() };
  } catch (error) {
    throw new TemporalUnreachable(
      `no Temporal server answers at ${address}: is \`./etude up\` running, or is ETUDE_TEMPORAL_ADDRESS right?`,
      { cause: error },
    );
  }
}
