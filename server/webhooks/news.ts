import { z } from 'zod';
import { RegistryError } from '../../registries/contract.ts';
import { readMlflowAddress } from '../../registries/mlflow/address.ts';

/** What a delivery says has changed: a test of whether the registry at an address is the one; null for nothing new. */
export type News = ((registry: string) => boolean) | null;

const hubSchema = z.looseObject({
  repo: z.looseObject({ type: z.string(), name: z.string().min(1) }),
  updatedRefs: z.array(z.looseObject({ ref: z.string() })).default([]),
});

const mlflowSchema = z.looseObject({
  entity: z.string(),
  data: z.looseObject({ name: z.string().min(1) }),
});

/** A delivery of a Hugging Face Hub: branches and tags of a model repository that moved. Undefined for another body. */
export function newsOfHub(body: unknown): News | undefined {
  const parsed = hubSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { repo, updatedRefs } = parsed.data;
  // Discussions and settings move no ref.
  if (repo.type !== 'model' || updatedRefs.length === 0) return null;
  const name = repo.name.toLowerCase();
  return (registry) => {
    const [, model = '', branch] = /^hf:([^?]+)(?:\?commits=(.+))?$/.exec(registry) ?? [];
    if (model.toLowerCase() !== name) return false;
    return branch === undefined || updatedRefs.some(({ ref }) => ref === `refs/heads/${branch}`);
  };
}

const followedEntities = new Set([
  'registered_model',
  'model_version',
  'model_version_tag',
  'model_version_alias',
]);

/** A delivery of an MLflow server: a registered model that changed. Which server, it does not say. */
export function newsOfMlflow(body: unknown): News | undefined {
  const parsed = mlflowSchema.safeParse(body);
  // Prompts and traces have webhooks too, and names of other things.
  if (!parsed.success)
    return z.looseObject({ entity: z.string() }).safeParse(body).success ? null : undefined;
  const { entity, data } = parsed.data;
  return followedEntities.has(entity) ? (registry) => modelIn(registry) === data.name : null;
}

/** The registered model that a registry's address follows, or null; one that was never readable is no reason to fail. */
function modelIn(registry: string): string | null {
  if (!registry.startsWith('mlflow:')) return null;
  try {
    const { place } = readMlflowAddress(registry.slice('mlflow:'.length));
    return place.kind === 'model' ? place.name : null;
  } catch (error) {
    if (error instanceof RegistryError) return null;
    throw error;
  }
}
