import { findFamily } from '../../schema/families.ts';
import type { Registration } from '../../schema/registration.ts';
import { makeRegistry } from './checkpoint-folders.ts';
import type { Cluster } from './cluster.ts';
import { creativeScale, creativeSuite } from './creative-suite.ts';
import { measureWith } from './own-suite.ts';

/** Follows a family that has no checkpoints yet and is measured in the creative domain alone; `folder` is its registry. */
export async function followCreative(
  cluster: Cluster,
  endpoint: string,
  name: string,
  settings: Partial<Registration>,
): Promise<{ slug: string; folder: string }> {
  const slug = cluster.slug(name);
  const { folder, address } = makeRegistry(cluster.directory, name);
  await cluster.follow({ name: slug, endpoint, registry: address, ...settings });
  const family = (await findFamily(cluster.context.db, slug))!;
  await measureWith(cluster.context.db, family, creativeSuite, [creativeScale]);
  return { slug, folder };
}
