import { describe, expect, it } from 'vitest';
import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';
import {
  type RegistryReply,
  type RegistryRequestSeen,
  startRegistryServer,
} from '../support/registry-server.ts';
import { httpRegistryContract } from './http-contract.ts';
import { digestOfManifest, failure, manifestReply, ociHarness } from './oci-harness.ts';

httpRegistryContract('oci: in pages', () => ociHarness(50));
httpRegistryContract('oci: all at once', () => ociHarness(Number.POSITIVE_INFINITY));

describe('the tags of a repository', () => {
  type Route = (request: RegistryRequestSeen) => RegistryReply | undefined;

  async function listOf(route: Route, suffix = '', token: string | null = null) {
    const server = await startRegistryServer(route);
    const adapter = openRegistry(`oci:${server.url}/tiny${suffix}`, { ...localRegistries, token });
    try {
      const listed = await adapter.list(new AbortController().signal);
      return { listed, requests: server.requests, host: server.url };
    } finally {
      await adapter.close();
      await server.close();
    }
  }

  const isTags = ({ url }: RegistryRequestSeen) => url.pathname.endsWith('/tags/list');
  const tagOf = ({ url }: RegistryRequestSeen) => url.pathname.split('/').at(-1) ?? '';
  const tagged =
    (tags: readonly string[], manifest: Route): Route =>
    (request) =>
      isTags(request) ? { json: { name: 'tiny', tags } } : manifest(request);

  it('are known by their manifests: two tags of one are one checkpoint', async () => {
    const contents: Record<string, string> = { latest: 'b', 'step-100': 'a', 'step-300': 'b' };
    const { listed, host } = await listOf(
      tagged(Object.keys(contents), (request) => manifestReply(contents[tagOf(request)]!)),
    );
    expect(listed.map(({ label, step, identity }) => [label, step, identity])).toEqual([
      ['step-100', 100, digestOfManifest('a')],
      ['step-300', 300, digestOfManifest('b')],
      ['latest', undefined, digestOfManifest('b')],
    ]);
    expect(listed[0]?.location).toBe(`${host}/tiny:step-100`);
  });

  it('are looked up where the pattern selects them, without reading a manifest', async () => {
    const route = tagged(['step-1', 'latest', 'step-2'], () => manifestReply('a'));
    const { listed, requests } = await listOf(route, '#step-*');
    expect(listed.map(({ label }) => label)).toEqual(['step-1', 'step-2']);
    expect(requests.map(({ method, url }) => `${method} ${url.pathname}`).sort()).toEqual([
      'GET /v2/tiny/tags/list',
      'HEAD /v2/tiny/manifests/step-1',
      'HEAD /v2/tiny/manifests/step-2',
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['none', {}],
    ['another algorithm', { 'docker-content-digest': `sha512:${'0'.repeat(128)}` }],
  ])('are hashed where the header of the digest names %s', async (_, headers) => {
    const route = tagged(['a'], () => ({ ...manifestReply('a'), headers }));
    const { listed, requests } = await listOf(route);
    expect(listed).toMatchObject([{ label: 'a', identity: digestOfManifest('a'), state: 'ready' }]);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'HEAD', 'GET']);
    for (const type of ['oci.image.manifest', 'oci.image.index', 'distribution.manifest', 'manifest.list']) {
      expect(requests[2]?.headers.accept).toContain(type);
    }
  });

  it('are left out that vanish after they were listed, and listed once though two pages hold them', async () => {
    const pages: Record<string, RegistryReply> = {
      '': {
        headers: { link: '</v2/tiny/tags/list?last=b>; rel="next"' },
        json: { name: 'tiny', tags: ['a', 'b'] },
      },
      b: { json: { name: 'tiny', tags: ['b', 'c'] } },
    };
    const route: Route = (request) => {
      if (isTags(request)) return pages[request.url.searchParams.get('last') ?? ''];
      return tagOf(request) === 'a' ? failure('MANIFEST_UNKNOWN', 'manifest unknown') : manifestReply('b');
    };
    expect((await listOf(route)).listed.map(({ label }) => label)).toEqual(['b', 'c']);
  });

  it('are refused when their pages come round again, or do not end', async () => {
    const page = (link: string): RegistryReply => ({
      headers: { link },
      json: { name: 'tiny', tags: ['a'] },
    });
    const round = listOf(() => page('</v2/tiny/tags/list?last=a>; rel="next"'));
    await expect(round).rejects.toMatchObject({
      code: 'RegistryMalformed',
      message: expect.stringContaining('sent before'),
    });
    let pages = 0;
    const endless = listOf(() => page(`</v2/tiny/tags/list?last=${pages++}>; rel="next"`));
    await expect(endless).rejects.toMatchObject({
      code: 'RegistryMalformed',
      message: expect.stringContaining('more than 1000 pages'),
    });
  });

  it('are not followed to another host, nor is the token', async () => {
    const elsewhere = await startRegistryServer(() => ({ json: { name: 'tiny', tags: ['a'] } }));
    const link = `<${elsewhere.url}/v2/tiny/tags/list>; rel="next"`;
    const listed = listOf(() => ({ headers: { link }, json: { name: 'tiny', tags: ['a'] } }), '', 'secret');
    await expect(listed).rejects.toMatchObject({ code: 'RegistryForbidden' });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it('are not read with a token of another host that the registry points to', async () => {
    const elsewhere = await startRegistryServer(() => ({ json: { token: 'given' } }));
    const challenge = `Bearer realm="${elsewhere.url}/token",service="registry",scope="repository:tiny:pull"`;
    const listed = listOf(() => ({ status: 401, headers: { 'www-authenticate': challenge } }));
    await expect(listed).rejects.toMatchObject({
      code: 'RegistryForbidden',
      message: expect.stringContaining('--registry-key-env'),
    });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it('are not identified as what they were listed with when they have moved since', async () => {
    const harness = await ociHarness(50);
    const { signal } = new AbortController();
    await harness.put('latest', { step: 1, content: 'a' });
    const [listed] = await harness.adapter.list(signal);
    await harness.put('latest', { step: 2, content: 'b' });
    const identified = harness.adapter.identify(listed!, () => {}, signal);
    await expect(identified).rejects.toMatchObject({ code: 'RegistryUnavailable' });
    await harness.close();
  });

  it.each([
    '',
    '/',
    '/Team/model',
    '/team//model',
    '/team/model:latest',
    '/team/model@sha256:0',
    '/team/..%2f',
  ])('need a repository, which %j is none', (path) => {
    const open = () => openRegistry(`oci:http://host:5000${path}`, localRegistries);
    expect(open).toThrow(expect.objectContaining({ code: 'RegistryMalformed' }));
    expect(open).toThrow(/needs the name of a repository/);
  });
});
