import { measuredAbilities } from '../schema/comparable.ts';
import type { Db } from '../schema/database.ts';
import { type CheckpointReference, requireCheckpoint } from './checkpoints.ts';
import { OrderRefused, requireFamily } from './families.ts';

export type Ability = Awaited<ReturnType<typeof measuredAbilities>>[number];

/** A checkpoint with its current abilities under every protocol, the newest last. */
export interface MeasuredCheckpoint {
  readonly family: string;
  readonly checkpoint: string;
  readonly digest: string;
  readonly abilities: readonly Ability[];
}

/** One domain of two checkpoints, measured alike. */
export interface Pair {
  readonly before: Ability;
  readonly after: Ability;
}

/** The checkpoint's abilities; refused where it has none yet. */
export async function measuredCheckpoint(
  db: Db,
  reference: CheckpointReference,
): Promise<MeasuredCheckpoint> {
  const family = await requireFamily(db, reference.family);
  const { label, digest } = await requireCheckpoint(db, family, reference.checkpoint);
  const all = await measuredAbilities(db, family.id);
  const abilities = all.filter(({ checkpointDigest }) => checkpointDigest === digest);
  if (abilities.length === 0) {
    throw new OrderRefused(
      'NotEvaluated',
      `${family.slug}:${label} has not been evaluated yet; \`etude evaluate ${family.slug} --checkpoint ${label} --wait\` does`,
    );
  }
  return { family: family.slug, checkpoint: label, digest, abilities };
}

/** The domains of both under the newest protocol that they share. Refused where they are not measured alike. */
export function comparablePairs(before: MeasuredCheckpoint, after: MeasuredCheckpoint): [Pair, ...Pair[]] {
  const shared = after.abilities.filter(({ protocolId }) =>
    before.abilities.some((other) => other.protocolId === protocolId),
  );
  const newest = Math.max(...shared.map(({ protocolId }) => protocolId));
  const pairs = shared
    .filter(({ protocolId }) => protocolId === newest)
    .flatMap((own): Pair[] => {
      const other = before.abilities.find(
        ({ protocolId, domain }) => protocolId === newest && domain === own.domain,
      );
      return other === undefined ? [] : [{ before: other, after: own }];
    });
  const [first, ...rest] = pairs;
  const difference = first === undefined ? unlikeProtocols(before, after) : unlikeScores(pairs);
  if (first === undefined || difference !== null) {
    throw new OrderRefused(
      'NotComparable',
      `${before.family}:${before.checkpoint} and ${after.family}:${after.checkpoint} cannot be compared: ${difference}`,
    );
  }
  return [first, ...rest];
}

type Settings = Pick<Ability, 'suite' | 'regime' | 'depth' | 'decoding'>;

/** In which of these settings two measurements differ, in words; null where they are alike. */
export function differenceIn(
  own: Settings,
  other: Settings,
  settings: readonly (keyof Settings)[],
): string | null {
  const differing = settings.flatMap((setting) => {
    const [left, right] = [settingText(own[setting]), settingText(other[setting])];
    return left === right ? [] : [`the ${setting} is ${left} for the one and ${right} for the other`];
  });
  return differing.length > 0 ? differing.join(', ') : null;
}

function settingText(setting: Settings[keyof Settings]): string {
  return typeof setting === 'string'
    ? setting
    : `temperature ${setting.temperature} with ${setting.maxTokens} tokens`;
}

/** In what the newest protocols of two checkpoints differ that share none. */
function unlikeProtocols(before: MeasuredCheckpoint, after: MeasuredCheckpoint): string {
  const [own, other] = [before.abilities.at(-1)!, after.abilities.at(-1)!];
  return differenceIn(own, other, ['suite', 'regime', 'depth', 'decoding']) ?? 'they share no domain';
}

/** Scores of another scale or grader version are other numbers, also under one protocol. */
function unlikeScores(pairs: readonly Pair[]): string | null {
  for (const { before, after } of pairs) {
    if (before.scale !== after.scale)
      return `the scale is ${before.scale} for the one and ${after.scale} for the other`;
    if (before.graderVersion !== after.graderVersion) {
      return `the grader version is ${before.graderVersion} for the one and ${after.graderVersion} for the other`;
    }
  }
  return null;
}
