import { z } from 'zod';
import type { ListedCheckpoint, RegistryAdapter, RegistryOptions } from './contract.ts';
import { openRegistryHttp } from './http.ts';
import { identityInListing } from './identity.ts';
import { progressIn } from './names.ts';
import { byStepThenLabel } from './order.ts';
import { serverAddress } from './server-address.ts';

const modelSchema = z.looseObject({
  name: z.string().min(1),
  /** SHA-256 of the model's manifest, which names its weights, template and parameters by digest. */
  digest: z.string(),
  modified_at: z.string().optional(),
  /** Of a model that another server runs. */
  remote_host: z.string().optional(),
});
type Model = z.infer<typeof modelSchema>;

/** Servers written in Go send null for an empty list. */
const listSchema = z.looseObject({ models: z.array(modelSchema).nullable() });

/** The models that an Ollama has; two names of one digest are one checkpoint. */
export function ollamaRegistry(place: string, options: RegistryOptions): RegistryAdapter {
  const { name, base, path, at, selects } = serverAddress('ollama', place, 'ollama:http://host:11434');
  const http = openRegistryHttp({ ...options, name });

  async function list(signal: AbortSignal): Promise<readonly ListedCheckpoint[]> {
    const { body } = await http.json(at(`${path}/api/tags`), listSchema, { signal });
    const models = (body.models ?? []).filter((model) => selects(model.name) || selects(labelOf(model)));
    const byLabel = new Map(models.map((model) => [labelOf(model), model]));
    return [...byLabel.values()].map((model) => listed(model, base)).sort(byStepThenLabel);
  }

  return {
    scheme: 'ollama',
    list,
    identify: identityInListing(list),
    close: http.close,
  };
}

function listed(model: Model, base: string): ListedCheckpoint {
  const { name, digest, modified_at: modified = '', remote_host: remoteHost } = model;
  const identity = /^(?:sha256:)?([0-9a-f]{64})$/.exec(digest)?.[1] ?? null;
  const modifiedMs = Date.parse(modified);
  return {
    identity,
    // The manifest of a model that runs elsewhere pins its name alone.
    ...(remoteHost === undefined || remoteHost === '' ? {} : { weakIdentity: true }),
    label: labelOf(model),
    ...progressIn(name),
    ...(Number.isNaN(modifiedMs) ? {} : { createdAt: new Date(modifiedMs).toISOString() }),
    location: `${base}/${name}`,
    ...(identity === null
      ? { state: 'broken', reason: 'The server gives no SHA-256 digest of it, as Ollama does.' }
      : { state: 'ready' }),
  };
}

/** The tag that is meant where none is named is left out, as people write it. */
function labelOf({ name }: Model): string {
  return name.replace(/:latest$/, '');
}
