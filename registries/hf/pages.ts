import { z } from 'zod';
import { RegistryError } from '../contract.ts';
import type { RegistryHttp } from '../http.ts';

/** The Hub's pages hold 50 commits or 1,000 files. */
const pagesMax = 1_000;

/** Every entry of a list that is told in pages, each naming the next in its `Link` header. Throws `RegistryError`. */
export async function entriesOf<Entry extends z.ZodType>(
  http: RegistryHttp,
  first: URL,
  entry: Entry,
  signal: AbortSignal,
): Promise<readonly z.infer<Entry>[]> {
  const entries: z.infer<Entry>[] = [];
  const seen = new Set<string>();
  for (let url: URL | null = first; url !== null; ) {
    if (seen.has(url.href)) throw malformed('names a page as the next that it has sent before.');
    if (seen.size === pagesMax) throw malformed(`sends more than ${pagesMax} pages.`);
    seen.add(url.href);
    const { body, headers } = await http.json(url, z.array(entry), { signal });
    entries.push(...body);
    url = nextPage(headers.get('link') ?? '', url);
  }
  return entries;
}

/** What a `Link` header calls the next page. The token goes to no other origin than the one that it is for. */
function nextPage(link: string, current: URL): URL | null {
  const address = /<([^<>]*)>\s*;[^,<]*\brel="?next\b/i.exec(link)?.[1];
  if (address === undefined) return null;
  if (!URL.canParse(address, current.href)) throw malformed('names no readable address as the next page.');
  const next = new URL(address, current);
  if (next.origin === current.origin) return next;
  throw new RegistryError(
    'RegistryForbidden',
    `The Hub at ${current.host} names a next page on ${next.host.slice(0, 100)}, which is not asked.`,
  );
}

function malformed(what: string): RegistryError {
  return new RegistryError('RegistryMalformed', `The Hub ${what}`);
}
