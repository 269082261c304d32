import { createHash } from 'node:crypto';
import type { Db } from './database.ts';
import { type Scale, type Suite, scaleName, suiteName } from './scale.ts';
import type { Decoding, Depth, Regime } from './shapes.ts';

/** A published version was changed after it had been used. */
export class FrozenContentError extends Error {
  override readonly name = 'FrozenContentError';
}

/** SHA-256 of the JSON with keys sorted at every level. */
export function digestOf(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]),
  );
}

/** Stores a scale version once; refuses another content under the same version. */
export async function ensureScale(db: Db, scale: Scale): Promise<number> {
  const digest = digestOf(scale);
  await db
    .insertInto('scales')
    .values({
      domain: scale.domain,
      version: scale.version,
      provisional: scale.provisional,
      digest,
      content: JSON.stringify(scale),
    })
    .onConflict((conflict) => conflict.constraint('scales_key').doNothing())
    .execute();
  const row = await db
    .selectFrom('scales')
    .select(['id', 'digest'])
    .where('domain', '=', scale.domain)
    .where('version', '=', scale.version)
    .executeTakeFirstOrThrow();
  if (row.digest !== digest) throw frozen(`scale ${scaleName(scale)}`);
  return row.id;
}

/** Every scale that has been used here. */
export async function storedScales(db: Db): Promise<Scale[]> {
  const rows = await db.selectFrom('scales').select('content').orderBy('domain').orderBy('version').execute();
  return rows.map((row) => row.content);
}

/** Every suite that has been used here. */
export async function storedSuites(db: Db): Promise<Suite[]> {
  const rows = await db.selectFrom('suites').select('content').orderBy('name').orderBy('version').execute();
  return rows.map((row) => row.content);
}

export async function ensureSuite(db: Db, suite: Suite): Promise<number> {
  const digest = digestOf(suite);
  await db
    .insertInto('suites')
    .values({ name: suite.name, version: suite.version, digest, content: JSON.stringify(suite) })
    .onConflict((conflict) => conflict.constraint('suites_key').doNothing())
    .execute();
  const row = await db
    .selectFrom('suites')
    .select(['id', 'digest'])
    .where('name', '=', suite.name)
    .where('version', '=', suite.version)
    .executeTakeFirstOrThrow();
  if (row.digest !== digest) throw frozen(`suite ${suiteName(suite)}`);
  return row.id;
}

function frozen(what: string): FrozenContentError {
  return new FrozenContentError(
    `${what} is stored with another content: a version that has been used is frozen, so publish the change as a new one`,
  );
}

export interface ProtocolSettings {
  readonly suite: Suite;
  readonly suiteId: number;
  readonly regime: Regime;
  readonly depth: Depth;
  readonly decoding: Decoding;
}

export async function ensureProtocol(db: Db, settings: ProtocolSettings): Promise<number> {
  const { suite, suiteId, regime, depth, decoding } = settings;
  const digest = digestOf({ suite: suiteName(suite), regime, depth, decoding });
  await db
    .insertInto('protocols')
    .values({ digest, suite_id: suiteId, regime, depth, decoding: JSON.stringify(decoding) })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .execute();
  const row = await db
    .selectFrom('protocols')
    .select('id')
    .where('digest', '=', digest)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The protocol that a family was last registered with. */
export async function latestProtocol(db: Db, familyId: number) {
  return await db
    .selectFrom('family_protocols')
    .innerJoin('protocols', 'protocols.id', 'family_protocols.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .select([
      'protocols.id',
      'protocols.digest',
      'protocols.regime',
      'protocols.depth',
      'protocols.decoding',
      'suites.name as suiteName',
      'suites.version as suiteVersion',
    ])
    .where('family_protocols.family_id', '=', familyId)
    .orderBy('family_protocols.added_at', 'desc')
    .orderBy('protocols.id', 'desc')
    .executeTakeFirst();
}
