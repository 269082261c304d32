import type { AxisUnit } from '../measurement/efficiency/compute-axis.ts';
import { CurveMismatch } from '../measurement/efficiency/reasons.ts';
import { type Baseline, newestBaseline, practiceBaselines } from '../schema/baselines.ts';
import type { Db } from '../schema/database.ts';
import type { protocolContent } from '../schema/efficiencies.ts';
import { type Family, findFamily } from '../schema/families.ts';
import { digestOf } from '../schema/protocols.ts';
import { suiteName } from '../schema/scale.ts';

export type Content = Awaited<ReturnType<typeof protocolContent>>;

/** What a family's PE is normalised to, and why it may not be, as a sentence. */
export interface Reference {
  readonly baseline: Baseline | undefined;
  readonly mismatch: string | null;
}

/** The newest training baseline under the same protocol, of the family that this one names or of itself. */
export async function trainingReference(
  db: Db,
  family: Family,
  protocolId: number,
  unit: AxisUnit | null,
): Promise<Reference> {
  const other = await referenceFamily(db, family);
  const baseline = other && (await newestBaseline(db, other.id, protocolId, 'training'));
  if (!other || !baseline) {
    const named = family.baseline;
    return {
      baseline: undefined,
      mismatch: named && `${named} has no baseline under this suite, regime and depth.`,
    };
  }
  return { baseline, mismatch: incomparable(family, other, unit, baseline.unit) };
}

/** Different units or origins of compute: the numbers would be of different things. */
function incomparable(own: Family, other: Family, unit: AxisUnit | null, baselineUnit: AxisUnit) {
  if (unit !== null && unit !== baselineUnit) {
    return sentence(new CurveMismatch('UNIT_MISMATCH', unit, baselineUnit));
  }
  if (own.compute_origin !== other.compute_origin) {
    return sentence(new CurveMismatch('ORIGIN_MISMATCH', own.compute_origin, other.compute_origin));
  }
  return null;
}

function sentence({ message }: CurveMismatch): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/**
 * The newest practice baseline that was measured alike, regime aside: one static curve normalises both regimes, so
 * the baseline belongs to another protocol than a family of regime `practice` is followed by.
 */
export async function practiceReference(db: Db, family: Family, content: Content): Promise<Reference> {
  const other = await referenceFamily(db, family);
  const all = other ? await practiceBaselines(db, other.id) : [];
  const differences = all.map((baseline) => differenceIn(content, baseline));
  const fitting = all[differences.indexOf(null)];
  if (fitting) return { baseline: fitting, mismatch: null };
  const [nearest] = differences;
  if (nearest)
    return { baseline: undefined, mismatch: `The practice baseline of ${other!.slug} ${nearest}.` };
  const named = family.baseline;
  return { baseline: undefined, mismatch: named && `${named} has no practice baseline.` };
}

/** In what the baseline was measured differently; null where it was not. */
function differenceIn(
  content: Content,
  baseline: Awaited<ReturnType<typeof practiceBaselines>>[number],
): string | null {
  const suite = suiteName(content.suite);
  if (baseline.suite !== suite) return `is of suite ${baseline.suite}, and this series of ${suite}`;
  if (baseline.depth !== content.depth)
    return `is of depth ${baseline.depth}, and this series of ${content.depth}`;
  return digestOf(baseline.decoding) === digestOf(content.decoding)
    ? null
    : 'was decoded with another temperature or another bound on tokens than this series';
}

async function referenceFamily(db: Db, family: Family): Promise<Family | undefined> {
  return family.baseline === null ? family : await findFamily(db, family.baseline);
}
