import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type ListedCheckpoint,
  type RegistryAdapter,
  RegistryError,
  type RegistryOptions,
} from './contract.ts';
import { openRegistryHttp, type RegistryHttp } from './http.ts';
import { identityStillThere } from './identity.ts';
import { linkedPages } from './linked-pages.ts';
import { progressIn } from './names.ts';
import { byStepThenLabel } from './order.ts';
import { type ServerAddress, serverAddress } from './server-address.ts';

/** A registry answers 404 for a manifest of a type that is not accepted. */
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/** As the distribution specification writes the names of repositories. */
const repositoryPattern =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const repositoryMax = 255;

/** Of a repository without tags the reference implementation sends null. */
const tagsSchema = z.looseObject({ name: z.string(), tags: z.array(z.string().min(1)).nullable() });

/** Tags that are looked up at once. */
const lookupsAtOnce = 4;

/** The tags of a repository in an OCI registry; two tags of one manifest are one checkpoint. */
export function ociRegistry(place: string, options: RegistryOptions): RegistryAdapter {
  const server = serverAddress('oci', place, 'oci:http://host:5000/team/model');
  const repository = repositoryOf(server);
  const http = openRegistryHttp({ ...options, name: server.name });

  async function list(signal: AbortSignal): Promise<readonly ListedCheckpoint[]> {
    const tags = [...(await tagsOf(signal))].filter(server.selects);
    const listed: ListedCheckpoint[] = [];
    for (let start = 0; start < tags.length; start += lookupsAtOnce) {
      const some = tags.slice(start, start + lookupsAtOnce);
      const found = await Promise.all(some.map((tag) => look(tag, signal)));
      listed.push(...found.filter((checkpoint) => checkpoint !== undefined));
    }
    return listed.sort(byStepThenLabel);
  }

  async function tagsOf(signal: AbortSignal): Promise<ReadonlySet<string>> {
    const first = server.at(`/v2/${repository}/tags/list`);
    const tags = new Set<string>();
    for await (const page of linkedPages(http, { name: server.name, first, page: tagsSchema, signal })) {
      for (const tag of page.tags ?? []) tags.add(tag);
    }
    return tags;
  }

  /** Undefined for a tag that is not there, or not any more. */
  async function look(tag: string, signal: AbortSignal): Promise<ListedCheckpoint | undefined> {
    const manifest = server.at(`/v2/${repository}/manifests/${encodeURIComponent(tag)}`);
    try {
      const identity = await digestOf(http, manifest, signal);
      const location = `${server.base}:${tag}`;
      return { identity, label: tag, ...progressIn(tag), location, state: 'ready' };
    } catch (error) {
      if (error instanceof RegistryError && error.code === 'RegistryNotFound') return undefined;
      throw error;
    }
  }

  return {
    scheme: 'oci',
    list,
    identify: (checkpoint, beat, signal) =>
      identityStillThere(checkpoint, () => look(checkpoint.label, signal), beat),
    close: http.close,
  };
}

function repositoryOf({ path }: ServerAddress): string {
  const repository = path.slice(1);
  if (repository.length <= repositoryMax && repositoryPattern.test(repository)) return repository;
  throw new RegistryError(
    'RegistryMalformed',
    'A registry oci: needs the name of a repository after its host and nothing else, such as oci:http://host:5000/team/model.',
  );
}

/** SHA-256 of a manifest, which names all of its content by digest: as the registry says it, else of its bytes. */
async function digestOf(http: RegistryHttp, manifest: URL, signal: AbortSignal): Promise<string> {
  const headers = { accept: manifestTypes };
  const head = await http.answer(manifest, { method: 'HEAD', headers, signal });
  const said = /^sha256:([0-9a-f]{64})$/.exec(head.headers.get('docker-content-digest') ?? '')?.[1];
  if (said !== undefined) return said;
  const response = await http.answer(manifest, { headers, signal });
  return createHash('sha256')
    .update(await response.bytes())
    .digest('hex');
}
