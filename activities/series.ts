import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import { graderVersion } from '../domains/task.ts';
import { trainingRules } from '../measurement/comparison.ts';
import { type AxisUnit, unitOf } from '../measurement/compute-axis.ts';
import { trainingEfficiency } from '../measurement/efficiency.ts';
import { overallEfficiency } from '../measurement/overall.ts';
import { createPerformanceSampler, type PerformanceSampler } from '../measurement/performance-sampler.ts';
import { type Baseline, newestBaseline } from '../schema/baselines.ts';
import type { Db } from '../schema/database.ts';
import * as efficiencies from '../schema/efficiencies.ts';
import { type Family, findFamily } from '../schema/families.ts';
import { digestOf } from '../schema/protocols.ts';
import type { Database } from '../schema/tables.ts';
import { recordChanges } from './changes.ts';
import { domainRow, overallRow } from './efficiency-row.ts';
import {
  axisOf,
  computeReader,
  curveOf,
  type Evaluated,
  type MeasuredDomain,
  measureDomain,
  scaleName,
} from './family-curve.ts';

type Content = Awaited<ReturnType<typeof efficiencies.protocolContent>>;

/** One seed for all intervals: the same rows give the same numbers, and curves that share a point share its draws. */
const intervalSeed = 'etude/efficiency';

/** The joint draws of a domain's performances; domains are measured apart, so their draws are too. */
export function samplerOf({ part, scale }: MeasuredDomain): PerformanceSampler {
  return createPerformanceSampler(scale, part.mix, { seed: `${intervalSeed}/${part.domain}` });
}

/** Brings a family's series up to date under every protocol that it is followed with, as after a new baseline. */
export async function refreshSeries(transaction: Transaction<Database>, familyId: number): Promise<void> {
  for (const protocolId of await efficiencies.protocolsOf(transaction, familyId)) {
    // Read anew each time: the first protocol's series may freeze the axis of the next.
    const family = await efficiencies.lockFamily(transaction, familyId);
    await recordSeries(transaction, family, protocolId);
  }
}

export async function measureFamily(transaction: Transaction<Database>, family: Family, protocolId: number) {
  const content = await efficiencies.protocolContent(transaction, protocolId);
  const evaluations = await efficiencies.completedEvaluations(transaction, family.id, protocolId);
  const baseline = await baselineOf(transaction, family, protocolId);
  const { axis, freezeNow } = axisOf(family, evaluations, baseline?.unit ?? null);
  if (freezeNow && axis !== null) await efficiencies.freezeAxis(transaction, family.id, axis);
  const measured = await measureAll(
    transaction,
    content,
    evaluations,
    computeReader(axis, family.parameter_count),
  );
  return { content, axis, baseline, evaluations, measured };
}

async function measureAll(
  db: Db,
  content: Content,
  evaluations: readonly Evaluated[],
  computeOf: (evaluation: Evaluated) => number | null,
) {
  return await Promise.all(
    content.suite.domains.map(async (part) => {
      const scale = content.scales.find(
        (candidate) => candidate.domain === part.domain && candidate.version === part.scaleVersion,
      );
      if (!scale) throw new Error(`scale ${part.domain}@${part.scaleVersion} is not stored`);
      return await measureDomain(db, part, scale, evaluations, computeOf);
    }),
  );
}

/**
 * Recomputes every row of the family's training series from what is graded, and what has changed from checkpoint to
 * checkpoint; returns how many rows are new.
 */
export async function recordSeries(
  transaction: Transaction<Database>,
  family: Family,
  protocolId: number,
): Promise<number> {
  const series = await measureFamily(transaction, family, protocolId);
  const { content, axis, baseline, evaluations, measured } = series;
  const reference = baseline ? await measureBaseline(transaction, content, baseline) : null;
  const unit = axis === null ? null : unitOf(axis);
  const common = { family, protocolId, baseline, unit };
  const rows: efficiencies.NewEfficiency[] = [];
  const results = new Map<number, ReturnType<typeof trainingEfficiency>[]>();
  const mismatch = incomparable(family, baseline, unit);

  for (const domain of measured) {
    const sampler = samplerOf(domain);
    const curve = curveOf(domain, content.suite, unit ?? 'unknown', family.compute_origin);
    const against = reference?.find((other) => other.part.domain === domain.part.domain);
    const comparable =
      against && !mismatch
        ? curveOf(against, content.suite, baseline?.unit ?? '', family.compute_origin)
        : null;
    for (const point of domain.points) {
      const result = trainingEfficiency(sampler, curve, comparable, point.checkpointKey);
      const evaluationId = point.evaluation.evaluationId;
      results.set(evaluationId, [...(results.get(evaluationId) ?? []), result]);
      // Two thousand draws a point are pure computation: heartbeats get their turn in between.
      await yieldToOthers();
      rows.push(
        domainRow({ ...common, domain, point, result, mismatch, curveDigest: curveDigest(domain, point) }),
      );
    }
  }
  for (const evaluation of evaluations) {
    const parts = results.get(evaluation.evaluationId) ?? [];
    if (parts.length < measured.length) continue;
    const points = measured.flatMap((domain) =>
      domain.points.filter((point) => point.evaluation === evaluation),
    );
    const own = rows.filter((row) => row.evaluation_id === evaluation.evaluationId);
    rows.push(
      overallRow({
        ...common,
        points,
        result: overallEfficiency(parts, trainingRules, (x) => 10 ** x),
        domainRows: own,
      }),
    );
  }
  const appended = await efficiencies.appendEfficiencies(transaction, rows);
  await recordChanges(transaction, family.id, protocolId);
  return appended;
}

async function baselineOf(db: Db, family: Family, protocolId: number): Promise<Baseline | undefined> {
  const reference = family.baseline === null ? family : await findFamily(db, family.baseline);
  return reference ? await newestBaseline(db, reference.id, protocolId) : undefined;
}

/** The baseline's frozen points, scored on the same scales under the same grader. */
async function measureBaseline(db: Db, content: Content, baseline: Baseline) {
  const compute = new Map(
    baseline.curve.domains.flatMap((domain) =>
      domain.points.map((point) => [point.evaluationId, point.compute]),
    ),
  );
  const evaluations = [...compute.keys()].map((evaluationId) => ({ evaluationId }) as Evaluated);
  return await measureAll(
    db,
    content,
    evaluations,
    (evaluation) => compute.get(evaluation.evaluationId) ?? null,
  );
}

/** Names everything that a row's PE rests on: the points of the curve up to its compute. */
function curveDigest(domain: MeasuredDomain, end: { readonly compute: number | null }): string {
  const points = domain.points
    .filter((point) => point.compute !== null && end.compute !== null && point.compute <= end.compute)
    .map((point) => ({ key: point.checkpointKey, compute: point.compute, attempts: point.attempts }));
  return digestOf({ scale: scaleName(domain.scale), graderVersion, points });
}

/** Why the family's baseline may not be divided by; null when it may, or when none is named. */
function incomparable(family: Family, baseline: Baseline | undefined, unit: AxisUnit | null): string | null {
  if (!baseline) {
    return family.baseline === null
      ? null
      : `${family.baseline} has no baseline under this suite, regime and depth.`;
  }
  if (unit === null || baseline.unit === unit) return null;
  return `This family's compute is in ${unit} and the baseline's in ${baseline.unit}: they cannot be compared.`;
}
