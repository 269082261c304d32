import { readFile } from 'node:fs/promises';
import { publishedScales, publishedSuites } from '../measurement/published.ts';
import type { Db } from '../schema/database.ts';
import { storedScales, storedSuites } from '../schema/protocols.ts';
import { type Scale, type Suite, scaleName, scaleSchema, suiteName } from '../schema/scale.ts';
import { OrderRefused } from './families.ts';

/** A scale with where it was found and what rests on it. */
export interface ListedScale {
  readonly scale: Scale;
  /** `shipped` with this release, `stored` by an evaluation or `etude scale apply`, or both. */
  readonly sources: readonly ('shipped' | 'stored')[];
  /** Suites whose domain is scored on it, as `core@1`. */
  readonly suites: readonly string[];
}

/** Every scale that is shipped or, where there is a database, stored, by domain and version. */
export async function listScales(db: Db | null): Promise<ListedScale[]> {
  const shipped = publishedScales();
  const stored = db === null ? [] : await storedScales(db);
  const suites = await allSuites(db);
  const byName = new Map([...stored, ...shipped].map((scale) => [scaleName(scale), scale]));
  const isAmong = (scales: readonly Scale[], name: string) =>
    scales.some((scale) => scaleName(scale) === name);
  return [...byName]
    .map(([name, scale]) => ({
      scale,
      sources: [
        ...(isAmong(shipped, name) ? (['shipped'] as const) : []),
        ...(isAmong(stored, name) ? (['stored'] as const) : []),
      ],
      suites: suites.filter((suite) => rests(suite, scale)).map((suite) => suiteName(suite)),
    }))
    .sort((a, b) => a.scale.domain.localeCompare(b.scale.domain) || a.scale.version - b.scale.version);
}

/**
 * The scale of a name like `reasoning@3`, or the one in a file. Throws `OrderRefused` where there is none, or where
 * the file holds none.
 */
export async function requireScale(db: Db | null, nameOrFile: string): Promise<Scale> {
  if (nameOrFile.endsWith('.json')) return await readScale(nameOrFile);
  const listed = await listScales(db);
  const found = listed.find(({ scale }) => scaleName(scale) === nameOrFile);
  if (found) return found.scale;
  const known = listed.map(({ scale }) => scaleName(scale)).join(', ');
  throw new OrderRefused('ScaleNotFound', `there is no scale ${nameOrFile}; there is ${known}`);
}

/** The newest suite that scores a domain on this scale; null where none does. */
export async function suiteOn(db: Db | null, scale: Scale): Promise<Suite | null> {
  return (await allSuites(db)).findLast((suite) => rests(suite, scale)) ?? null;
}

async function allSuites(db: Db | null): Promise<Suite[]> {
  const stored = db === null ? [] : await storedSuites(db);
  const byName = new Map([...stored, ...publishedSuites()].map((suite) => [suiteName(suite), suite]));
  return [...byName.values()].sort((a, b) => a.version - b.version);
}

function rests(suite: Suite, { domain, version }: Scale): boolean {
  return suite.domains.some((part) => part.domain === domain && part.scaleVersion === version);
}

async function readScale(file: string): Promise<Scale> {
  const refuse = (what: string) => new OrderRefused('ScaleUnreadable', `${file} ${what}`);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw refuse(`cannot be read as JSON (${(error as Error).message})`);
  }
  const parsed = scaleSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(`is no scale: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}
