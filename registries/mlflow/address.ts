import { RegistryError } from '../contract.ts';

/** What of a server is followed: the versions of a registered model, or the logged models of an experiment. */
export type MlflowPlace =
  | { readonly kind: 'model'; readonly name: string }
  | { readonly kind: 'experiment'; readonly id: string };

export interface MlflowAddress {
  /** Base of the REST API, ending in a slash. */
  readonly api: string;
  readonly place: MlflowPlace;
}

/**
 * Reads the address of a page of MLflow's own site, `http://host:5000/#/models/NAME` or
 * `http://host:5000/#/experiments/ID`; the site may lie under a path. Throws `RegistryError` RegistryMalformed.
 */
export function readMlflowAddress(address: string): MlflowAddress {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw malformed();
  if (url.username !== '' || url.password !== '') {
    throw malformed(
      'holds a user name or password: put USER:PASSWORD into a variable and name that (--registry-key-env)',
    );
  }
  // The page of an experiment carries on with a tab and the settings of its tables.
  const page = /^#\/(?:models\/([^/?]+)|experiments\/(\d+)(?:\/[a-z-]+)?)(?:\?(.*))?$/.exec(url.hash);
  if (page === null) throw malformed();
  const [, encodedName, id = '', query = ''] = page;
  if (new URLSearchParams(query).has('workspace')) {
    throw malformed('names a workspace, and only servers without workspaces are read');
  }
  return {
    api: `${url.origin}${url.pathname.replace(/\/+$/, '')}/api/2.0/mlflow/`,
    place:
      encodedName === undefined ? { kind: 'experiment', id } : { kind: 'model', name: nameIn(encodedName) },
  };
}

function nameIn(encoded: string): string {
  let name: string;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    throw malformed();
  }
  // A filter takes its name between quotes of one kind and knows no way to escape them.
  if (name.includes("'") && name.includes('"')) {
    throw malformed('names a model with both kinds of quotes, which MLflow cannot search for');
  }
  return name;
}

function malformed(
  fault = 'is that of a page of its site: mlflow:http://host:5000/#/models/NAME or mlflow:http://host:5000/#/experiments/ID',
): RegistryError {
  return new RegistryError('RegistryMalformed', `The address of an MLflow registry ${fault}.`);
}
