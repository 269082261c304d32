import { isAbsolute, normalize } from 'node:path';
import { type RegistryAdapter, RegistryError, type RegistryOptions } from './contract.ts';
import { directoryRegistry } from './directory.ts';
import { huggingFaceRegistry } from './hf.ts';
import { mlflowRegistry } from './mlflow.ts';
import { ociRegistry } from './oci.ts';
import { ollamaRegistry } from './ollama.ts';
import { openAiModelsRegistry } from './openai-models.ts';

/** Every registry adapter there is, by the scheme of its addresses; a new one is one file and one line here. */
const adapters: Readonly<Record<string, (place: string, options: RegistryOptions) => RegistryAdapter>> = {
  dir: openDirectory,
  hf: huggingFaceRegistry,
  mlflow: mlflowRegistry,
  oci: ociRegistry,
  ollama: ollamaRegistry,
  openai: openAiModelsRegistry,
};

/** Null for what is no address of a registry. */
export function addressParts(address: string): { readonly scheme: string; readonly place: string } | null {
  const [, scheme, place] = /^([a-z][a-z0-9+.-]*):(.*)$/s.exec(address) ?? [];
  return scheme === undefined || place === undefined ? null : { scheme, place };
}

/**
 * Opens the registry at an address such as `dir:/data/checkpoints`; the caller closes it. Nothing is read yet. Throws
 * `RegistryError` RegistryMalformed for an address of no known form.
 */
export function openRegistry(address: string, options: RegistryOptions): RegistryAdapter {
  const known = Object.keys(adapters).join(', ');
  const parts = addressParts(address);
  if (parts === null) {
    throw malformed(
      `A registry's address is SCHEME:PLACE with a scheme of ${known}, such as dir:/data/run-7.`,
    );
  }
  const { scheme, place } = parts;
  const open = Object.hasOwn(adapters, scheme) ? adapters[scheme] : undefined;
  if (open === undefined) {
    throw malformed(
      `There is no kind of registry ${JSON.stringify(scheme.slice(0, 40))}; known are ${known}.`,
    );
  }
  return open(place, options);
}

/** A worker may run elsewhere than the person who registers, so that a path has to be absolute by now. */
function openDirectory(path: string): RegistryAdapter {
  if (path.includes('\0')) throw malformed('A folder has no name with a NUL character in it.');
  if (!isAbsolute(path)) {
    throw malformed(
      `The registry dir:${path.slice(0, 100)} needs an absolute path, such as dir:/data/run-7.`,
    );
  }
  return directoryRegistry(normalize(path));
}

function malformed(message: string): RegistryError {
  return new RegistryError('RegistryMalformed', message);
}
