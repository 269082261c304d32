export type SecretErrorCode =
  /** The address is no absolute URL. */
  | 'EndpointMalformed'
  /** Another scheme than http or https. */
  | 'EndpointSchemeRefused'
  /** A user name or password stands in the URL. */
  | 'EndpointCredentialsRefused'
  /** The variable may not be read as a key. */
  | 'KeyVariableForbidden'
  /** The variable is unset or empty. */
  | 'KeyMissing'
  /** The value cannot stand in a header. */
  | 'KeyMalformed'
  /** The key belongs to another origin. */
  | 'KeyOriginMismatch';

/** Says which rule an endpoint or a key breaks; the message never holds the key or a URL's credentials. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  readonly code: SecretErrorCode;
  constructor(code: SecretErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * An endpoint's URL, checked. Throws `SecretError`. Credentials in a URL are refused, since URLs are stored,
 * printed and logged.
 */
export function endpointUrl(address: string): URL {
  if (!URL.canParse(address)) {
    throw new SecretError(
      'EndpointMalformed',
      'The endpoint must be an absolute URL such as http://host:8000/v1.',
    );
  }
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new SecretError('EndpointSchemeRefused', 'The endpoint must be an http or https URL.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new SecretError(
      'EndpointCredentialsRefused',
      'The endpoint holds a user name or password; name an environment variable with the key instead.',
    );
  }
  return url;
}

/** Scheme, host and port of an endpoint, lower case and without a default port. Throws `SecretError`. */
export function endpointOrigin(address: string): string {
  return endpointUrl(address).origin;
}

export interface KeyRequest {
  /** Name of the environment variable that holds the key. */
  readonly variable: string;
  /** Names beyond ETUDE_KEY_* that the worker's own configuration allows. */
  readonly allowedVariables: readonly string[];
  /** Where the key was said to belong when it was configured. */
  readonly boundOrigin: string;
  /** Where the request would go. */
  readonly endpointOrigin: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads an API key. Whoever registers a family chooses both the variable and the endpoint, so a variable must be
 * named ETUDE_KEY_* or be listed by whoever runs the worker (otherwise any secret of the process could be sent
 * away), and a key goes only to the origin that it is bound to. Throws `SecretError`.
 */
export function resolveApiKey(request: KeyRequest): string {
  const { variable, allowedVariables, environment } = request;
  requireKeyVariable(variable, allowedVariables);
  const bound = endpointOrigin(request.boundOrigin);
  const endpoint = endpointOrigin(request.endpointOrigin);
  if (bound !== endpoint) {
    throw new SecretError(
      'KeyOriginMismatch',
      `The key in ${printable(variable)} is bound to ${bound} and is not sent to ${endpoint}.`,
    );
  }
  const key = Object.hasOwn(environment, variable) ? environment[variable]?.trim() : undefined;
  if (!key) {
    throw new SecretError('KeyMissing', `The variable ${printable(variable)} is not set or is empty.`);
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new SecretError(
      'KeyMalformed',
      `The key in ${printable(variable)} holds a space or a character that cannot stand in a header.`,
    );
  }
  return key;
}

/** Throws `SecretError` for a variable that may not be read as a key, whatever it holds. */
export function requireKeyVariable(variable: string, allowedVariables: readonly string[]): void {
  if (/^ETUDE_KEY_[A-Z0-9_]+$/.test(variable) || allowedVariables.includes(variable)) return;
  throw new SecretError(
    'KeyVariableForbidden',
    `The variable ${printable(variable)} may not be read as a key: name it ETUDE_KEY_* or list it in the worker's configuration.`,
  );
}

function printable(variable: string): string {
  return JSON.stringify(variable.slice(0, 64));
}
