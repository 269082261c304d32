import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ListedCheckpoint, RegistryAdapter, RegistryOptions } from './contract.ts';
import { openRegistryHttp } from './http.ts';
import { identityInListing } from './identity.ts';
import { progressIn } from './names.ts';
import { byStepThenLabel } from './order.ts';
import { serverAddress } from './server-address.ts';

const modelSchema = z.looseObject({
  id: z.string().min(1),
  /** vLLM: the path of the weights or of the adapter, and the model that an adapter sits on. */
  root: z.string().nullish(),
  parent: z.string().nullish(),
  /** llama.cpp's router. */
  status: z.looseObject({ value: z.string() }).optional().catch(undefined),
});
type Model = z.infer<typeof modelSchema>;

/** Servers written in Go send null for an empty list. */
const listSchema = z.looseObject({ data: z.array(modelSchema).nullable() });

/**
 * The models that an OpenAI-compatible server serves. Its list is one of names, so that identity is weak: other weights
 * under the same name go unseen, and `created`, the time of the request with some servers, says nothing.
 */
export function openAiModelsRegistry(place: string, options: RegistryOptions): RegistryAdapter {
  const { name, base, path, at, selects } = serverAddress('openai', place, 'openai:http://host:8000/v1');
  const http = openRegistryHttp({ ...options, name });

  async function list(signal: AbortSignal): Promise<readonly ListedCheckpoint[]> {
    const { body } = await http.json(at(`${path}/models`), listSchema, { signal });
    const models = new Map(
      (body.data ?? []).filter(({ id }) => selects(id)).map((model) => [model.id, model]),
    );
    return [...models.values()].map(listed).sort(byStepThenLabel);
  }

  function listed(model: Model): ListedCheckpoint {
    return {
      identity: identityOf(model),
      weakIdentity: true,
      label: model.id,
      ...progressIn(model.id),
      location: `${base}/models/${model.id}`,
      ...(model.status?.value === 'downloading'
        ? { state: 'writing', reason: 'The server is still downloading it.' }
        : { state: 'ready' }),
    };
  }

  return {
    scheme: 'openai',
    list,
    identify: identityInListing(list),
    close: http.close,
  };
}

/** All that a list of names holds on to. */
function identityOf({ id, root, parent }: Model): string {
  return createHash('sha256')
    .update(JSON.stringify([id, root ?? null, parent ?? null]))
    .digest('hex');
}
