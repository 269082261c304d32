import type { Transaction } from 'kysely';
import { graderVersion } from '../domains/task.ts';
import { runPairs, runVariance } from '../measurement/change/run-variance.ts';
import { type AxisUnit, type ComputeAxis, unitOf } from '../measurement/efficiency/compute-axis.ts';
import {
  createPerformanceSampler,
  type PerformanceSampler,
} from '../measurement/performance/performance-sampler.ts';
import { newestBaseline } from '../schema/baselines.ts';
import { repeatedAbilities } from '../schema/changes.ts';
import type { Db } from '../schema/database.ts';
import { completedEvaluations, freezeAxis, protocolContent } from '../schema/efficiencies.ts';
import { type Family, findFamily } from '../schema/families.ts';
import type { Scale } from '../schema/scale.ts';
import type { Database } from '../schema/tables.ts';
import { axisOf, computeReader, type Evaluated, type MeasuredDomain, measureAll } from './family-curve.ts';
import type { Content } from './reference.ts';

/** A family's evaluations under one protocol, scored domain by domain, and what their numbers rest on. */
export interface Series {
  readonly family: Family;
  readonly protocolId: number;
  readonly content: Content;
  readonly axis: ComputeAxis | null;
  /** Of the training compute; null while there is no axis. */
  readonly unit: AxisUnit | null;
  readonly evaluations: readonly Evaluated[];
  readonly domains: readonly SampledDomain[];
  /** s_run in logits; null while it is not known, and counts as 0. */
  readonly runSd: number | null;
}

export interface SampledDomain extends MeasuredDomain {
  readonly sampler: PerformanceSampler;
}

/** One seed for all intervals: the same rows give the same numbers, and curves that share a point share its draws. */
const intervalSeed = 'etude/efficiency';

/**
 * Scores all that is graded, and freezes the family's axis of compute once it has enough checkpoints. With `scale`,
 * its domain is scored on that one instead of the suite's.
 */
export async function measureFamily(
  transaction: Transaction<Database>,
  family: Family,
  protocolId: number,
  scale: Scale | null = null,
): Promise<Series> {
  const own = await protocolContent(transaction, protocolId);
  const content = scale === null ? own : withScale(own, scale);
  const evaluations = await completedEvaluations(transaction, family.id, protocolId);
  const { axis, freezeNow } = axisOf(
    family,
    evaluations,
    await baselineUnit(transaction, family, protocolId),
  );
  if (freezeNow && axis !== null) await freezeAxis(transaction, family.id, axis);
  const computeOf = computeReader(axis, family.parameter_count);
  const measured = await measureAll(transaction, content, evaluations, computeOf);
  const runs = runVariance(runPairs(await repeatedAbilities(transaction, protocolId, graderVersion)));
  const domains = measured.map((domain) => {
    // Domains are measured apart, so their draws are too.
    const seed = `${intervalSeed}/${domain.part.domain}`;
    const sampler = createPerformanceSampler(domain.scale, domain.part.mix, { seed, runSd: runs.sd ?? 0 });
    return { ...domain, sampler };
  });
  const unit = axis === null ? null : unitOf(axis);
  return { family, protocolId, content, axis, unit, evaluations, domains, runSd: runs.sd };
}

/** The protocol's content with one domain on another scale. */
function withScale(content: Content, scale: Scale): Content {
  const { domain, version } = scale;
  const domains = content.suite.domains.map((part) =>
    part.domain === domain ? { ...part, scaleVersion: version } : part,
  );
  const others = content.scales.filter((known) => known.domain !== domain);
  return { ...content, suite: { ...content.suite, domains }, scales: [...others, scale] };
}

/** A family that has no axis yet takes one on which it can be compared. */
async function baselineUnit(db: Db, family: Family, protocolId: number): Promise<AxisUnit | null> {
  const other = family.baseline === null ? family : await findFamily(db, family.baseline);
  const baseline = other && (await newestBaseline(db, other.id, protocolId, 'training'));
  return baseline?.unit ?? null;
}
