import { RegistryError } from './contract.ts';
import { patternTest } from './pattern.ts';

/** Where a registry that is a server is asked, and which of its names are followed. */
export interface ServerAddress {
  /** What messages call the registry; without a query, which may hold what is nobody's business. */
  readonly name: string;
  /** Such as `http://host:8000/v1`, with no slash at its end and no query. */
  readonly base: string;
  /** The path of the address, with no slash at its end: empty, or `/v1`. */
  readonly path: string;
  /** The URL of a path on the server, with the query of the address. */
  at(path: string): URL;
  /** Whether a name fits the pattern of the address. */
  selects(name: string): boolean;
}

/**
 * Reads `http://host:8000/v1#run-7-*`, the part of an address after its scheme: a server, and a pattern after `#` where
 * not every name is meant. A query is sent with every request. Throws `RegistryError` RegistryMalformed.
 */
export function serverAddress(scheme: string, place: string, example: string): ServerAddress {
  const [server = '', ...fragments] = place.split('#');
  const pattern = fragments.join('#');
  if (!/^https?:\/\//i.test(server) || !URL.canParse(server)) {
    throw malformed(`A registry ${scheme}: needs the URL of a server, such as ${example}.`);
  }
  const url = new URL(server);
  if (url.username !== '' || url.password !== '') {
    throw malformed(
      `The registry's URL holds a user name or password: name a variable that holds a token (--registry-key-env) instead.`,
    );
  }
  const path = url.pathname.replace(/\/+$/, '');
  const base = `${url.origin}${path}`;
  return {
    name: `The registry ${scheme}:${base}`,
    base,
    path,
    at: (asked) => Object.assign(new URL(url), { pathname: asked }),
    selects: pattern === '' ? () => true : patternTest(pattern),
  };
}

function malformed(message: string): RegistryError {
  return new RegistryError('RegistryMalformed', message);
}
