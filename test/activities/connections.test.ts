import { afterEach, describe, expect, it } from 'vitest';
import { createConnections } from '../../activities/connections.ts';

describe('the connections of a worker', () => {
  const connections = createConnections({
    requestTimeoutMs: 250,
    keyVariables: [],
    environment: {},
    addresses: 'private',
  });
  afterEach(() => connections.close());

  const endpoint = (endpointId: number, apiKeyVariable: string | null = null) =>
    ({
      endpointId,
      provider: 'openai-compatible',
      baseUrl: 'http://127.0.0.1:9/v1',
      origin: 'http://127.0.0.1:9',
      apiKeyVariable,
      connectionsMax: 2,
    }) as Parameters<typeof connections.connect>[0];

  it('are one and the same for all that ask one endpoint, and others for another', () => {
    expect(connections.connect(endpoint(1))).toBe(connections.connect(endpoint(1)));
    expect(connections.connect(endpoint(1))).not.toBe(connections.connect(endpoint(2)));
  });

  it('are refused a key that is not there', () => {
    expect(() => connections.connect(endpoint(3, 'ETUDE_KEY_ABSENT'))).toThrow(
      /ETUDE_KEY_ABSENT" is not set/,
    );
  });
});
