import { graderVersion } from '../domains/task.ts';
import { runPairs, runVariance } from '../measurement/change/run-variance.ts';
import { practiceRules, trainingRules } from '../measurement/efficiency/comparison.ts';
import { repeatedAbilities } from '../schema/changes.ts';
import type { Db } from '../schema/database.ts';
import { completedEvaluations } from '../schema/efficiencies.ts';
import type { Family } from '../schema/families.ts';
import type { Kind, Regime } from '../schema/shapes.ts';
import { requireCheckpoint } from './checkpoints.ts';
import { type CurveReader, overPractice, overTraining, type Side, type Sides } from './contrast-curves.ts';
import { contrastDomain, contrastOverall } from './contrast-domains.ts';
import { alikeProtocols, type CompletedProtocol } from './contrast-protocol.ts';
import type { Contrast, ContrastDomain } from './contrast-schema.ts';
import { OrderRefused, requireFamily } from './families.ts';

/** One side as people name it. */
export interface CurveReference {
  readonly family: string;
  readonly regime: Regime | undefined;
  /** Label or digest, of practice curves; without it the newest evaluated checkpoint. */
  readonly checkpoint: string | undefined;
}

export interface ContrastOrder extends Sides<CurveReference> {
  readonly kind: Kind;
  /** One domain, or `overall`. */
  readonly domain: string | undefined;
}

/**
 * Two families, or one family in two regimes, side by side over training or practice compute. Throws `OrderRefused`
 * that says in what they differ where suite, scale, unit, depth or decoding are not the same.
 */
export async function contrastFamilies(db: Db, reader: CurveReader, order: ContrastOrder): Promise<Contrast> {
  const sides = await sidesOf(db, order);
  const { first, second } = sides;
  const runSd = await runSdOf(db, sides);
  const smaller = smallerOf(first.family, second.family);
  const compare = order.kind === 'training' ? overTraining : overPractice;
  const { domains, graderVersion, unit, computeAt } = await compare(reader, sides, runSd);
  const rules = order.kind === 'training' ? trainingRules : practiceRules;
  const grounds = { kind: order.kind, rules, computeAt, smaller };
  const contrasted = domains.map(({ efficiency, ...more }) => contrastDomain(efficiency, grounds, more));
  const overall = contrastOverall(
    domains.map(({ efficiency }) => efficiency),
    grounds,
  );
  return {
    kind: order.kind,
    first: described(first),
    second: described(second),
    suite: first.protocol.suite,
    depth: first.protocol.depth,
    graderVersion,
    unit,
    smaller,
    domains: chosen([...contrasted, overall], order.domain),
  };
}

async function sidesOf(db: Db, { first, second, kind }: ContrastOrder): Promise<Sides<Side>> {
  const [own, other] = [await requireFamily(db, first.family), await requireFamily(db, second.family)];
  const protocols = await alikeProtocols(
    db,
    { family: own, regime: first.regime },
    { family: other, regime: second.regime },
  );
  const sideOf = async (family: Family, protocol: CompletedProtocol, checkpoint: string | undefined) => ({
    family,
    protocol,
    checkpoint: kind === 'practice' ? await practisedCheckpoint(db, family, protocol, checkpoint) : null,
  });
  const sides = {
    first: await sideOf(own, protocols.first, first.checkpoint),
    second: await sideOf(other, protocols.second, second.checkpoint),
  };
  refuseSame(sides);
  return sides;
}

/** The named checkpoint, or the last that is evaluated. */
async function practisedCheckpoint(
  db: Db,
  family: Family,
  { protocolId, suite, regime }: CompletedProtocol,
  wanted: string | undefined,
): Promise<NonNullable<Side['checkpoint']>> {
  const evaluated = await completedEvaluations(db, family.id, protocolId);
  const { label, digest } =
    wanted === undefined ? evaluated.at(-1)! : await requireCheckpoint(db, family, wanted);
  if (evaluated.some((each) => each.digest === digest)) return { label, digest };
  throw new OrderRefused(
    'NotEvaluated',
    `${family.slug}:${label} has no completed evaluation by ${suite} in regime ${regime} yet`,
  );
}

function refuseSame({ first, second }: Sides<Side>): void {
  const alike =
    first.family.id === second.family.id &&
    first.protocol.protocolId === second.protocol.protocolId &&
    first.checkpoint?.digest === second.checkpoint?.digest;
  if (!alike) return;
  const { slug } = first.family;
  throw new OrderRefused(
    'SameCurve',
    `both are one curve of ${slug}: name another family, two regimes (${slug}@practice ${slug}@static) or two checkpoints`,
  );
}

/** From the repeated runs of both protocols: beside their regimes, which placement knows nothing of, they are alike. */
async function runSdOf(db: Db, { first, second }: Sides<Side>): Promise<number> {
  const protocolIds = new Set([first.protocol.protocolId, second.protocol.protocolId]);
  const pairs = [];
  for (const protocolId of protocolIds)
    pairs.push(...runPairs(await repeatedAbilities(db, protocolId, graderVersion)));
  return runVariance(pairs).sd ?? 0;
}

function smallerOf(first: Family, second: Family): Contrast['smaller'] {
  const [own, other] = [first.parameter_count, second.parameter_count];
  if (own === null || other === null || own === other) return null;
  return own < other ? 'first' : 'second';
}

function described({ family, protocol, checkpoint }: Side): Contrast['first'] {
  return {
    family: family.slug,
    regime: protocol.regime,
    checkpoint: checkpoint?.label ?? null,
    parameters: family.parameter_count,
    computeNote: family.compute_note,
  };
}

function chosen(domains: ContrastDomain[], wanted: string | undefined): ContrastDomain[] {
  // With one domain, the mean over the domains says again what the domain says.
  if (wanted === undefined) return domains.length > 2 ? domains : domains.slice(0, 1);
  const found = domains.filter(({ domain }) => domain === wanted);
  if (found.length > 0) return found;
  const known = domains.map(({ domain }) => domain).join(', ');
  throw new OrderRefused('DomainNotFound', `there is no domain ${wanted} in both; there is ${known}`);
}
