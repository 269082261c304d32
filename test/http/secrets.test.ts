import { describe, expect, it } from 'vitest';
import { endpointOrigin, type KeyRequest, resolveApiKey, SecretError } from '../../http/secrets.ts';
import { openProvider } from '../../providers/open.ts';

const request: KeyRequest = {
  variable: 'ETUDE_KEY_LAB',
  allowedVariables: ['OPENAI_API_KEY'],
  boundOrigin: 'https://models.example.org/v1',
  endpointOrigin: 'HTTPS://Models.Example.org:443',
  environment: {
    ETUDE_KEY_LAB: ' sk-lab-1 ',
    OPENAI_API_KEY: 'sk-open',
    AWS_SECRET_ACCESS_KEY: 'aws',
    ETUDE_KEY_EMPTY: ' ',
    ETUDE_KEY_LINES: 'sk-1\nX-Admin: yes',
  },
};

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    expect(error.message).not.toMatch(/sk-|X-Admin|pa55/);
    return error.code;
  }
  return 'none';
}

describe('an API key', () => {
  it('is read from ETUDE_KEY_* and from the variables that the worker lists', () => {
    expect(resolveApiKey(request)).toBe('sk-lab-1');
    expect(resolveApiKey({ ...request, variable: 'OPENAI_API_KEY' })).toBe('sk-open');
  });

  it.each<[string, Partial<KeyRequest>]>([
    ['KeyVariableForbidden', { variable: 'AWS_SECRET_ACCESS_KEY' }],
    ['KeyVariableForbidden', { variable: 'MY_ETUDE_KEY_LAB' }],
    ['KeyVariableForbidden', { variable: 'OPENAI_API_KEY', allowedVariables: [] }],
    ['KeyMissing', { variable: 'ETUDE_KEY_OTHER' }],
    ['KeyMissing', { variable: 'ETUDE_KEY_EMPTY' }],
    ['KeyMissing', { variable: 'constructor', allowedVariables: ['constructor'] }],
    ['KeyMalformed', { variable: 'ETUDE_KEY_LINES' }],
    ['KeyOriginMismatch', { endpointOrigin: 'http://models.example.org' }],
    ['KeyOriginMismatch', { endpointOrigin: 'https://models.example.org:8443' }],
    ['KeyOriginMismatch', { endpointOrigin: 'https://models.example.org.attacker.net' }],
    ['EndpointCredentialsRefused', { endpointOrigin: 'https://models.example.org@attacker.net' }],
  ])('is refused with %s for %j', (code, change) => {
    expect(codeOf(() => resolveApiKey({ ...request, ...change }))).toBe(code);
  });
});

describe('the origin of an endpoint', () => {
  it('is scheme, host and port, one spelling for each', () => {
    const spellings = ['http://LOCALHOST:80/v1', 'http://localhost', 'http://localhost:80/other?x=1'];
    expect(new Set(spellings.map(endpointOrigin))).toEqual(new Set(['http://localhost']));
    expect(endpointOrigin('https://[::1]:8000/v1')).toBe('https://[::1]:8000');
  });

  it.each([
    ['localhost:8000', 'EndpointSchemeRefused'],
    ['file:///etc/passwd', 'EndpointSchemeRefused'],
    ['', 'EndpointMalformed'],
    ['/v1', 'EndpointMalformed'],
    ['http://user:pa55@host/v1', 'EndpointCredentialsRefused'],
    ['http://pa55@host/v1', 'EndpointCredentialsRefused'],
  ])('is refused for %j with %s', (address, code) => {
    expect(codeOf(() => endpointOrigin(address))).toBe(code);
  });
});

describe('opening a provider', () => {
  const open = (kind: string, baseUrl: string) => () =>
    openProvider({ kind, baseUrl, apiKey: null, timeoutMs: 1_000, connectionsMax: 1, addresses: 'private' });

  it('refuses unknown kinds and base URLs that cannot be asked', () => {
    expect(open('telepathy', 'http://host/v1')).toThrow('known are openai-compatible');
    expect(open('constructor', 'http://host/v1')).toThrow('known are openai-compatible');
    expect(open('openai-compatible', 'http://host/v1?key=1')).toThrow('without a query');
    expect(open('openai-compatible', 'http://me:you@host/v1')).toThrow(SecretError);
  });
});
