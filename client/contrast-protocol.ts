import { completedProtocols } from '../schema/contrast.ts';
import type { Db } from '../schema/database.ts';
import type { Family } from '../schema/families.ts';
import type { Regime } from '../schema/shapes.ts';
import { differenceIn } from './comparable.ts';
import { OrderRefused } from './families.ts';

export type CompletedProtocol = Awaited<ReturnType<typeof completedProtocols>>[number];

/** A family, and the regime of its curve where one is asked for. */
export interface FamilyInRegime {
  readonly family: Family;
  readonly regime: Regime | undefined;
}

/**
 * The newest protocols of two families that measure alike, regimes aside: they may differ, that is what is contrasted.
 * Where neither is asked for they are the same if they can be. Refused, with the difference, where there are none.
 */
export async function alikeProtocols(
  db: Db,
  first: FamilyInRegime,
  second: FamilyInRegime,
): Promise<{ readonly first: CompletedProtocol; readonly second: CompletedProtocol }> {
  const [own, others] = [await protocolsIn(db, first), await protocolsIn(db, second)];
  const pairs = own.flatMap((left) =>
    others
      .filter((right) => differenceIn(left, right, ['suite', 'depth', 'decoding']) === null)
      .map((right) => ({ first: left, second: right })),
  );
  const free = first.regime === undefined && second.regime === undefined;
  const inOneRegime = pairs.find((pair) => pair.first.regime === pair.second.regime);
  const found = free && inOneRegime !== undefined ? inOneRegime : pairs[0];
  if (found !== undefined) return found;
  const difference = differenceIn(own[0]!, others[0]!, ['suite', 'depth', 'decoding']);
  throw new OrderRefused(
    'NotComparable',
    `${first.family.slug} and ${second.family.slug} cannot be contrasted: ${difference}`,
  );
}

async function protocolsIn(db: Db, { family, regime }: FamilyInRegime): Promise<CompletedProtocol[]> {
  const all = await completedProtocols(db, family.id);
  const wanted = all.filter((protocol) => regime === undefined || protocol.regime === regime);
  if (wanted.length > 0) return wanted;
  const known = [...new Set(all.map((protocol) => protocol.regime))];
  const where = regime === undefined ? '' : ` in regime ${regime}`;
  const hint = known.length === 0 ? '' : `; there are some in regime ${known.join(', ')}`;
  throw new OrderRefused('NotEvaluated', `${family.slug} has no completed evaluation${where} yet${hint}`);
}
