import type { z } from 'zod';
import { RegistryError } from './contract.ts';
import type { RegistryHttp } from './http.ts';

const pagesMax = 1_000;

export interface PagedList<Page extends z.ZodType> {
  /** What messages call the registry. */
  readonly name: string;
  readonly first: URL;
  readonly page: Page;
  readonly signal: AbortSignal;
}

/**
 * The bodies of a list that is told in pages, each naming the next in its `Link` header (RFC 8288). Throws
 * `RegistryError`, for a list that does not end too.
 */
export async function* linkedPages<Page extends z.ZodType>(
  http: RegistryHttp,
  { name, first, page, signal }: PagedList<Page>,
): AsyncGenerator<z.infer<Page>> {
  const seen = new Set<string>();
  for (let url: URL | null = first; url !== null; ) {
    if (seen.has(url.href)) throw malformed(`${name} names a page as the next that it has sent before.`);
    if (seen.size === pagesMax) throw malformed(`${name} sends more than ${pagesMax} pages.`);
    seen.add(url.href);
    const { body, headers } = await http.json(url, page, { signal });
    yield body;
    url = nextPage(name, headers.get('link') ?? '', url);
  }
}

/** The token goes to no other origin than the one that it is for. */
function nextPage(name: string, link: string, current: URL): URL | null {
  const address = /<([^<>]*)>\s*;[^,<]*\brel="?next\b/i.exec(link)?.[1];
  if (address === undefined) return null;
  if (!URL.canParse(address, current.href))
    throw malformed(`${name} names no readable address as the next page.`);
  const next = new URL(address, current);
  if (next.origin === current.origin) return next;
  const host = next.host.slice(0, 100);
  throw new RegistryError('RegistryForbidden', `${name} names a next page on ${host}, which is not asked.`);
}

function malformed(message: string): RegistryError {
  return new RegistryError('RegistryMalformed', message);
}
