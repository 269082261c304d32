import { createHash } from 'node:crypto';
import {
  type RegistryReply,
  type RegistryRequestSeen,
  startRegistryServer,
} from '../support/registry-server.ts';
import type { HttpRegistryHarness } from './http-contract.ts';
import { impossible, serverHarness, tellingLabel } from './server-harness.ts';

const repository = 'team/tiny';
const version = { 'docker-distribution-api-version': 'registry/2.0' };

/** A manifest as a push of one file of weights makes it. */
export function manifestOf(content: string): object {
  const digest = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digest('{}'), size: 2 },
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
        digest: digest(content),
        size: content.length,
      },
    ],
  };
}

export function digestOfManifest(content: string): string {
  return createHash('sha256')
    .update(JSON.stringify(manifestOf(content)))
    .digest('hex');
}

export function failure(code: string, message: string): RegistryReply {
  return { status: 404, headers: version, json: { errors: [{ code, message }] } };
}

export function manifestReply(content: string): RegistryReply {
  const digest = `sha256:${digestOfManifest(content)}`;
  const headers = {
    ...version,
    'content-type': 'application/vnd.oci.image.manifest.v1+json',
    'docker-content-digest': digest,
    etag: `"${digest}"`,
  };
  return { headers, json: manifestOf(content) };
}

/**
 * An OCI registry: distribution 2.8 sends all tags at once, in whatever order; others send so many by name and link to
 * the next.
 */
export async function ociHarness(pageSize: number): Promise<HttpRegistryHarness> {
  const contents = new Map<string, string>();

  function tagsReply({ searchParams }: URL): RegistryReply {
    const last = searchParams.get('last') ?? '';
    const after = [...contents.keys()].filter((tag) => tag > last);
    const tags = pageSize === Number.POSITIVE_INFINITY ? after : after.sort().slice(0, pageSize);
    const next = `</v2/${repository}/tags/list?last=${tags.at(-1)}&n=${pageSize}>; rel="next"`;
    return {
      headers: { ...version, ...(tags.length < after.length ? { link: next } : {}) },
      json: { name: repository, tags: tags.length === 0 ? null : tags },
    };
  }

  function answer({ method, url, headers }: RegistryRequestSeen): RegistryReply | undefined {
    const [, asked, what, tag = ''] = /^\/v2\/(.+)\/(tags|manifests)\/([^/]+)$/.exec(url.pathname) ?? [];
    if (asked !== repository) return failure('NAME_UNKNOWN', 'repository name not known to registry');
    if (what === 'tags') return method === 'GET' ? tagsReply(url) : undefined;
    const content = contents.get(tag);
    if (content === undefined || !headers.accept?.includes('application/vnd.oci.image.manifest.v1+json')) {
      return failure('MANIFEST_UNKNOWN', 'manifest unknown');
    }
    return manifestReply(content);
  }

  const server = await startRegistryServer(answer);
  const put = async (label: string, { content }: { readonly content: string }): Promise<void> => {
    contents.set(label, content);
  };
  return {
    ...serverHarness(server, `oci:${server.url}/${repository}`, `oci:${server.url}/team/nowhere`),
    cannot: { broken: 'a registry takes a manifest only when all that it names is there' },
    labelOf: tellingLabel,
    put,
    // What is pushed is blobs until its manifest is there.
    putHalf: async (label, checkpoint) => () => put(label, checkpoint),
    putBroken: impossible,
    rename: async (from, to) => {
      contents.set(to, contents.get(from)!);
      contents.delete(from);
    },
    removeNow: (label) => {
      contents.delete(label);
    },
  };
}
